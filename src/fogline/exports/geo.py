"""Layers as GeoJSON, GeoPackage, GeoParquet and PMTiles."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from fogline.exports.layers import GEOMETRY, Layers, geometries
from fogline.exports.view import view_as
from fogline.require import require

_CRS = "EPSG:4326"
# Tiles of 65,536 units at zoom 10 are good to half a metre.
_TILES = {
    "NAME": "fogline", "MINZOOM": "0", "MAXZOOM": "10", "EXTENT": "65536", "BUFFER": "512",
    "SIMPLIFICATION": "0", "MAX_SIZE": "100000000", "MAX_FEATURES": "10000000",
}  # fmt: skip


def as_geojson(layers: Layers, layer: str) -> bytes:
    """One layer as a FeatureCollection (RFC 7946); its empty columns are left out."""
    rows = layers.tables[layer]
    empty = [
        n
        for n in rows.column_names
        if n != GEOMETRY and (n in {"lat", "lon"} or rows[n].null_count == len(rows))
    ]
    return view_as("geojson", rows.drop_columns(empty))


def as_geoparquet(layers: Layers, layer: str) -> bytes:
    """One layer as GeoParquet 1.1, geometry as WKB, longitude before latitude."""
    rows = layers.tables[layer]
    shapes = [s for s in geometries(rows) if s is not None]
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted({s.geom_type for s in shapes}),
    }
    if shapes:
        column["bbox"] = [float(v) for v in shapely.total_bounds(shapes)]
    geo = {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
    out = io.BytesIO()
    pq.write_table(
        rows.replace_schema_metadata(
            {"geo": json.dumps(geo), "credits": "; ".join(layers.credits)}
        ),
        out,
    )
    return out.getvalue()


def as_geopackage(layers: Layers) -> bytes:
    """All layers in one file."""
    kinds = {"areas": "MultiPolygon", "doubt": "MultiPolygon", "lines": "MultiLineString"}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "fogline.gpkg"
        for name, rows in layers.tables.items():
            about = {
                "IDENTIFIER": f"{layers.title}: {name} {layers.day}",
                "DESCRIPTION": "; ".join(layers.credits),
            }
            _write(rows, file, "GPKG", name, kinds.get(name, "Point"), layer_options=about)
        return file.read_bytes()


def as_pmtiles(layers: Layers) -> bytes:
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
        _write(
            pa.concat_tables(shown, promote_options="default"),
            file,
            "PMTiles",
            "fogline",
            "Unknown",
            dataset_options=about,
        )
        return file.read_bytes()


def _write(
    rows: pa.Table, file: Path, driver: str, layer: str, kind: str, **options: dict[str, str]
) -> None:
    writer = require("pyogrio", "geo").raw
    writer.write_arrow(
        rows,
        file,
        driver=driver,
        layer=layer,
        geometry_name=GEOMETRY,
        geometry_type=kind,
        crs=_CRS,
        **options,
    )
