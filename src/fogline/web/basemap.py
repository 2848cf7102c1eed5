"""The base map: land, borders and rivers around a theatre, from Natural Earth; or tiles of the user's."""

from __future__ import annotations

import gzip
import json
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import shapely
from lxml import html
from shapely.geometry import mapping, shape

from fogline.errors import FoglineError
from fogline.theatre import Theatre
from fogline.web.problem import dumped

CREDIT = "Base map: Natural Earth, public domain"
_AROUND = 6.0  # degrees


@cache
def _world() -> list[dict[str, Any]]:
    text = (resources.files("fogline.web") / "data" / "basemap.json").read_text(encoding="utf-8")
    features: list[dict[str, Any]] = json.loads(text)["features"]
    return features


def contested() -> list[str]:
    """What is said of the borders that are drawn as contested, in the whole world."""
    return sorted({f["properties"]["about"] for f in _world() if f["properties"].get("about")})


def around(theatre: Theatre) -> bytes:
    """Land, borders and the theatre's rivers in and around its box, as GeoJSON."""
    south, west, north, east = theatre.box
    frame = shapely.box(west - _AROUND, south - _AROUND, east + _AROUND, north + _AROUND)
    features = []
    for feature in _world():
        part = shapely.intersection(shape(feature["geometry"]), frame)
        if not part.is_empty:
            features.append(
                {"type": "Feature", "properties": feature["properties"], "geometry": mapping(part)}
            )
    for river in theatre.rivers:
        line = shapely.LineString([(lon, lat) for lat, lon in river.line])
        features.append(
            {
                "type": "Feature",
                "properties": {"kind": "river", "name": river.names[0]},
                "geometry": mapping(line),
            }
        )
    return dumped({"type": "FeatureCollection", "features": features})


def _plain(credit: str) -> str:
    """A credit's words; in tiles it may be markup."""
    return str(html.fromstring(f"<p>{credit}</p>").text_content())


class Tiles:
    """A PMTiles file of the user's.

    Raises:
        FoglineError: no PMTiles file, or one of a kind that can't be shown.
    """

    def __init__(self, path: Path) -> None:
        from pmtiles.reader import MmapSource, Reader
        from pmtiles.tile import Compression, MagicNumberNotFound, SpecVersionUnsupported, TileType

        self._file = path.open("rb")
        try:
            self._reader = Reader(MmapSource(self._file))
            self.header = self._reader.header()
            told = self._reader.metadata()
            self.layers = [layer["id"] for layer in told.get("vector_layers", ())]
            self.credit = _plain(str(told.get("attribution", "")))
        except (
            MagicNumberNotFound,
            SpecVersionUnsupported,
            ValueError,
            KeyError,
            IndexError,
            OSError,
            EOFError,
        ) as error:
            self._file.close()
            raise FoglineError(
                f"tiles {str(path)!r}: not a PMTiles file of version 3: {error}"
            ) from error
        kinds = {
            TileType.MVT: "vector",
            TileType.PNG: "raster",
            TileType.JPEG: "raster",
            TileType.WEBP: "raster",
        }
        if self.header["tile_type"] not in kinds:
            raise FoglineError(
                f"tiles {str(path)!r}: tiles of kind {self.header['tile_type']}; give vector tiles, PNG, JPEG or WebP"
            )
        self.kind = kinds[self.header["tile_type"]]
        self._packed = self.header["tile_compression"] == Compression.GZIP
        media = {
            TileType.MVT: "application/vnd.mapbox-vector-tile",
            TileType.PNG: "image/png",
            TileType.JPEG: "image/jpeg",
        }
        self.media = media.get(self.header["tile_type"], "image/webp")

    def about(self) -> dict[str, Any]:
        """What a map needs to know to show them."""
        return {
            "kind": self.kind,
            "min": self.header["min_zoom"],
            "max": self.header["max_zoom"],
            "layers": self.layers,
            "credit": self.credit,
        }

    def tile(self, z: int, x: int, y: int) -> bytes:
        """A tile's bytes; none where there is no tile."""
        found = self._reader.get(z, x, y) or b""
        return gzip.decompress(found) if found and self._packed else found

    def close(self) -> None:
        """Let the file go."""
        self._file.close()
