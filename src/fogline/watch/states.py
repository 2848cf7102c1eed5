"""What a watch notes of its sources in the ledger, so that it goes on where it ended."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import TypeVar

from fogline.ledger import Ledger
from fogline.model import Visit
from fogline.watch.pauses import TURN_SECONDS

_SOURCES = "watched sources"
# What is noted of an item is of use for one setting of the reader only.
_ITEMS = "watched items of {address} by {setting}"


@dataclass(frozen=True, slots=True)
class SourceState:
    """What came of the visits of a source.

    ``origin`` is the sources file. Moments are ISO 8601 in UTC, empty where there was none:
    ``tried`` is the last visit, ``succeeded`` the last one that had the source, ``failed`` the last
    one that had not, with ``why``; ``renewed`` the last that brought documents, and ``due`` the
    next. ``failures`` counts those in a row, ``documents`` all new documents. ``waiting`` counts
    what was left for the next visit, ``troubled`` what can't be read, ``trouble`` is the last of
    that with its reason. ``etag`` and ``modified`` are the list's validators, for
    ``setting``; ``broken`` is true where its XML was broken when it was last had: the next visit
    reads it as it is.
    """

    name: str
    kind: str
    address: str
    origin: str
    every: float
    tried: str = ""
    succeeded: str = ""
    failed: str = ""
    why: str = ""
    renewed: str = ""
    due: str = ""
    failures: int = 0
    documents: int = 0
    waiting: int = 0
    troubled: int = 0
    trouble: str = ""
    setting: str = ""
    etag: str = ""
    modified: str = ""
    broken: bool = False

    def late(self, now: datetime) -> bool:
        """Whether the next visit is overdue by an interval and the length of another visit."""
        overdue = (now - moment_of(self.due)).total_seconds() if self.due else 0.0
        return overdue > self.every + TURN_SECONDS

    def visit(self, setting: str) -> Visit:
        """What the list's server said the last time, if this setting of the reader asked."""
        return Visit(self.etag, self.modified) if setting == self.setting else Visit()


@dataclass(frozen=True, slots=True)
class Item:
    """A file, or a page that could not be read.

    ``size``, ``changed`` (nanoseconds since 1970) and ``sha256`` are those of a file as it was
    read. ``failures`` counts the attempts to read it that failed in a row, the first of them at
    ``since``, with ``why`` as the reason of the last; the next attempt is at ``again`` (both in
    seconds since 1970).
    """

    size: int = 0
    changed: int = 0
    sha256: str = ""
    failures: int = 0
    why: str = ""
    since: float = 0.0
    again: float = 0.0


Items = dict[str, Item]
Record = TypeVar("Record", SourceState, Item)


def spell(moment: datetime) -> str:
    """A moment as states have it."""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def moment_of(words: str) -> datetime:
    """The moment that :func:`spell` wrote."""
    return datetime.fromisoformat(words)


def source_states(ledger: Ledger) -> tuple[SourceState, ...]:
    """The states of all sources that were watched for a ledger, by name and address."""
    found = [_record(SourceState, text) for text in ledger.notes.read(_SOURCES).values()]
    return tuple(sorted(found, key=lambda s: (s.name.casefold(), s.kind, s.address)))


class States:
    """The states of the sources of one file, and their items."""

    def __init__(self, ledger: Ledger, origin: str, setting: str) -> None:
        self._notes, self._origin, self._setting = ledger.notes, origin, setting

    def begin(self, addresses: Iterable[str]) -> dict[str, SourceState]:
        """The states of these sources, by address; those that the file has no more are dropped."""
        kept = {k: _record(SourceState, v) for k, v in self._notes.read(_SOURCES).items()}
        wanted = set(addresses)
        gone = [a for a, s in kept.items() if s.origin == self._origin and a not in wanted]
        self._notes.write({_SOURCES: dict.fromkeys(gone)})
        return {a: replace(s, origin=self._origin) for a, s in kept.items() if a in wanted}

    def items(self, address: str) -> Items:
        """What is noted of the items of a source."""
        topic = _ITEMS.format(address=address, setting=self._setting)
        return {k: _record(Item, v) for k, v in self._notes.read(topic).items()}

    def note(
        self, address: str, items: Mapping[str, Item | None], state: SourceState | None = None
    ) -> None:
        """Note a source's state and items in one transaction; none takes an item away."""
        topic = _ITEMS.format(address=address, setting=self._setting)
        changed = {k: _text(item) if item else None for k, item in items.items()}
        sources = {address: _text(state)} if state else {}
        self._notes.write({topic: changed, _SOURCES: sources})


def _text(record: SourceState | Item) -> str:
    """A record as JSON, without what it does not say."""
    return json.dumps(
        {k: v for k, v in asdict(record).items() if v not in ("", 0)}, ensure_ascii=False
    )


def _record(kind: type[Record], text: str) -> Record:
    """The record of a text; keys of other versions of fogline are passed over."""
    known = {f.name for f in fields(kind)}
    return kind(**{k: v for k, v in json.loads(text).items() if k in known})
