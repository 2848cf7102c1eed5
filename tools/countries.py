"""Land and borders from the countries of Natural Earth, as the npm package world-atlas has them.

The input is TopoJSON. Borders are the arcs that two countries share; those that
``contested.toml`` beside this file names carry its words.
"""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import shapely

Points = list[tuple[float, float]]
# Degrees squared: the least land that is drawn.
_LEAST = 0.002
_AREA, _LINE = 3, 1  # shapely's numbers of kinds
_RING = 3  # rings of fewer points than a triangle, closed, are none


class Countries:
    """The countries of a TopoJSON file."""

    def __init__(self, file: Path) -> None:
        topology = json.loads(file.read_text(encoding="utf-8"))
        self._arcs = decoded(topology)
        self._countries = topology["objects"]["countries"]["geometries"]
        words = (Path(__file__).parent / "contested.toml").read_text(encoding="utf-8")
        self._contested = tomllib.loads(words)["border"]

    def land(self, grid: float) -> Any:
        """All land, its points on a grid of that many degrees."""
        found = [area(g, self._arcs) for g in self._countries if "arcs" in g]
        return coarse(shapely.union_all(found), _AREA, grid)

    def borders(self, grid: float) -> list[tuple[str, Any]]:
        """Lines between countries, with what is said of them: nothing if they are not contested."""
        return borders(self._countries, self._arcs, self._contested, grid)


def coarse(shape: Any, kind: int, grid: float) -> Any:
    """A shape as the map needs it, of its polygons or lines only."""
    plain = shapely.set_precision(shapely.simplify(shape, grid), grid)
    parts = shapely.get_parts(
        shapely.get_parts(plain)
    )  # a collection has multipolygons among its parts
    if kind == _AREA:
        areas = parts[(shapely.get_type_id(parts) == _AREA) & (shapely.area(parts) >= _LEAST)]
        return shapely.union_all(areas, grid_size=grid)
    return shapely.multilinestrings(parts[shapely.get_type_id(parts) == _LINE])


def decoded(topology: dict[str, Any]) -> list[Points]:
    """The arcs in degrees: their points are steps from one to the next on a grid."""
    (dx, dy), (x0, y0) = topology["transform"]["scale"], topology["transform"]["translate"]
    out = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((round(x0 + x * dx, 3), round(y0 + y * dy, 3)))
        out.append(points)
    return out


def area(country: dict[str, Any], arcs: list[Points]) -> Any:
    """A country as a multipolygon."""
    polygons = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
    rings = [[joined(ring, arcs) for ring in polygon] for polygon in polygons]
    found = [
        shapely.Polygon(r[0], [h for h in r[1:] if len(h) > _RING])
        for r in rings
        if len(r[0]) > _RING
    ]
    return shapely.union_all(shapely.make_valid(found))


def joined(ring: list[int], arcs: list[Points]) -> Points:
    """A ring of arcs as points; a negative number is an arc from its end."""
    out: Points = []
    for k in ring:
        points = arcs[k] if k >= 0 else arcs[~k][::-1]
        out += points[1:] if out else points
    return out


def borders(
    countries: list[dict[str, Any]],
    arcs: list[Points],
    contested: list[dict[str, Any]],
    grid: float,
) -> list[tuple[str, Any]]:
    """Lines between countries, with what is said of them: nothing where they are not contested."""
    owners: dict[int, set[str]] = defaultdict(set)
    for country in countries:
        for k in flat(country.get("arcs", [])):
            owners[k if k >= 0 else ~k].add(country["properties"]["name"])
    found: dict[str, list[Any]] = defaultdict(list)
    for k, names in owners.items():
        if len(names) > 1:
            rest = shapely.LineString(arcs[k])
            for row in contested:
                if names == set(row["between"]):
                    south, west, north, east = row.get("box", (-90, -180, 90, 180))
                    frame = shapely.box(west, south, east, north)
                    found[row["about"]].append(shapely.intersection(rest, frame))
                    rest = shapely.difference(rest, frame)
            found[""].append(rest)
    merged = {
        about: coarse(shapely.line_merge(shapely.union_all(lines)), _LINE, grid)
        for about, lines in found.items()
    }
    return sorted(
        ((about, line) for about, line in merged.items() if not line.is_empty), key=lambda r: r[0]
    )


def flat(arcs: Any) -> list[int]:
    """All numbers in nested lists."""
    return [arcs] if isinstance(arcs, int) else [k for part in arcs for k in flat(part)]
