"""The base map: what is packaged, or tiles that the user gives."""

from __future__ import annotations

import gzip
import json
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any, TypedDict

import shapely
from lxml import html
from shapely.geometry import mapping, shape

from fogline.errors import UsageError
from fogline.land import CREDIT, world
from fogline.theatre import Theatre
from fogline.web.encoding import to_json
from fogline.web.map_view import Feature

WATER_CREDIT = "Coasts and lakes: GSHHG (P. Wessel and W. H. F. Smith), LGPL 3 or later"
# Degrees of land that are drawn around a theatre's box, for a reader who zooms out.
_MARGIN = 6.0


class BaseMap:
    """The packaged base maps: the world's, and the finer ones of theatres' areas.

    What comes from GSHHG is kept and served apart, because of its licence.
    """

    @cached_property
    def contested_borders(self) -> list[str]:
        """A word about each border of the world that is drawn as contested."""
        return sorted({str(about) for f in world() if (about := f["properties"].get("about"))})

    def around(self, theatre: Theatre) -> bytes:
        """Land, borders, regions and rivers in and around a theatre's box, as GeoJSON.

        Inside the theatre's area they are the fine ones; a theatre without one has its own rivers.
        """
        south, west, north, east = theatre.box
        frame = shapely.box(west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN)
        area, features = area_of(theatre), []
        fine = _packaged(f"ground-{area}.json.gz") if area else {"bbox": (), "features": []}
        inside = shapely.box(*fine["bbox"]) if area else shapely.Polygon()
        for feature in world():
            part = shapely.intersection(shape(feature["geometry"]), frame)
            if feature["properties"]["kind"] != "land":
                part = shapely.difference(part, inside)
            if not part.is_empty:
                features.append(_feature(feature["properties"], part))
        features += fine["features"]
        for river in () if area else theatre.rivers:
            line = shapely.LineString([(lon, lat) for lat, lon in river.line])
            features.append(_feature({"kind": "river", "en": river.names[0]}, line))
        return to_json({"type": "FeatureCollection", "features": features})

    def water(self, theatre: Theatre) -> bytes:
        """The land of a theatre's area, and its seas, lakes and wide rivers, as GeoJSON."""
        features = []
        if area := area_of(theatre):
            fine = _packaged(f"water-{area}.json.gz")
            features = [_feature({"kind": "land"}, shapely.box(*fine["bbox"])), *fine["features"]]
        found = {"type": "FeatureCollection", "credit": WATER_CREDIT, "features": features}
        return to_json(found)


def credits_of(theatre: Theatre) -> list[str]:
    """Whom to credit for the packaged base map of a theatre."""
    return [CREDIT, WATER_CREDIT] if area_of(theatre) else [CREDIT]


def area_of(theatre: Theatre) -> str:
    """The packaged area that a theatre lies in, by its name; none if there is none."""
    south, west, north, east = theatre.box
    inside = (
        name
        for name, (left, bottom, right, top) in _areas().items()
        if left <= west and bottom <= south and east <= right and north <= top
    )
    names = sorted(inside, key=lambda name: name != theatre.name)
    return names[0] if names else ""


@cache
def _areas() -> dict[str, list[float]]:
    """West, south, east and north of each area, by its name."""
    file = resources.files("fogline.web") / "data" / "areas.json"
    areas: dict[str, list[float]] = json.loads(file.read_text(encoding="utf-8"))
    return areas


def _packaged(name: str) -> Any:
    file = resources.files("fogline.web") / "data" / name
    return json.loads(gzip.decompress(file.read_bytes()))


def _feature(properties: Any, geometry: Any) -> Feature:
    return {"type": "Feature", "properties": properties, "geometry": mapping(geometry)}


class TilesRecord(TypedDict):
    """What the map needs to know of tiles to show them."""

    kind: str
    min: int
    max: int
    layers: list[str]
    credit: str


class Tiles:
    """A PMTiles file of the user's.

    Raises:
        UsageError: no PMTiles file, or tiles of a kind that can't be shown.
    """

    def __init__(self, path: Path) -> None:
        from pmtiles.reader import MmapSource, Reader
        from pmtiles.tile import Compression, MagicNumberNotFound, SpecVersionUnsupported

        broken = (MagicNumberNotFound, SpecVersionUnsupported)
        unread = (ValueError, KeyError, IndexError, OSError, EOFError)
        self._file = path.open("rb")
        try:
            self._reader = Reader(MmapSource(self._file))
            self.header = self._reader.header()
            metadata = self._reader.metadata()
            self.layers = [layer["id"] for layer in metadata.get("vector_layers", ())]
            self.credit = _without_markup(str(metadata.get("attribution", "")))
        except (*broken, *unread) as error:
            self._file.close()
            why = f"not a PMTiles file of version 3: {error}"
            raise UsageError(f"tiles {str(path)!r}", why) from error
        self.kind, self.media_type = _kind_of(self.header["tile_type"], path)
        self._compressed = self.header["tile_compression"] == Compression.GZIP

    def record(self) -> TilesRecord:
        """What the map needs to know to show them."""
        return {
            "kind": self.kind,
            "min": self.header["min_zoom"],
            "max": self.header["max_zoom"],
            "layers": self.layers,
            "credit": self.credit,
        }

    def covers(self, z: int, x: int, y: int) -> bool:
        """Whether there can be a tile of this number."""
        return 0 <= z <= int(self.header["max_zoom"]) and 0 <= x < 2**z and 0 <= y < 2**z

    def tile(self, z: int, x: int, y: int) -> bytes:
        """A tile's bytes; empty where there is no tile."""
        found = self._reader.get(z, x, y) or b""
        return gzip.decompress(found) if found and self._compressed else found

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _kind_of(tile_type: Any, path: Path) -> tuple[str, str]:
    """How the map shows tiles, and their media type."""
    from pmtiles.tile import TileType

    kinds = {
        TileType.MVT: ("vector", "application/vnd.mapbox-vector-tile"),
        TileType.PNG: ("raster", "image/png"),
        TileType.JPEG: ("raster", "image/jpeg"),
        TileType.WEBP: ("raster", "image/webp"),
    }
    if tile_type not in kinds:
        what = f"tiles {str(path)!r}"
        raise UsageError(what, f"tiles of kind {tile_type}", "give vector tiles, PNG, JPEG or WebP")
    return kinds[tile_type]


def _without_markup(credit: str) -> str:
    """A credit's words; in tiles it may be HTML."""
    return str(html.fromstring(f"<p>{credit}</p>").text_content())
