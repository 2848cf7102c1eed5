"""The areas of maps: polygons that a claim of a map is bound to, read from the map's own text.

A map is a document like any other. Its claims are bound to the characters of their GeoJSON
feature, as a claim of a report is bound to its sentence: the ledger keeps those characters once,
in the column ``sentence``. This module is the one place that reads them as an area.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fogline.control.options import ControlError
from fogline.control.places import Doubles, Mask
from fogline.rings import Ring, inside

# How the place ids of maps' polygons begin (fogline.reading.maps makes them).
_MAP = "map:"


@dataclass(frozen=True, slots=True)
class MapArea:
    """An area of a map: polygons, each an outer ring and its holes, of (lat, lon) in degrees."""

    polygons: tuple[tuple[Ring, ...], ...]

    def covers(self, lat: Doubles, lon: Doubles) -> Mask:
        """Which points lie inside."""
        out = np.zeros(len(lat), dtype=np.bool_)
        for outer, *holes in self.polygons:
            part = inside(lat, lon, outer)
            for hole in holes:
                part &= ~inside(lat, lon, hole)
            out |= part
        return out


def from_map(rows: pa.Table) -> Mask:
    """Which rows of a view are claims of a map."""
    found = pc.fill_null(pc.starts_with(rows["place"], _MAP), False)
    out: Mask = found.to_numpy(zero_copy_only=False)
    return out


def map_area(rows: pa.Table, row: int) -> MapArea | None:
    """The area that a row of a view claims; none if the row is no claim of a map.

    Raises:
        ControlError: the characters that the claim is bound to are no feature with an area.
    """
    if not (rows["place"][row].as_py() or "").startswith(_MAP):
        return None
    # The characters of the map that the claim is bound to; a whole view has them as its sentence.
    column = "feature" if "feature" in rows.column_names else "sentence"
    feature = rows[column][row].as_py()
    try:
        return _area(json.loads(feature)["geometry"])
    except (ValueError, LookupError, TypeError) as error:
        raise ControlError(
            f"claim {rows['id'][row].as_py()}", f"its map has no area there: {error}"
        ) from error


def _area(geometry: Mapping[str, Any]) -> MapArea:
    return MapArea(tuple(tuple(map(_ring, rings)) for rings in _polygons(geometry)))


def _polygons(geometry: Mapping[str, Any]) -> list[Sequence[Any]]:
    if geometry["type"] == "GeometryCollection":
        return [p for each in geometry["geometries"] for p in _polygons(each)]
    if geometry["type"] == "Polygon":
        return [geometry["coordinates"]]
    return list(geometry["coordinates"]) if geometry["type"] == "MultiPolygon" else []


def _ring(points: Sequence[Sequence[float]]) -> Ring:
    return tuple((float(p[1]), float(p[0])) for p in points)
