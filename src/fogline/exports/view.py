"""Tables of results in files: JSONL, CSV, Parquet, GeoJSON, and drawn for the terminal."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fogline.exports.csv import safe
from fogline.exports.errors import ExportError
from fogline.exports.rows import cell, plain, rows_of, time_text
from fogline.exports.terminal import drawn


def view_as(form: str, view: pa.Table) -> bytes:
    """A table of results in one of :data:`VIEW_FORMS`: ``jsonl``, ``csv``, ``parquet``, ``geojson``
    (of ``geometry``, or ``lat`` and ``lon``) or, for the terminal, ``table``.

    The columns are the table's own (docs/ledger.md, docs/control.md). Days and times are ISO 8601;
    lists are JSON lists in JSONL and joined by "; " or " > " in CSV.

    Raises:
        ExportError: no such form.
    """
    if form not in VIEW_FORMS:
        raise ExportError(f"form {form!r}", f"give one of {', '.join(VIEW_FORMS)}")
    return VIEW_FORMS[form](view)


def _table(view: pa.Table) -> bytes:
    return drawn(view).encode()


def _jsonl(view: pa.Table) -> bytes:
    lines = (json.dumps(plain(row), ensure_ascii=False) + "\n" for row in rows_of(view))
    return "".join(lines).encode()


def _csv(view: pa.Table) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(view.column_names)
    for row in rows_of(view):
        writer.writerow([safe(cell(name, value)) for name, value in row.items()])
    return text.getvalue().encode()


def _parquet(view: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(view, out)
    return out.getvalue()


def _geojson(view: pa.Table) -> bytes:
    """A feature for each row, WGS 84, by its geometry or, without that column, its point; the other
    columns are properties.
    """
    features = [
        {
            "type": "Feature",
            "geometry": _geometry(row),
            "properties": {n: time_text(v) for n, v in row.items()},
        }
        for row in rows_of(view)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return (json.dumps(collection, ensure_ascii=False) + "\n").encode()


def _geometry(row: dict[str, Any]) -> dict[str, Any] | None:
    """A row's geometry, taken out of it; none where its place is not known."""
    if "geometry" in row:
        import shapely.geometry  # a third of a second, for geometries alone

        wkb = row.pop("geometry")
        return None if wkb is None else dict(shapely.geometry.mapping(shapely.from_wkb(wkb)))
    lon, lat = row.pop("lon"), row.pop("lat")
    return None if lon is None or lat is None else {"type": "Point", "coordinates": [lon, lat]}


VIEW_FORMS: Mapping[str, Callable[[pa.Table], bytes]] = MappingProxyType(
    {"table": _table, "jsonl": _jsonl, "csv": _csv, "parquet": _parquet, "geojson": _geojson}
)
