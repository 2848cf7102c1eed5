"""One layer as GeoJSON."""

from __future__ import annotations

from fogline.exports.exporter import ExportKind, ExportRequest
from fogline.exports.geo import feature_collection


def _write(asked: ExportRequest) -> dict[str, bytes]:
    return {f"{asked.layer}.geojson": feature_collection(asked.layers.table(asked.layer))}


EXPORTER = ExportKind(
    name="geojson",
    summary="one layer (RFC 7946)",
    opens_in="all GIS",
    ending="geojson",
    write=_write,
    one_layer=True,
)
