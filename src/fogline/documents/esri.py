"""Esri's JSON, as ArcGIS exports it, as features of GeoJSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fogline.documents.errors import DocumentError

# The reference system of GeoJSON (WGS 84), by its number.
_DEGREES = 4326
Feature = dict[str, Any]
Corner = list[float]
Moved = Callable[[float, float], tuple[float, float]]


def is_esri(whole: Any) -> bool:
    """Whether JSON is a set of Esri's features."""
    return (
        isinstance(whole, dict)
        and "type" not in whole
        and isinstance(whole.get("features"), list)
        and all(isinstance(f, dict) and "attributes" in f for f in whole["features"])
    )


def features(whole: dict[str, Any]) -> list[Feature]:
    """The features, in degrees.

    Raises:
        DocumentError: a reference system that is not known.
    """
    moved = _moved(whole.get("spatialReference"))
    return [
        {
            "type": "Feature",
            "properties": f["attributes"],
            "geometry": _geometry(f.get("geometry"), moved),
        }
        for f in whole["features"]
    ]


def _moved(system: Any) -> Moved:
    """What turns coordinates of a reference system into degrees east and north."""
    import pyproj

    known = system if isinstance(system, dict) else {}
    number = known.get("latestWkid") or known.get("wkid") or _DEGREES
    if number == _DEGREES:
        return lambda x, y: (x, y)
    for authority in ("EPSG", "ESRI"):
        try:
            turn = pyproj.Transformer.from_crs(f"{authority}:{number}", _DEGREES, always_xy=True)
        except pyproj.exceptions.CRSError:
            continue
        return lambda x, y: turn.transform(x, y)
    raise DocumentError(f"spatial reference {number!r}", "export the map in WGS 84 (4326)")


def _geometry(found: Any, moved: Moved) -> dict[str, Any] | None:
    if not isinstance(found, dict):
        return None
    try:
        if "rings" in found:
            rings = [[list(moved(p[0], p[1])) for p in ring] for ring in found["rings"]]
            return {"type": "MultiPolygon", "coordinates": _polygons(rings)}
        if "x" in found and "y" in found:
            return {"type": "Point", "coordinates": list(moved(found["x"], found["y"]))}
    except (TypeError, LookupError, ValueError):
        return {"type": "MultiPolygon", "coordinates": []}  # named when it is read
    return None


def _polygons(rings: list[list[Corner]]) -> list[list[list[Corner]]]:
    """Rings as polygons: outer ones go clockwise, holes the other way and into one around them."""
    import shapely

    outer = [r for r in rings if _area(r) <= 0]
    polygons = [[r] for r in outer]
    shapes = [shapely.Polygon(r) for r in outer]
    for hole in (r for r in rings if _area(r) > 0):
        inside = shapely.Point(shapely.Polygon(hole).representative_point())
        around = [k for k, s in enumerate(shapes) if s.contains(inside)]
        if around:
            polygons[min(around, key=lambda k: shapes[k].area)].append(hole)
        else:  # nothing is around it: its corners go the wrong way
            polygons.append([hole])
    return polygons


def _area(ring: list[Corner]) -> float:
    """Twice the area of a ring, below zero where its corners go clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))
