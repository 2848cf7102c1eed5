"""Views: the claims that a query asks for, with people's judgements applied and copies counted
once, as an Arrow table.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any

import pyarrow as pa
from sqlalchemy import Connection, Select, select

from fogline.ledger import conditions
from fogline.ledger.judged import apply, latest
from fogline.ledger.lookup import Resolved, resolve
from fogline.ledger.query import Query
from fogline.ledger.schema import (
    CLAIMS,
    COPIES,
    DOCUMENTS,
    JUDGEMENTS,
    MENTIONS,
    READINGS,
    SENTENCES,
)
from fogline.ledger.versions import public_since

_C, _D, _M, _R, _S = CLAIMS.c, DOCUMENTS.c, MENTIONS.c, READINGS.c, SENTENCES.c
# What is told of a post; in a view they come last.
_POST = (_D.origin, _D.written, _D.stated, _D.edited)
_COLUMNS = (
    _C.claim.label("id"), _C.document, _D.source, _D.published,
    public_since().label("published_utc"), _D.url, _D.title,
    _C.event, _C.actor, _C.actor_text, _C.target, _C.place, _M.name, _M.kind, _M.lat, _M.lon,
    _M.region, _M.status.label("place_status"), _M.reason, _C.relation, _C.extent, _C.start,
    _C.end, _C.precision, _C.speaker, _C.speakers, _C.certainty, _C.status, _C.polarity,
    _C.trigger_start, _C.trigger_end, _C.trigger, _S.start.label("sentence_start"),
    _S.end.label("sentence_end"), _S.text.label("sentence"), _C.cues, _C.wording, _C.score,
    _R.reader, _C.seq.label("_seq"), _C.toponym.label("_toponym"),
)  # fmt: skip
_SPECIAL = {
    "lat": pa.float64(), "lon": pa.float64(), "extent": pa.float64(), "score": pa.float64(),
    "start": pa.date32(), "end": pa.date32(), "published_utc": pa.timestamp("s", "UTC"),
    "speakers": pa.list_(pa.string()), "copied_by": pa.list_(pa.string()), "copies": pa.int32(),
    **{f"{n}_{end}": pa.int32() for n in ("trigger", "sentence") for end in ("start", "end")},
}  # fmt: skip
Rows = list[dict[str, Any]]
# Ids that one statement asks for; with more than so many chunks all pairs are read at once.
_CHUNK, _MANY = 5_000, 20


def view(connection: Connection, query: Query) -> pa.Table:
    """The claims of a query by day of the event, one row a claim; see :data:`SCHEMA` for columns
    and types.

    Raises:
        LedgerError: a name in the query that nothing knows.
    """
    found = resolve(connection, query)
    rows = _judged(connection, query, found)
    rows = (
        [{**row, "copies": 0, "copied_by": []} for row in rows]
        if query.copies
        else _once(connection, rows)
    )
    rows.sort(
        key=lambda r: (
            r["start"] or "9999",
            r["end"] or "9999",
            r["published_utc"] or "9999",
            r["_seq"],
        )
    )
    return _table(rows[: query.limit] if query.limit else rows)


def _judged(connection: Connection, query: Query, found: Resolved) -> Rows:
    """The rows of a query after corrections; a correction may bring a claim in as well as out."""
    standing = conditions.document_conditions(query, found)
    if query.judged in {"accepted", "corrected", "rejected"}:
        standing.append(_C.claim.in_(select(JUDGEMENTS.c.claim)))
    if query.text:
        standing += conditions.search(connection, query.text)
    base = select(*_COLUMNS, *_POST).select_from(conditions.tables()).where(*standing)
    asked = base.where(*conditions.claim_conditions(query, found))
    rows = {r["_seq"]: r for r in _found(connection, asked)}
    states = latest(connection)
    if not query.as_read and any(state.fields for state in states.values()):
        corrected = select(JUDGEMENTS.c.claim).where(JUDGEMENTS.c.verdict == "correct")
        asked = base.where(_C.claim.in_(corrected))
        rows |= {r["_seq"]: r for r in _found(connection, asked)}
    out = []
    for row in rows.values():
        state = states.get(row["id"])
        row["judged"] = state.verdict if state else None
        if state and state.fields and not query.as_read:
            row = apply(row, state)
            if not _matches(row, query, found):
                continue
        if _wanted(row["judged"], query.judged):
            out.append(row)
    return out


def _found(connection: Connection, asked: Select[Any]) -> Iterator[dict[str, Any]]:
    """Rows of the database; words that many rows have, such as a title, are kept once."""
    once: dict[Any, Any] = {}
    found = connection.execute(asked)
    names = list(found.keys())
    for row in found:
        yield {
            n: once.setdefault(v, v) if type(v) is str else v
            for n, v in zip(names, row, strict=True)
        }


def _wanted(judged: str | None, wanted: str) -> bool:
    if wanted == "open":
        return judged is None
    return judged != "rejected" if not wanted else wanted in {"all", judged}


def _matches(row: dict[str, Any], query: Query, found: Resolved) -> bool:
    """Whether a corrected row says what the query asks for; the same conditions as in SQL."""
    if (
        query.places
        and row["place"] not in found.ids
        and not (row["place"] is None and row["_toponym"] in found.toponyms)
    ):
        return False
    if query.end and not (row["start"] and row["start"] <= query.end.isoformat()):
        return False
    if query.start and not (row["end"] and row["end"] >= query.start.isoformat()):
        return False
    pairs = (
        ("event", query.events),
        ("actor", query.actors),
        ("status", query.statuses),
        ("speaker", found.speakers),
    )
    if any(wanted and row[name] not in wanted for name, wanted in pairs):
        return False
    if row["score"] < query.least:
        return False
    if not query.area:
        return True
    south, west, north, east = query.area
    return (
        row["lat"] is not None
        and row["lon"] is not None
        and south <= row["lat"] <= north
        and west <= row["lon"] <= east
    )


def _once(connection: Connection, rows: Rows) -> Rows:
    """Of claims that copy each other, the one published first, with the number and publishers of
    the others.
    """
    by_id = {row["id"]: row for row in rows}
    parent: dict[str, str] = {}

    def root(x: str) -> str:
        while parent.get(x, x) != x:
            x = parent[x]
        return x

    for one, two in _pairs(connection, list(by_id)):
        if one in by_id and two in by_id:
            a, b = sorted(
                (root(one), root(two)),
                key=lambda i: (by_id[i]["published_utc"] or "9999", by_id[i]["_seq"]),
            )
            parent[b] = a
    prints: dict[str, list[str]] = {}
    for id, row in by_id.items():
        if root(id) != id:
            prints.setdefault(root(id), []).append(row["source"] or "")
    kept = [row for row in rows if root(row["id"]) == row["id"]]
    for row in kept:
        printed = prints.get(row["id"], ())
        row |= {"copies": len(printed), "copied_by": sorted(set(printed))}
    return kept


def _pairs(connection: Connection, ids: list[str]) -> Iterable[tuple[str, str]]:
    pair = select(COPIES.c.claim, COPIES.c.other)
    if len(ids) > _MANY * _CHUNK:
        yield from connection.execute(pair)
        return
    for i in range(0, len(ids), _CHUNK):
        yield from connection.execute(pair.where(COPIES.c.claim.in_(ids[i : i + _CHUNK])))


def _table(rows: Rows) -> pa.Table:
    return pa.table([pa.array(_values(rows, f), f.type) for f in SCHEMA], schema=SCHEMA)


def _values(rows: Rows, field: pa.Field) -> list[Any]:
    """A column's values; days, moments and lists stand in the database as text."""
    found, read = [row[field.name] for row in rows], _READ.get(field.type)
    return [read(v) if isinstance(v, str) else v for v in found] if read else found


_READ: dict[pa.DataType, Callable[[str], Any]] = {
    _SPECIAL["start"]: date.fromisoformat,
    _SPECIAL["published_utc"]: datetime.fromisoformat,
    _SPECIAL["speakers"]: json.loads,
}
_ADDED = ("judged", "copies", "copied_by", *(c.name for c in _POST))
_NAMES = [*(c.name for c in _COLUMNS if not c.name.startswith("_")), *_ADDED]
# The columns of a view. Days are of the event; ``published_utc`` is when its text was public, of an
# edited post from the edit on; ``cues`` and ``wording`` are JSON.
SCHEMA = pa.schema([(n, _SPECIAL.get(n, pa.string())) for n in _NAMES])
