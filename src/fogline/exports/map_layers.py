"""Makes the layers of a day from claims and their estimate."""

from __future__ import annotations

import json
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import shapely

from fogline.control import Control
from fogline.exports.layers import GEOMETRY, Layers
from fogline.front import changes, draw

_NESTED = ("cues", "wording")
_QUOTED = "Texts quoted belong to their publishers; claims are what they say, not what is true"
# Looking up the claims behind a place takes some hundredths of a second.
_EXPLAINED = 500


def layers_of(claims: pa.Table, control: Control, day: date, since: date | None) -> Layers:
    """The layers of a day.

    Raises:
        ControlError: a day that was not estimated, or ``since`` is not before it.
    """
    theatre = control.theatre
    drawn = draw(control, day)
    front = drawn.features()
    kind = front["layer"].to_pylist()
    parts = {
        f"{n}s" if n != "doubt" else n: [k for k, v in enumerate(kind) if v == n]
        for n in ("area", "line", "doubt")
    }
    tables = {"claims": _pointed(_flat(claims)), "places": _pointed(control.on(day))}
    tables |= {
        n: front.take(pa.array(rows, pa.int64())).drop_columns(["layer"])
        for n, rows in parts.items()
    }
    if since is not None:
        tables["turns"] = _pointed(
            _flat(changes(control, since, day, explained=_EXPLAINED).handover_table())
        )
    colours = {b.label: b.colour for b in theatre.belligerents}
    return Layers(
        day=day,
        since=since,
        tables=tables,
        claims=claims,
        credits=(*drawn.credits, _QUOTED),
        colours=colours,
        title=theatre.title,
        rests_on=control.rests_on,
    )


def _flat(rows: pa.Table) -> pa.Table:
    """The same with lists, and JSON in text, as plain text without NUL, which every format of maps
    can hold.
    """
    for at, column in enumerate(rows.schema):
        if pa.types.is_list(column.type):
            joint = " > " if column.name == "speakers" else "; "
            rows = rows.set_column(
                at,
                column.name,
                pa.array([joint.join(v or ()) for v in rows[column.name].to_pylist()], pa.string()),
            )
        elif column.name in _NESTED:
            told = [
                json.dumps(json.loads(v or "[]"), ensure_ascii=False)
                for v in rows[column.name].to_pylist()
            ]
            rows = rows.set_column(at, column.name, pa.array(told, pa.string()))
        elif pa.types.is_string(column.type):
            rows = rows.set_column(
                at, column.name, pc.replace_substring(rows[column.name], "\0", "")
            )
    return rows


def _pointed(rows: pa.Table) -> pa.Table:
    """The same with a point for each row that has degrees."""
    lon, lat = (rows[n].to_pylist() for n in ("lon", "lat"))
    points = [
        shapely.Point(x, y).wkb if x is not None and y is not None else None
        for x, y in zip(lon, lat, strict=True)
    ]
    return rows.append_column(GEOMETRY, pa.array(points, pa.binary()))
