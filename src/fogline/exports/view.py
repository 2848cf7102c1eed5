"""Tables of results in files: JSONL, CSV, Parquet, GeoJSON, and drawn for the terminal."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fogline.exports.csv import safe

_NESTED = ("cues", "wording")


def view_as(form: str, view: pa.Table) -> bytes:
    """A table of results as ``jsonl``, ``csv``, ``parquet``, ``geojson`` (of ``geometry``, or
    ``lat`` and ``lon``) or, for the terminal, ``table``.

    The columns are the table's own (docs/ledger.md, docs/control.md). Days and moments are ISO
    8601; lists are JSON lists in JSONL and joined by "; " or " > " in CSV.
    """
    if form == "table":
        return (_drawn(view) if "trigger" in view.column_names else _plainly_drawn(view)).encode()
    if form == "geojson":
        return _geojson(view)
    if form == "parquet":
        out = io.BytesIO()
        pq.write_table(view, out)
        return out.getvalue()
    if form == "jsonl":
        return "".join(
            json.dumps(plain(row), ensure_ascii=False) + "\n" for row in rows_of(view)
        ).encode()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(view.column_names)
    for row in rows_of(view):
        writer.writerow([safe(_cell(name, value)) for name, value in row.items()])
    return text.getvalue().encode()


def _geojson(view: pa.Table) -> bytes:
    """A feature for each row, WGS 84, by its geometry or, without that column, its point; the other
    columns are properties.
    """
    features = [
        {
            "type": "Feature",
            "geometry": _geometry(row),
            "properties": {n: _moment(v) for n, v in row.items()},
        }
        for row in rows_of(view)
    ]
    return (
        json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False) + "\n"
    ).encode()


def _geometry(row: dict[str, Any]) -> dict[str, Any] | None:
    """A row's geometry, taken out of it; none where its place is not known."""
    import shapely.geometry

    if "geometry" in row:
        return (
            None
            if (wkb := row.pop("geometry")) is None
            else dict(shapely.geometry.mapping(shapely.from_wkb(wkb)))
        )
    lon, lat = row.pop("lon"), row.pop("lat")
    return None if lon is None or lat is None else {"type": "Point", "coordinates": [lon, lat]}


def _plainly_drawn(view: pa.Table) -> str:
    """Any table, one line a row."""
    table = Table()
    for name in view.column_names:
        number = pa.types.is_floating(view.schema.field(name).type) or pa.types.is_integer(
            view.schema.field(name).type
        )
        table.add_column(
            name.replace("_", " "), overflow="fold", justify="right" if number else "left"
        )
    for row in rows_of(view):
        table.add_row(*(Text(_number(_cell(n, v))) for n, v in row.items()))
    return _shown(table)


def _shown(table: Table) -> str:
    """A table as wide as the terminal."""
    console = Console(file=io.StringIO(), width=shutil.get_terminal_size((140, 24)).columns)
    with console.capture() as drawn:
        console.print(table)
    return drawn.get()


def _number(value: Any) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def rows_of(view: pa.Table) -> Iterator[dict[str, Any]]:
    """The rows of a table as dictionaries, some at a time."""
    for batch in view.to_batches(max_chunksize=10_000):
        yield from batch.to_pylist()


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row's values as JSON has them."""
    return {n: json.loads(v or "[]") if n in _NESTED else _moment(v) for n, v in row.items()}


def _moment(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value


def _cell(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return (" > " if name == "speakers" else "; ").join(value)
    if name in _NESTED:
        terms = json.loads(value or "[]")
        return "; ".join(
            f"{t['role']}: {t['text']}" if name == "cues" else f"{t['text']} = {t['neutral']}"
            for t in terms
        )
    return _moment(value)


def _drawn(view: pa.Table) -> str:
    """One line a claim."""
    table = Table(caption=f"{view.num_rows:,} claims", caption_justify="left", title_justify="left")
    for name in ("when", "place", "event", "who", "speaker", "how sure", "words", "published"):
        table.add_column(name, overflow="fold")
    for row in rows_of(view):
        sure = ", ".join(
            w
            for w in (
                row["certainty"],
                _STATUS[row["status"]],
                "not so" if row["polarity"] == "negative" else "",
            )
            if w
        )
        who = f"{row['actor'] or '?'} > {row['target']}" if row["target"] else row["actor"] or "?"
        cells = (
            _days(row),
            _place(row),
            row["event"],
            who,
            _said(row),
            sure,
            row["trigger"],
            str(row["published"] or "undated")[:10],
        )
        table.add_row(*(Text(c) for c in cells))
    return _shown(table)


_STATUS = {"actual": "", "future": "not yet", "conditional": "if"}


def _days(row: dict[str, Any]) -> str:
    if row["start"] is None:
        return "unknown"
    return str(row["start"]) if row["start"] == row["end"] else f"{row['start']}..{row['end']}"


def _place(row: dict[str, Any]) -> str:
    if not row["name"]:
        return "-"
    state = "" if row["place_status"] == "located" else f" ({row['place_status']})"
    relation = "" if row["relation"] in {None, "in"} else f"{row['relation']} "
    return f"{relation}{row['name']}{state}"


def _said(row: dict[str, Any]) -> str:
    said = " > ".join(s for s in row["speakers"] if s != "source") or row["source"] or "source"
    copies = f" (+{row['copies']} copies)" if row["copies"] else ""
    judged = f" [{row['judged']}]" if row["judged"] else ""
    return said + copies + judged
