"""The kinds of exports."""

from __future__ import annotations

ONE_LAYER = ("geojson", "geoparquet")
ALL_LAYERS = ("gpkg", "kml", "pmtiles", "rss")
OF_CLAIMS = ("acled", "hxl", "plover")
# The kinds of exports, and whether they need an estimate.
KINDS = {
    **dict.fromkeys((*ONE_LAYER, *ALL_LAYERS, "package"), True),
    **dict.fromkeys(OF_CLAIMS, False),
}
LAYERS = ("claims", "places", "areas", "lines", "doubt", "turns")
