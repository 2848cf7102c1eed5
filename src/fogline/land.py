"""Land, borders and rivers below a picture, of the packaged base map and of the theatre."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from fogline.theatre import Theatre

CREDIT = "Base map: Natural Earth, public domain"
# The page's own base map. It is read as data: no module of the page is imported for it.
_FILE = ("web", "data", "basemap.json.gz")
_BORDERS = ("border", "contested")


@dataclass(frozen=True)
class Land:
    """What a picture stands on, as shapely geometries in degrees (longitude, latitude)."""

    land: Any
    borders: Any
    rivers: Any


def land_within(theatre: Theatre, frame: tuple[float, float, float, float]) -> Land:
    """Land, borders and the theatre's rivers in a frame: south, west, north, east in degrees."""
    import shapely

    south, west, north, east = frame
    rivers = [shapely.LineString([(lon, lat) for lat, lon in r.line]) for r in theatre.rivers]
    parts = (_shapes(("land",)), _shapes(_BORDERS), shapely.union_all(rivers))
    return Land(*(shapely.clip_by_rect(part, west, south, east, north) for part in parts))


@lru_cache(maxsize=2)
def _shapes(kinds: tuple[str, ...]) -> Any:
    """All features of some kinds as one geometry."""
    import shapely
    from shapely.geometry import shape

    found = [shape(f["geometry"]) for f in world() if f["properties"]["kind"] in kinds]
    return shapely.GeometryCollection(found) if len(found) != 1 else found[0]


@lru_cache(maxsize=1)
def world() -> list[dict[str, Any]]:
    """Land and borders of the whole world as features of GeoJSON."""
    file = resources.files("fogline").joinpath(*_FILE)
    features: list[dict[str, Any]] = json.loads(gzip.decompress(file.read_bytes()))["features"]
    return features
