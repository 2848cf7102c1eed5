"""The reader of rows of tables of events: a claim of what the row says, where its source saw it."""

from __future__ import annotations

import hashlib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from fogline.gazetteer import open_gazetteer
from fogline.model import Claim, Cue, Document, Interval, LeftOut, Reading, Span
from fogline.reading.limits import Limits
from fogline.reading.table_codes import Sides, TableError, load_codes
from fogline.reading.table_places import PlacesOfRows
from fogline.theatre import Theatre

READER = "tables-2"
_DAY, _PRECISION, _SOURCE = "event_date", "time_precision", "source"
_TYPES, _ACTORS = ("sub_event_type", "event_type"), ("actor1", "actor2")
# ACLED's precision of time (codebook, 2024): 2 is a week about the day, 3 its month.
_WEEK, _MONTH = "2", "3"
_NAME_IT = "name it under [events] in a file for --columns"
_HALF_WEEK = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds, and where in the row's text."""

    words: str
    span: Span


def cells_of(text: str) -> dict[str, Cell]:
    """The cells of a row's text by their columns: a line a cell."""
    found, at = {}, 0
    for line in text.split("\n"):
        name, mark, words = line.partition(": ")
        start = at + len(name) + len(mark)
        if mark:
            found[name] = Cell(words, Span(start, start + len(words)))
        at += len(line) + 1
    return found


class TableReader:
    """Reads rows; ``columns`` is the user's file of event types and actors."""

    name = "tables"
    version = READER
    languages: tuple[str, ...] = ()
    limits = Limits(near_copies=False)

    def __init__(self, theatre: Theatre, columns: str = "") -> None:
        self.theatre, self._codes = theatre, load_codes(columns, theatre)
        self._actors = Sides(self._codes, theatre)
        self._kinds = {b.label: b.kind for b in theatre.belligerents}
        self._gazetteer = open_gazetteer(theatre)
        self._places = PlacesOfRows(theatre, self._gazetteer)

    @property
    def fingerprint(self) -> str:
        """Hash of all that a reading depends on but the row."""
        parts = (READER, repr(self.theatre), repr(self._codes), self._gazetteer.digest)
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]

    def read(self, document: Document) -> Reading:
        """The claim of a row; none where its type of event says nothing that a claim holds.

        Raises:
            TableError: no day, or coordinates that are none.
        """
        cells = cells_of(document.text)
        left: list[LeftOut] = []
        when = _when(cells)
        kind = self._kind(cells, left)
        plain = {n: (c.words, c.span) for n, c in cells.items()}
        place = self._places.mention(plain)
        event = self._codes.events.get(kind.words.casefold()) if kind else ""
        claims: tuple[Claim, ...] = ()
        if kind is not None and event:
            actor, target = self._sides(cells, kind, left)
            at = (self._places.relation(plain), place.span)
            claims = (_claim(document, cells, (event, kind), (actor, target), at, when),)
        else:
            left.append(_no_event(kind, known=event is not None))
        return Reading(document, (place,), claims, (), (), READER, left_out=tuple(left))

    def _kind(self, cells: dict[str, Cell], left: list[LeftOut]) -> Cell | None:
        """The cell that tells the type of event: the first of the two whose words are known, else
        the first; one that is passed over is told.
        """
        given = [cells[n] for n in _TYPES if n in cells]
        known = [c for c in given if c.words.casefold() in self._codes.events]
        if known and known[0] is not given[0]:
            why = f"{_TYPES[0]} {given[0].words!r} is not known, so that {_TYPES[1]} counts"
            left.append(LeftOut("", f"{why}, {known[0].words!r}; {_NAME_IT}", fault=False))
        return next(iter(known or given), None)

    def _sides(
        self, cells: dict[str, Cell], kind: Cell, left: list[LeftOut]
    ) -> tuple[tuple[str | None, Cell | None], str | None]:
        """The acting side with its cell, and the other; sides that are not known are told."""
        named = [cells.get(n) for n in _ACTORS]
        sides = [self._actors.of(c.words) if c else None for c in named]
        for name, cell, side in zip(_ACTORS, named, sides, strict=True):
            if cell and side is None:
                why = f"{name} {cell.words!r} is no side of {self.theatre.name}"
                left.append(LeftOut("", why, fault=False))
        takers = self._codes.takers.get(kind.words.casefold())
        if takers:
            fits = [k for k, side in enumerate(sides) if side and self._kinds[side] in takers]
            if len(fits) != 1:
                who = " and ".join(repr(c.words) for c in named if c) or "nobody"
                why = f"{kind.words!r}: which of {who} took the place can't be told"
                left.append(LeftOut("", why, fault=False))
                return (None, named[0]), None
            one = fits[0]
            return (sides[one], named[one]), sides[1 - one]
        return (sides[0], named[0]), sides[1]


def _no_event(kind: Cell | None, *, known: bool) -> LeftOut:
    if kind is None:
        return LeftOut("", "a row without a type of event")
    if known:
        return LeftOut("", f"{kind.words!r} says nothing that a claim holds", fault=False)
    return LeftOut("", f"event type {kind.words!r} is not known; {_NAME_IT}")


def _when(cells: dict[str, Cell]) -> Interval:
    try:
        day = date.fromisoformat(cells[_DAY].words)
    except (KeyError, ValueError) as error:
        raise TableError("a row without a day", advice="write event_date as 2022-09-10") from error
    precision = cells[_PRECISION].words if _PRECISION in cells else ""
    if precision == _WEEK:
        return Interval(day - _HALF_WEEK, day + _HALF_WEEK)
    if precision == _MONTH:
        return Interval(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))
    return Interval(day, day)


def _claim(
    document: Document,
    cells: dict[str, Cell],
    said: tuple[str, Cell],
    sides: tuple[tuple[str | None, Cell | None], str | None],
    at: tuple[str, Span],
    when: Interval,
) -> Claim:
    (event, kind), ((actor, named), target), (relation, where) = said, sides, at
    source = cells[_SOURCE].words if _SOURCE in cells else ""
    speakers = tuple(dict.fromkeys(s for s in (document.source, source) if s))
    raw = "|".join((document.id, document.sha256, event, str(actor)))
    # The place itself is what is taken, where it is not only near it.
    direct = (Cue("object", where, where.of(document.text)),) if relation == "in" else ()
    return Claim(
        id=hashlib.sha256(raw.encode()).hexdigest()[:16],
        event=event,
        sentence=Span(0, len(document.text)),
        trigger=kind.span,
        trigger_text=kind.words,
        actor=actor,
        actor_text=named.words if named else None,
        target=target,
        place=0,
        relation=relation,
        extent=None,
        when=when,
        speakers=speakers if len(speakers) > 1 else (*speakers, "source"),
        certainty="certain",
        status="actual",
        polarity="positive",
        cues=direct,
        reader=READER,
    )
