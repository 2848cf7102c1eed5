"""Views: the claims that a query asks for, with people's judgements applied and copies counted
once, as an Arrow table.

Rows stay in Arrow's columns all the way; only claims that people corrected are looked at one by
one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, select

from fogline.ledger import conditions
from fogline.ledger.columns import SCHEMA, decoded, fetched, of_claims, of_readings, schema_of
from fogline.ledger.judged import State, apply, latest
from fogline.ledger.lookup import Resolved, resolve
from fogline.ledger.query import Query
from fogline.ledger.schema import CLAIMS, COPIES, JUDGEMENTS

__all__ = ["SCHEMA", "view"]

Numbers = npt.NDArray[np.int64]
# What no table has.
_COUNTED = ("copies", "copied_by")
# What rows are told apart, counted once and put in order by.
_ALWAYS = ("id", "start", "end", "_seq", "_reading")
# What a correction may change, and what a corrected row is asked for again.
_CORRECTED = (
    "event", "actor", "target", "place", "name", "kind", "lat", "lon", "region", "place_status",
    "reason", "relation", "extent", "precision", "speaker", "speakers", "certainty", "status",
    "polarity", "score", "_toponym",
)  # fmt: skip


def view(connection: Connection, query: Query) -> pa.Table:
    """The claims of a query by day of the event, one row a claim; see :data:`SCHEMA` for columns
    and types.

    Raises:
        LedgerError: a name in the query that nothing knows.
    """
    schema = schema_of(query.columns)
    rows = _judged(connection, query, resolve(connection, query), schema.names)
    readings = of_readings(
        connection, pc.unique(rows["_reading"]), {*schema.names, "source", "published_utc"}
    )
    of = pc.index_in(rows["_reading"], readings["_reading"].combine_chunks()).to_numpy()
    since, seq = _ranks(readings["published_utc"])[of], rows["_seq"].to_numpy()
    order = np.lexsort((seq, since, _ranks(rows["end"]), _ranks(rows["start"])))
    copies = None if query.copies else _copies(connection, rows["id"], np.lexsort((seq, since)))
    if copies:
        order = order[copies.first[order]]
    order = order[: query.limit] if query.limit else order
    columns = dict(zip(rows.column_names, rows.columns, strict=True))
    del rows
    return _table(schema, columns, readings, of, order, copies)


def _judged(connection: Connection, query: Query, found: Resolved, names: list[str]) -> pa.Table:
    """The rows of a query after corrections, as the database has them; a correction may bring a
    claim in as well as out.
    """
    states = latest(connection)
    fields = {id: s for id, s in states.items() if s.fields and not query.as_read}
    wanted = dict.fromkeys([*names, *_ALWAYS, *(_CORRECTED if fields else ())])
    base = of_claims(wanted, joined=bool(query.text or query.area))
    base = base.where(*conditions.standing_conditions(connection, query, found))
    rows = fetched(connection, base.where(*conditions.claim_conditions(query, found)))
    if fields:
        corrected = select(JUDGEMENTS.c.claim).where(JUDGEMENTS.c.verdict == "correct")
        again = fetched(connection, base.where(CLAIMS.c.claim.in_(corrected)))
        rows = _corrected(rows, again, fields, query, found)
    verdicts = pa.array([s.verdict for s in states.values()], pa.string())
    at = pc.index_in(rows["id"], pa.array(list(states), pa.string()))
    rows = rows.append_column("judged", pc.take(verdicts, at))
    wants = _wanted(rows["judged"], query.judged)
    # Nearly always all rows are wanted: a copy of them would be most of a view's memory.
    return rows if wants is None or pc.all(wants).as_py() else rows.filter(wants)


def _wanted(judged: pa.ChunkedArray, wanted: str) -> Any:
    """Which rows have the judgement that a query wants; none where it wants all."""
    if wanted == "all":
        return None
    if wanted == "open":
        return pc.is_null(judged)
    if wanted:
        return pc.fill_null(pc.equal(judged, wanted), False)
    return pc.fill_null(pc.not_equal(judged, "rejected"), True)


def _corrected(
    rows: pa.Table, again: pa.Table, fields: Mapping[str, State], query: Query, found: Resolved
) -> pa.Table:
    """Rows with corrections made in those that have some, wherever these were found."""
    ids = pa.array(list(fields), pa.string())
    rest = rows.filter(pc.invert(pc.is_in(rows["id"], ids)))
    again = again.filter(pc.is_in(again["id"], ids))
    applied = (apply(row, fields[row["id"]]) for row in again.to_pylist())
    made = [row for row in applied if _matches(row, query, found)]
    return pa.concat_tables([rest, pa.Table.from_pylist(made, rest.schema)])


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


@dataclass(frozen=True, eq=False)
class _Copies:
    """Which rows count, and by row that does the rows that are other prints of it."""

    first: npt.NDArray[np.bool_]
    others: Mapping[int, list[int]]


def _copies(connection: Connection, ids: pa.ChunkedArray, order: Numbers) -> _Copies | None:
    """Of claims that copy each other, or a copy of each other, the first in an order counts; none
    where nothing is copied.
    """
    pairs = fetched(connection, select(COPIES.c.claim, COPIES.c.other), COPIES.c.claim, ids)
    names = pc.unique(ids)  # a claim that two readings have is there twice
    one, two = (pc.index_in(pairs[n], names) for n in ("claim", "other"))
    both = pc.and_(pc.is_valid(one), pc.is_valid(two))
    found = zip(one.filter(both).to_pylist(), two.filter(both).to_pylist(), strict=True)
    of = pc.index_in(ids, names).to_numpy().astype(np.int64)
    row, rank = np.empty(len(names), dtype=np.int64), np.empty(len(names), dtype=np.int64)
    row[of[order]], rank[of[order]] = order, np.arange(len(order))
    roots = _roots(found, rank)
    if not roots:
        return None
    others: dict[int, list[int]] = {}
    for later, first in roots.items():
        others.setdefault(int(row[first]), []).append(int(row[later]))
    return _Copies(np.isin(of, list(roots), invert=True), others)


def _roots(pairs: Iterable[tuple[int, int]], rank: Numbers) -> dict[int, int]:
    """Of things that pairs tie together the one of the lowest rank, by each of the others."""
    up: dict[int, int] = {}

    def root(k: int) -> int:
        while (above := up.get(k, k)) != k:
            up[k] = k = up.get(above, above)
        return k

    for a, b in pairs:
        first, later = sorted((root(a), root(b)), key=rank.__getitem__)
        if first != later:
            up[later] = first
    return {k: root(k) for k in up}


def _ranks(column: pa.ChunkedArray) -> Numbers:
    """Numbers in the order of a column of words, the missing ones last."""
    words = column.unique().drop_null().sort()
    at = pc.fill_null(pc.index_in(column, words), len(words))
    out: Numbers = at.to_numpy().astype(np.int64)
    return out


def _table(
    schema: pa.Schema,
    columns: dict[str, pa.ChunkedArray],
    readings: pa.Table,
    of: Numbers,
    order: Numbers,
    copies: _Copies | None,
) -> pa.Table:
    """The columns of a view, some rows in some order; each column is let go where it is copied."""
    at, of_order = pa.array(order), pa.array(of[order])
    made = {
        name: decoded(readings[name], name).take(of_order)
        if name in readings.column_names
        else decoded(columns.pop(name).take(at), name)
        for name in dict.fromkeys(schema.names)
        if name not in _COUNTED
    }
    if not made.keys() >= set(schema.names):
        made |= _counted(order, copies, readings["source"].to_pylist(), of)
    return pa.table([made[name] for name in schema.names], schema=schema)


def _counted(
    order: Numbers, copies: _Copies | None, sources: list[str | None], of: Numbers
) -> dict[str, pa.Array]:
    """How many other prints of each row there are, and the publishers of these."""
    others = copies.others if copies else {}
    rows = np.flatnonzero(np.isin(order, list(others)))
    count, several = np.zeros((2, len(order)), dtype=np.int32)
    names: list[str] = []
    for k in rows.tolist():
        printed = others[int(order[k])]
        publishers = sorted({sources[of[j]] or "" for j in printed})
        count[k], several[k] = len(printed), len(publishers)
        names += publishers
    ends = np.concatenate([[0], np.cumsum(several)]).astype(np.int32)
    lists = pa.ListArray.from_arrays(pa.array(ends), pa.array(names, pa.string()))
    return {"copies": pa.array(count), "copied_by": lists}
