"""What is asked of a ledger: the conditions on the claims of a view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fogline.ledger import timestamps
from fogline.ledger.dialect import LedgerError
from fogline.model import EVENTS, STATUSES

JUDGED = ("all", "accepted", "corrected", "rejected", "open")
# Degrees of latitude and longitude to either side.
_NORTH, _EAST = 90, 180


@dataclass(frozen=True, slots=True)
class Query:
    """Which claims to show; every condition that is given must hold.

    ``places`` are names in any spelling, or gazetteer ids. ``start`` and ``end`` are days that the
    event may have happened on; ``as_of`` is a day or a moment: only what was published by then.
    ``speakers`` match as part of a name (``source`` is the publishers' own voice). ``sources`` and
    ``without`` are publishers. ``reader`` is a reader's name or setting, or ``all``; without it the
    newest reading of each document counts. ``area`` is south, west, north, east in degrees.
    ``text`` are words that the sentence must have. ``versions`` shows every text of an edited post
    instead of the last (or, with ``as_of``, that of the moment). ``copies`` shows every print of a
    copied claim instead of the first. ``judged`` is ``""`` (all but rejected), ``all``,
    ``accepted``, ``corrected``, ``rejected`` or ``open``. ``as_read`` gives the values of
    the reading, without people's corrections. ``least`` is the least chance that
    a claim was read rightly, 0 to 1. ``ids`` are those of claims. ``columns`` are those that are
    wanted, in this order; all without it.
    """

    places: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    events: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    as_of: date | datetime | None = None
    reader: str = ""
    text: str = ""
    area: tuple[float, float, float, float] | None = None
    copies: bool = False
    versions: bool = False
    judged: str = ""
    as_read: bool = False
    least: float = 0.0
    limit: int = 0
    ids: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _among("event", self.events, EVENTS)
        _among("status", self.statuses, STATUSES)
        _among("judged", (self.judged,) if self.judged else (), JUDGED)
        if not 0 <= self.least <= 1:
            raise LedgerError(f"least {self.least}", "a chance lies between 0 and 1")
        if self.start and self.end and self.end < self.start:
            raise LedgerError(f"from {self.start} to {self.end}", "the days end before they start")
        if isinstance(self.as_of, datetime) and self.as_of.tzinfo is None:
            raise LedgerError(f"as of {self.as_of}", "add an offset, such as +00:00, or give a day")
        for words in (
            *self.places,
            *self.speakers,
            *self.sources,
            *self.without,
            self.text,
            self.reader,
        ):
            if not words.isprintable():
                raise LedgerError(
                    f"{words!r}", "it has characters that can't be read", "write it anew"
                )
        self.known_by()
        if self.area and not (
            -_NORTH <= self.area[0] <= self.area[2] <= _NORTH
            and -_EAST <= self.area[1] <= self.area[3] <= _EAST
        ):
            raise LedgerError(
                f"area {','.join(map(str, self.area))}",
                "give south,west,north,east in degrees, such as 49.5,37,50,38",
            )

    def known_by(self) -> str:
        """The last moment of publication that counts, in UTC; empty for now."""
        if self.as_of is None:
            return ""
        try:
            return (
                timestamps.spell(self.as_of)
                if isinstance(self.as_of, datetime)
                else timestamps.end_of(self.as_of)
            )
        except OverflowError as error:
            raise LedgerError(
                f"as of {self.as_of}", "too near to the end of the calendar"
            ) from error


def _among(what: str, values: Sequence[str], allowed: Sequence[str]) -> None:
    for value in values:
        if value not in allowed:
            raise LedgerError(f"{what} {value!r}", f"give one of {', '.join(allowed)}")
