"""The columns of views: where each stands in the database, and how its rows become Arrow columns,
some thousands at a time, so that no row is ever an object of its own.

What is of a document stands once a reading, not once a claim: see :func:`of_readings`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import ColumnElement, Connection, Select, case, literal, select

from fogline.ledger.asking import tuples
from fogline.ledger.dialect import LedgerError
from fogline.ledger.schema import CLAIMS, DOCUMENTS, MENTIONS, READINGS, SENTENCES
from fogline.ledger.versions import public_since

_C, _D, _M, _R, _S = CLAIMS.c, DOCUMENTS.c, MENTIONS.c, READINGS.c, SENTENCES.c
# How the place ids of maps' polygons begin (fogline.reading.maps makes them).
_MAP = "map:"
_OF_CLAIM = (
    _C.claim.label("id"), _C.event, _C.actor, _C.actor_text, _C.target, _C.place, _C.relation,
    _C.extent, _C.start, _C.end, _C.precision, _C.speaker, _C.speakers, _C.certainty, _C.status,
    _C.polarity, _C.trigger_start, _C.trigger_end, _C.trigger, _C.cues, _C.wording, _C.score,
    _C.seq.label("_seq"), _C.toponym.label("_toponym"), _C.reading.label("_reading"),
)  # fmt: skip
_OF_MENTION = (
    _M.name, _M.kind, _M.lat, _M.lon, _M.region, _M.status.label("place_status"), _M.reason,
)  # fmt: skip
_OF_SENTENCE = (
    _S.start.label("sentence_start"), _S.end.label("sentence_end"), _S.text.label("sentence"),
    case((_C.place.startswith(_MAP), _S.text)).label("feature"),
)  # fmt: skip
_OF_READING = (
    _R.document, _R.reader, _D.source, _D.published, public_since().label("published_utc"), _D.url,
    _D.title, _D.origin, _D.written, _D.stated, _D.edited,
)  # fmt: skip
_BY_CLAIM = {c.name: c for c in (*_OF_CLAIM, *_OF_MENTION, *_OF_SENTENCE)}
_BY_READING = {c.name: c for c in _OF_READING}
# In the database days, moments and lists are text.
_TYPES = {
    "lat": pa.float64(), "lon": pa.float64(), "extent": pa.float64(), "score": pa.float64(),
    "_seq": pa.int64(), "copies": pa.int32(),
    **{f"{n}_{end}": pa.int32() for n in ("trigger", "sentence") for end in ("start", "end")},
}  # fmt: skip
_READ: dict[str, tuple[pa.DataType, Callable[[str], Any]]] = {
    "start": (pa.date32(), date.fromisoformat),
    "end": (pa.date32(), date.fromisoformat),
    "published_utc": (pa.timestamp("s", "UTC"), datetime.fromisoformat),
    "speakers": (pa.list_(pa.string()), json.loads),
}
_NAMES = (
    "id", "document", "source", "published", "published_utc", "url", "title", "event", "actor",
    "actor_text", "target", "place", *(c.name for c in _OF_MENTION), "relation", "extent", "start",
    "end", "precision", "speaker", "speakers", "certainty", "status", "polarity", "trigger_start",
    "trigger_end", "trigger", "sentence_start", "sentence_end", "sentence", "cues", "wording",
    "score", "reader", "judged", "copies", "copied_by", "origin", "written", "stated", "edited",
)  # fmt: skip
_BATCH = 8_192  # rows that are objects of Python at a time
# Ids that one statement asks for, and the rows of a table that are read in the time of asking for
# one by its id.
_CHUNK, _QUICKER = 5_000, 8


def _type_of(name: str) -> pa.DataType:
    if name == "copied_by":
        return pa.list_(pa.string())
    return _READ[name][0] if name in _READ else _TYPES.get(name, pa.string())


# The columns of a view. Days are of the event; ``published_utc`` is when its text was public, of an
# edited post from the edit on; ``cues`` and ``wording`` are JSON.
SCHEMA = pa.schema([(n, _type_of(n)) for n in _NAMES])
# Who wants only some columns may ask for ``feature`` too: the GeoJSON of a claim of a map, which in
# a whole view is its sentence.
KNOWN = (*_NAMES, "feature")


def schema_of(names: Sequence[str]) -> pa.Schema:
    """The schema of a view of some columns, of all without any.

    Raises:
        LedgerError: a view has no such column.
    """
    for name in names:
        if name not in KNOWN:
            raise LedgerError(f"column {name!r}", f"give some of {', '.join(KNOWN)}")
    return pa.schema([(n, _type_of(n)) for n in names]) if names else SCHEMA


def of_claims(names: Iterable[str], *, joined: bool) -> Select[Any]:
    """The statement for the columns that stand once a claim; other names are passed over.

    ``joined`` says that conditions speak of sentences or places too.
    """
    wanted = [_BY_CLAIM[n] for n in names if n in _BY_CLAIM]
    tables: Any = CLAIMS
    if joined or any(c in wanted for c in _OF_SENTENCE):
        tables = tables.join(SENTENCES, _S.id == _C.sentence)
    if joined or any(c in wanted for c in _OF_MENTION):
        tables = tables.outerjoin(MENTIONS, _M.id == _C.mention)
    return select(*wanted).select_from(tables)


def of_readings(connection: Connection, readings: pa.Array, names: Iterable[str]) -> pa.Table:
    """What stands once a reading, its document's columns included."""
    id = _R.id.label("_reading")
    wanted = [id, *(_BY_READING[n] for n in names if n in _BY_READING)]
    tables = READINGS.join(DOCUMENTS, _D.id == _R.document)
    return fetched(connection, select(*wanted).select_from(tables), _R.id, readings)


def fetched(
    connection: Connection,
    asked: Select[Any],
    column: ColumnElement[Any] | None = None,
    ids: Any = (),
) -> pa.Table:
    """The rows of a statement; with a ``column`` those that have one of the ids in it, or all rows
    where that is quicker. ``ids`` is an array of Arrow.
    """
    schema = pa.schema([(c.name, _TYPES.get(c.name, pa.string())) for c in asked.selected_columns])
    several = [asked]
    if column is not None and _has_more(connection, column, len(ids) * _QUICKER):
        chunks = (ids.slice(k, _CHUNK).to_pylist() for k in range(0, len(ids), _CHUNK))
        several = [asked.where(column.in_(chunk)) for chunk in chunks]
    batches = (batch for one in several for batch in _batches(connection, one, schema))
    return pa.Table.from_batches(batches, schema)


def _has_more(connection: Connection, column: ColumnElement[Any], rows: int) -> bool:
    """Whether a column's table has more than so many rows; no more than these are looked at."""
    beyond = select(literal(1)).select_from(column.table).offset(rows).limit(1)
    return connection.scalar(beyond) is not None


def _batches(
    connection: Connection, asked: Select[Any], schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    for rows in tuples(connection, asked, _BATCH):
        columns = zip(*rows, strict=True)
        arrays = [pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def decoded(column: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    """A column as views have it; each distinct day, moment or list is read once."""
    if name not in _READ:
        return column
    kind, read = _READ[name]
    words = column.unique()
    values = pa.array([None if w is None else read(w) for w in words.to_pylist()], kind)
    return pc.take(values, pc.index_in(column, value_set=words))
