"""What the words of a table of events mean: its types of events, and its actors."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from fogline.model import EVENTS
from fogline.reading.errors import ReadingError
from fogline.theatre import Theatre

# What stands in brackets behind an actor: years, or the country that it acts in, not its side.
_BRACKETS = re.compile(r"\([^()]*\)")


class TableError(ReadingError):
    """A row of a table, or a file about its columns, that can't be used."""


# Names of actors that are remembered; ACLED has some hundred in one country.
_NAMES = 5_000


@dataclass(frozen=True)
class Codes:
    """Events by the words of their type, kinds of those who take a place, and sides by name."""

    events: Mapping[str, str]
    takers: Mapping[str, tuple[str, ...]]
    actors: Mapping[str, str]


class Sides:
    """Which side an actor is of; a table names few actors in many rows."""

    def __init__(self, codes: Codes, theatre: Theatre) -> None:
        self._codes = codes
        self._patterns = [
            (re.compile("|".join(map(_pattern, words)), re.IGNORECASE), side.label)
            for side in theatre.belligerents
            for words in [(side.name, *side.names, *side.adjectives, *side.country, *side.native)]
        ]
        self.of = lru_cache(maxsize=_NAMES)(self._of)

    def _of(self, name: str) -> str | None:
        """As the user says, else by the theatre's names; none if it fits no side, or several."""
        if name.casefold() in self._codes.actors:
            return self._codes.actors[name.casefold()] or None
        plain = " ".join(_BRACKETS.sub(" ", name).split())
        found = {label for pattern, label in self._patterns if pattern.search(plain)}
        return found.pop() if len(found) == 1 else None


def load_codes(path: str, theatre: Theatre) -> Codes:
    """ACLED's types of events, and the words of a user's file, which go first.

    Raises:
        TableError: no such file, an event or a side that is not known.
    """
    packaged = (files("fogline.reading") / "data" / "tables.toml").read_text(encoding="utf-8")
    raw, own = tomllib.loads(packaged), _own(path)
    merged: dict[str, dict[str, Any]] = {
        part: {str(k).casefold(): v for table in (raw, own) for k, v in table.get(part, {}).items()}
        for part in ("events", "takers", "actors")
    }
    for words, event in merged["events"].items():
        if event and event not in EVENTS:
            advice = f'give one of {", ".join(EVENTS)}, or "" for none'
            raise TableError(f"event {event!r} of {words!r}", "no such event", advice, where=path)
    for words, label in merged["actors"].items():
        if label and label not in theatre.labels:
            advice = f'give one of {", ".join(theatre.labels)}, or "" for none'
            why = f"no side of {theatre.name}"
            raise TableError(f"actor {label!r} of {words!r}", why, advice, where=path)
    takers = {k: tuple(v) for k, v in merged["takers"].items()}
    return Codes(merged["events"], takers, merged["actors"])


def _own(path: str) -> dict[str, Any]:
    if not path:
        return {}
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TableError(f"columns {path!r}", str(error)) from error


def _pattern(word: str) -> str:
    return rf"(?<!\w){re.escape(word.rstrip('*'))}" + (r"\w*" if word.endswith("*") else r"(?!\w)")
