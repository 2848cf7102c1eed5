"""All layers in one GeoPackage."""

from __future__ import annotations

import tempfile
from pathlib import Path

from fogline.exports.exporter import ExportKind, ExportRequest
from fogline.exports.geo import write_layer
from fogline.exports.layers import Layers


def _geopackage(layers: Layers) -> bytes:
    """All layers in one file."""
    kinds = {"areas": "MultiPolygon", "doubt": "MultiPolygon", "lines": "MultiLineString"}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "fogline.gpkg"
        for name, rows in layers.tables.items():
            about = {
                "IDENTIFIER": f"{layers.title}: {name} {layers.day}",
                "DESCRIPTION": "; ".join(layers.credits),
            }
            write_layer(rows, file, "GPKG", name, kinds.get(name, "Point"), layer_options=about)
        return file.read_bytes()


def _write(asked: ExportRequest) -> dict[str, bytes]:
    return {"fogline.gpkg": _geopackage(asked.layers)}


EXPORTER = ExportKind(
    name="gpkg",
    summary="all layers in one GeoPackage",
    opens_in="QGIS, GDAL",
    ending="gpkg",
    write=_write,
    extra="geo",
    text=False,
)
