"""Layers as features, and as files that GDAL writes."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from fogline.exports.layers import GEOMETRY
from fogline.exports.view import view_as
from fogline.require import require

_CRS = "EPSG:4326"


def feature_collection(rows: pa.Table) -> bytes:
    """A layer as a FeatureCollection (RFC 7946); its empty columns are left out."""
    empty = [
        n
        for n in rows.column_names
        if n != GEOMETRY and (n in {"lat", "lon"} or rows[n].null_count == len(rows))
    ]
    return view_as("geojson", rows.drop_columns(empty))


def write_layer(
    rows: pa.Table, file: Path, driver: str, layer: str, kind: str, **options: dict[str, str]
) -> None:
    """Add a layer to a file by GDAL.

    Raises:
        MissingError: the extra 'geo' is not installed.
    """
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
