"""The types of events: what each is called, what it says of control, and its codes elsewhere."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class EventType:
    """One entry of ``model/data/events.toml``, which says what each field means.

    ``acled`` and ``plover`` are a type and its sub-type; ``phrase`` has sentences by kind
    (``actual``, ``denied``, ``future``, ``by``).
    """

    name: str
    label: str
    acled: tuple[str, str]
    plover: tuple[str, str]
    acled_by_state: tuple[str, str]
    sign: int = 0
    combat: bool = False
    remote: bool = False
    territorial: bool = False
    alleged: bool = False
    harmful: bool = False
    phrase: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@cache
def event_types() -> Mapping[str, EventType]:
    """The event types by name, in the order of the file."""
    file = resources.files("fogline.model") / "data" / "events.toml"
    entries = tomllib.loads(file.read_text(encoding="utf-8"))
    return MappingProxyType({name: _event_type(name, entry) for name, entry in entries.items()})


def event_type(name: str) -> EventType:
    """The event type of a name; of a name that the file has not, ``other``."""
    return event_types().get(name) or event_types()["other"]


def _event_type(name: str, entry: Mapping[str, Any]) -> EventType:
    codes = {"acled": entry["acled"], "plover": entry["plover"]}
    codes["acled_by_state"] = entry.get("acled_by_state", entry["acled"])
    read = {
        **entry,
        **{book: tuple(pair) for book, pair in codes.items()},
        "phrase": MappingProxyType(entry.get("phrase", {})),
    }
    return EventType(name=name, **read)


EVENTS: tuple[str, ...] = tuple(event_types())
CERTAINTIES = ("certain", "probable", "possible")
STATUSES = ("actual", "future", "conditional")
POLARITIES = ("positive", "negative")
RELATIONS = ("in", "near", "toward", "from", "part", "area")
