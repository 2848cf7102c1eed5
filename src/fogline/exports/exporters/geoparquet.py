"""One layer as GeoParquet."""

from __future__ import annotations

import io
import json
from typing import Any

import pyarrow.parquet as pq
import shapely

from fogline.exports.exporter import ExportKind, ExportRequest
from fogline.exports.layers import GEOMETRY, Layers, geometries


def _geoparquet(layers: Layers, layer: str) -> bytes:
    """One layer as GeoParquet 1.1, geometry as WKB, longitude before latitude."""
    rows = layers.table(layer)
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


def _write(asked: ExportRequest) -> dict[str, bytes]:
    return {f"{asked.layer}.parquet": _geoparquet(asked.layers, asked.layer)}


EXPORTER = ExportKind(
    name="geoparquet",
    summary="one layer, GeoParquet 1.1, geometry as WKB",
    opens_in="geopandas, QGIS, DuckDB",
    ending="parquet",
    write=_write,
    text=False,
    one_layer=True,
)
