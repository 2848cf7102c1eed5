"""What is asked of a ledger, and its conditions in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select, text, true
from sqlalchemy.sql import FromClause

from fogline.gazetteer import open_gazetteer
from fogline.ledger import dialect, moments
from fogline.ledger.dialect import LedgerError
from fogline.ledger.judgements import VALUES
from fogline.ledger.records import fold
from fogline.ledger.schema import CLAIMS, DOCUMENTS, MENTIONS, READINGS, SENTENCES
from fogline.ledger.theatres import theatres
from fogline.model import EVENTS

# In place of a reader's name: the readings of all.
ALL = "all"
# Beside an exact spelling, others this much less alike are still what the user means.
ALIKE = 0.1


@dataclass(frozen=True, slots=True)
class Query:
    """Which claims to show; every condition that is given must hold.

    ``places`` are names in any spelling, or gazetteer ids. ``start`` and ``end`` are days that the
    event may have happened on; ``as_of`` is a day or a moment: only what was published by then.
    ``speakers`` match as part of a name (``source`` is the publishers' own voice). ``sources`` and
    ``without`` are publishers. ``reader`` is a reader's name or setting, or ``all``; without it the
    newest reading of each document counts. ``area`` is south, west, north, east in degrees.
    ``text`` are words that the sentence must have. ``copies`` shows every print of a copied claim
    instead of the first. ``judged`` is ``""`` (all but rejected), ``all``, ``accepted``,
    ``corrected``, ``rejected`` or ``open``. ``as_read`` gives the values of the reading, without
    people's corrections.
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
    judged: str = ""
    as_read: bool = False
    limit: int = 0

    def __post_init__(self) -> None:
        _among("event", self.events, EVENTS)
        _among("status", self.statuses, VALUES["status"])
        _among(
            "judged",
            (self.judged,) if self.judged else (),
            ("all", "accepted", "corrected", "rejected", "open"),
        )
        if self.start and self.end and self.end < self.start:
            raise LedgerError(f"from {self.start} to {self.end}: the days end before they start")
        if isinstance(self.as_of, datetime) and self.as_of.tzinfo is None:
            raise LedgerError(f"as of {self.as_of}: add an offset, such as +00:00, or give a day")
        for words in (
            *self.places,
            *self.speakers,
            *self.sources,
            *self.without,
            self.text,
            self.reader,
        ):
            if not words.isprintable():
                raise LedgerError(f"{words!r}: it has characters that can't be read; write it anew")
        self.known_by()
        if self.area and not (
            -90 <= self.area[0] <= self.area[2] <= 90
            and -180 <= self.area[1] <= self.area[3] <= 180
        ):
            raise LedgerError(
                f"area {','.join(map(str, self.area))}: give south,west,north,east in degrees, such"
                " as 49.5,37,50,38"
            )

    def known_by(self) -> str:
        """The last moment of publication that counts, in UTC; empty for now."""
        if self.as_of is None:
            return ""
        try:
            return (
                moments.spell(self.as_of)
                if isinstance(self.as_of, datetime)
                else moments.end_of(self.as_of)
            )
        except OverflowError as error:
            raise LedgerError(f"as of {self.as_of}: too near to the end of the calendar") from error


def _among(what: str, values: Sequence[str], allowed: Sequence[str]) -> None:
    for value in values:
        if value not in allowed:
            raise LedgerError(f"{what} {value!r}: give one of {', '.join(allowed)}")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A query's names as the ledger has them."""

    ids: frozenset[str]
    toponyms: frozenset[str]
    speakers: frozenset[str]
    sources: frozenset[str]
    without: frozenset[str]


def resolve(connection: Connection, query: Query) -> Resolved:
    """Look a query's names up.

    Raises:
        LedgerError: a place that no gazetteer and no text knows, or a publisher or speaker that the
        ledger has not.
    """
    ids: set[str] = set()
    toponyms: set[str] = set()
    for name in query.places:
        found_ids, found_names = _place(connection, name)
        ids |= found_ids
        toponyms |= found_names
    known = (
        list(connection.execute(select(DOCUMENTS.c.source).distinct()).scalars())
        if query.sources or query.without
        else []
    )
    _among_labels(connection, query.actors)
    _known_reader(connection, query.reader)
    said = (
        list(connection.execute(select(CLAIMS.c.speaker).distinct()).scalars())
        if query.speakers
        else []
    )
    speakers = {s for wanted in query.speakers for s in _like("speaker", wanted, said)}
    sources, without = (
        {s for wanted in names for s in _same(wanted, known)}
        for names in (query.sources, query.without)
    )
    return Resolved(*(frozenset(found) for found in (ids, toponyms, speakers, sources, without)))


def _among_labels(connection: Connection, actors: Sequence[str]) -> None:
    found, moved = theatres(connection) if actors else ([], [])
    labels = {label for theatre in found for label in theatre.labels}
    for actor in actors:
        if found and not moved and actor not in labels:
            raise LedgerError(f"actor {actor!r}: give one of {', '.join(sorted(labels))}")


def _known_reader(connection: Connection, reader: str) -> None:
    known = (
        connection.execute(select(READINGS.c.reader, READINGS.c.setting).distinct()).all()
        if reader
        else []
    )
    if reader and reader != ALL and not any(reader in row for row in known):
        some = "; ".join(f"{name} (setting {setting})" for name, setting in known)
        raise LedgerError(
            f"reader {reader!r}: nothing in the ledger was read by it; there are"
            f" {some or 'no readings'}"
        )


def _place(connection: Connection, name: str) -> tuple[set[str], set[str]]:
    """Ids and folded names that a place's name, or id, may stand for."""
    ids: set[str] = set()
    names = {fold(name)}
    for theatre in theatres(connection)[0]:
        gazetteer = open_gazetteer(theatre)
        found = gazetteer.find(name)
        close = [m for m in found if m.likeness >= found[0].likeness - ALIKE]
        ids |= {p.id for p in gazetteer.places(name)} | {m.place.id for m in close}
        names |= {fold(m.place.name) for m in close} | {
            fold(p.name) for p in gazetteer.places(name)
        }
    if not ids:
        # No gazetteer knows it, or none can be opened: places of this name as the texts have it.
        ids |= set(
            connection.execute(
                select(CLAIMS.c.place).where(
                    CLAIMS.c.toponym == fold(name), CLAIMS.c.place.is_not(None)
                )
            ).scalars()
        )
    as_named = (
        select(CLAIMS.c.id)
        .where(or_(CLAIMS.c.toponym == fold(name), CLAIMS.c.place == name))
        .limit(1)
    )
    if not ids and connection.execute(as_named).first() is None:
        moved = theatres(connection)[1]
        gone = (
            f"; the theatre {moved[0]!r} is not where it was, so that only the texts' own spellings"
            " are known"
            if moved
            else ""
        )
        raise LedgerError(
            f"place {name!r}: no gazetteer and no text in this ledger knows it{gone}; `fogline"
            " gazetteer find` lists names that are alike"
        )
    return ids | {name}, names


def _like(what: str, wanted: str, known: list[str]) -> list[str]:
    found = [k for k in known if wanted.casefold() in k.casefold()]
    if not found:
        raise LedgerError(
            f"{what} {wanted!r}: nobody of this name speaks in the ledger; give part of a name, or"
            " source, or unattributed"
        )
    return found


def _same(wanted: str, known: list[str]) -> list[str]:
    found = [k for k in known if wanted.casefold() == k.casefold()]
    if not found:
        some = ", ".join(sorted(k or '""' for k in known)[:20])
        raise LedgerError(
            f"source {wanted!r}: no document in the ledger comes from it; there are"
            f" {some or 'no documents'}"
        )
    return found


def tables() -> FromClause:
    """Claims with their reading, document, sentence and place."""
    return (
        CLAIMS.join(READINGS, READINGS.c.id == CLAIMS.c.reading)
        .join(DOCUMENTS, DOCUMENTS.c.id == CLAIMS.c.document)
        .join(SENTENCES, SENTENCES.c.id == CLAIMS.c.sentence)
        .outerjoin(MENTIONS, MENTIONS.c.id == CLAIMS.c.mention)
    )


def standing(query: Query, found: Resolved) -> list[ColumnElement[bool]]:
    """Conditions on what no judgement changes: document, reading, sentence."""
    conditions = [_newest(query.reader)]
    if query.as_of:
        conditions.append(DOCUMENTS.c.published_utc <= query.known_by())
    if query.sources:
        conditions.append(DOCUMENTS.c.source.in_(sorted(found.sources)))
    if query.without:
        conditions.append(DOCUMENTS.c.source.not_in(sorted(found.without)))
    return conditions


def _newest(reader: str) -> ColumnElement[bool]:
    later = READINGS.alias("later")
    after = or_(
        later.c.at > READINGS.c.at, and_(later.c.at == READINGS.c.at, later.c.seq > READINGS.c.seq)
    )
    rivals = [later.c.document == READINGS.c.document, after]
    if reader == ALL:
        return true()
    if not reader:
        return ~exists().where(*rivals)
    rivals.append(or_(later.c.reader == reader, later.c.setting == reader))
    return and_(
        or_(READINGS.c.reader == reader, READINGS.c.setting == reader), ~exists().where(*rivals)
    )


def said(query: Query, found: Resolved) -> list[ColumnElement[bool]]:
    """Conditions on what a claim says."""
    c = CLAIMS.c
    conditions: list[ColumnElement[bool]] = []
    if query.places:
        unlocated = and_(c.place.is_(None), c.toponym.in_(sorted(found.toponyms)))
        conditions.append(or_(c.place.in_(sorted(found.ids)), unlocated))
    if query.end:
        conditions.append(c.start <= query.end.isoformat())
    if query.start:
        conditions.append(c.end >= query.start.isoformat())
    for column, wanted in (
        (c.event, query.events),
        (c.actor, query.actors),
        (c.status, query.statuses),
        (c.speaker, sorted(found.speakers)),
    ):
        if wanted:
            conditions.append(column.in_(wanted))
    if query.area:
        south, west, north, east = query.area
        conditions += [MENTIONS.c.lat.between(south, north), MENTIONS.c.lon.between(west, east)]
    return conditions


def search(connection: Connection, words: str) -> list[Any]:
    """The condition that a sentence has these words."""
    clause, values = dialect.search_clause(connection.dialect.name, words)
    return [text(clause).bindparams(**values)]
