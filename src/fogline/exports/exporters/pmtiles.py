"""All layers as vector tiles."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyarrow as pa

from fogline.exports.exporter import ExportKind, ExportRequest
from fogline.exports.geo import write_layer
from fogline.exports.layers import GEOMETRY, Layers

# Tiles of 65,536 units at zoom 10 are good to half a metre.
_TILES = {
    "NAME": "fogline", "MINZOOM": "0", "MAXZOOM": "10", "EXTENT": "65536", "BUFFER": "512",
    "SIMPLIFICATION": "0", "MAX_SIZE": "100000000", "MAX_FEATURES": "10000000",
}  # fmt: skip


def _pmtiles(layers: Layers) -> bytes:
    """All layers as vector tiles for the web, in one tile layer ``fogline`` whose column ``layer``
    tells them apart.
    """
    shown = []
    for name, rows in layers.tables.items():
        keep = rows.filter(pa.compute.is_valid(rows[GEOMETRY]))
        shown.append(keep.append_column("layer", pa.array([name] * len(keep), pa.string())))
    about = {**_TILES, "DESCRIPTION": "; ".join(layers.credits)}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "fogline.pmtiles"
        write_layer(
            pa.concat_tables(shown, promote_options="default"),
            file,
            "PMTiles",
            "fogline",
            "Unknown",
            dataset_options=about,
        )
        return file.read_bytes()


def _write(asked: ExportRequest) -> dict[str, bytes]:
    return {"fogline.pmtiles": _pmtiles(asked.layers)}


EXPORTER = ExportKind(
    name="pmtiles",
    summary=(
        "all layers as vector tiles to zoom 10, in one tile layer `fogline` whose column `layer`"
        " tells them apart"
    ),
    opens_in="maplibre-gl with pmtiles",
    ending="pmtiles",
    write=_write,
    extra="geo",
    text=False,
)
