"""A query's conditions in SQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select, text, true

from fogline.ledger import dialect
from fogline.ledger.lookup import ALL, Resolved
from fogline.ledger.query import Query
from fogline.ledger.schema import CLAIMS, DOCUMENTS, JUDGEMENTS, MENTIONS, READINGS
from fogline.ledger.versions import is_current, public_since


def standing_conditions(
    connection: Connection, query: Query, found: Resolved
) -> list[ColumnElement[bool]]:
    """Conditions on what no judgement changes: id, document, reading, sentence."""
    conditions: list[ColumnElement[bool]] = [_read_in(query, found)]
    if query.ids:
        conditions.append(CLAIMS.c.claim.in_(query.ids))
    if query.judged in {"accepted", "corrected", "rejected"}:
        conditions.append(CLAIMS.c.claim.in_(select(JUDGEMENTS.c.claim)))
    if query.text:
        conditions += _search(connection, query.text)
    return conditions


def _read_in(query: Query, found: Resolved) -> ColumnElement[bool]:
    """Whether a claim's reading and document are wanted: looked at claim by claim where a query is
    about few claims, else once for all readings.
    """
    wanted = select(READINGS.c.id).join(DOCUMENTS, DOCUMENTS.c.id == READINGS.c.document)
    wanted = wanted.where(*_document_conditions(query, found))
    few = (query.ids, query.places, query.speakers, query.text, query.start, query.end, query.area)
    if any(few):
        return exists(wanted.where(READINGS.c.id == CLAIMS.c.reading).correlate(CLAIMS))
    return CLAIMS.c.reading.in_(wanted)


def _document_conditions(query: Query, found: Resolved) -> list[ColumnElement[bool]]:
    """Conditions on readings and their documents."""
    conditions = [_newest(query.reader)]
    if not query.versions:
        conditions.append(is_current(query.known_by()))
    if query.as_of:
        conditions.append(public_since() <= query.known_by())
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
    later_readings = [later.c.document == READINGS.c.document, after]
    if reader == ALL:
        return true()
    if not reader:
        return ~exists().where(*later_readings)
    later_readings.append(or_(later.c.reader == reader, later.c.setting == reader))
    return and_(
        or_(READINGS.c.reader == reader, READINGS.c.setting == reader),
        ~exists().where(*later_readings),
    )


def claim_conditions(query: Query, found: Resolved) -> list[ColumnElement[bool]]:
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
    if query.least:
        conditions.append(c.score >= query.least)
    if query.area:
        south, west, north, east = query.area
        conditions += [MENTIONS.c.lat.between(south, north), MENTIONS.c.lon.between(west, east)]
    return conditions


def _search(connection: Connection, words: str) -> list[Any]:
    """The condition that a sentence has these words."""
    clause, values = dialect.search_clause(connection.dialect.name, words)
    return [text(clause).bindparams(**values)]
