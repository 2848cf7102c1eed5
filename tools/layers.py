"""Layers of the base map, cut to a theatre's area."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import shapely

Box = Any  # a rectangle of shapely's
ENDINGS = (".shp", ".geojson", ".json")
# Degrees: how far a simplified line may lie from the original, and water's edge, which is the
# finest of them: 40 metres, half a pixel at zoom 10.
_TOLERANCE, _EDGE = 0.0015, 0.0004
# Degrees squared of the least water that is drawn: some 16 hectares.
_LEAST = 2e-5
_POLYGON = 3  # shapely's number of the kind
# Natural Earth's classes of a river's parts.
_RIVERS = ("River", "Lake Centerline")


def read(inputs: Path, name: str, box: Box) -> Any:
    """A layer of Natural Earth within a box; nothing where the inputs have no such file."""
    files = (inputs / f"{name}{ending}" for ending in ENDINGS)
    file = next((f for f in files if f.is_file()), None)
    if file is None:
        print(f"{name}: not among the inputs, left out")
        return geopandas.GeoDataFrame({"geometry": []})
    return geopandas.read_file(file, bbox=box.bounds)


def lines(inputs: Path, name: str, box: Box) -> Any:
    """A layer's lines, joined and simplified."""
    found = shapely.intersection(read(inputs, name, box).geometry.to_numpy(), box)
    return _simple(shapely.union_all(found)) if len(found) else shapely.MultiLineString()


def _simple(line: Any) -> Any:
    merged = shapely.line_merge(line) if line.geom_type == "MultiLineString" else line
    return shapely.simplify(merged, _TOLERANCE)


def urban(inputs: Path, box: Box) -> Any:
    """Built-up areas."""
    found = read(inputs, "ne_10m_urban_areas", box).geometry.to_numpy()
    if not len(found):
        return shapely.MultiPolygon()
    joined = shapely.union_all(shapely.make_valid(found))
    return shapely.simplify(shapely.intersection(joined, box), _TOLERANCE)


def rivers(inputs: Path, box: Box) -> Iterator[tuple[dict[str, str], Any]]:
    """The course of each river with its names by language."""
    found = read(inputs, "ne_10m_rivers_lake_centerlines", box)
    if not len(found):
        return
    found = found[found.featurecla.isin(_RIVERS)]
    parts: dict[str, list[Any]] = defaultdict(list)
    known: dict[str, dict[str, str]] = {}
    for name, line in zip(found.name.fillna(""), found.geometry, strict=True):
        names = _names(name)
        known[names["en"]] = names
        parts[names["en"]].append(shapely.intersection(line, box))
    for name in sorted(parts):
        yield known[name], _simple(shapely.union_all(parts[name]))


def _names(name: str) -> dict[str, str]:
    return _vocabulary().get(name, {"en": name})


@cache
def _vocabulary() -> dict[str, dict[str, str]]:
    words = (Path(__file__).parent / "rivers.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(words)["river"]
    return {of: {k: r[k] for k in ("en", "uk", "ru", "ar")} for r in rows for of in r["of"]}


def water(inputs: Path, box: Box) -> Any:
    """Seas, lakes and wide rivers within a box."""
    land, lakes, islands = (_shore(inputs, level, box) for level in (1, 2, 3))
    whole = shapely.difference(box, land).union(lakes).difference(islands)
    parts = shapely.get_parts(shapely.simplify(whole, _EDGE))
    kept = parts[(shapely.get_type_id(parts) == _POLYGON) & (shapely.area(parts) >= _LEAST)]
    return shapely.multipolygons(kept)


def _shore(inputs: Path, level: int, box: Box) -> Any:
    """The polygons of a level of GSHHG within a box: land, lakes, islands in lakes."""
    west, south, east, north = box.bounds
    found = []
    with (inputs / "gshhs_f.dat").open("rb") as points:
        for row in (inputs / "gshhsmeta_f.dat").read_text(encoding="utf-8").splitlines():
            kind, _, count, low, high, start, length, *_ = row.split()
            if int(kind) != level or float(low) > north or float(high) < south:
                continue
            points.seek(int(start))
            ring = np.frombuffer(points.read(int(length)), "<f4").reshape(int(count), 2)
            if ring[:, 0].min() <= east and ring[:, 0].max() >= west:
                polygon = shapely.Polygon(ring.astype(float))
                found.append(shapely.clip_by_rect(polygon, west, south, east, north))
    return shapely.union_all(shapely.make_valid(np.array(found, object)))
