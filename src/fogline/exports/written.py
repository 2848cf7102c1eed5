"""``export``: what a ledger claims and what follows from it, as a file that other programs open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pyarrow as pa

from fogline.control import Control
from fogline.errors import FoglineError
from fogline.exports import geo
from fogline.exports.codebooks import as_acled, as_hxl, as_plover
from fogline.exports.kinds import KINDS, LAYERS
from fogline.exports.kml import as_kml
from fogline.exports.layers import Layers, layers_of
from fogline.exports.package import as_package
from fogline.exports.rss import as_rss
from fogline.theatre import Theatre

_CLAIMS: dict[str, Callable[[pa.Table, Theatre], bytes]] = {
    "acled": as_acled,
    "hxl": as_hxl,
    "plover": as_plover,
}
_ONE: dict[str, Callable[[Layers, str], bytes]] = {
    "geojson": geo.as_geojson,
    "geoparquet": geo.as_geoparquet,
}
_ALL: dict[str, Callable[[Layers], bytes]] = {
    "gpkg": geo.as_geopackage,
    "kml": as_kml,
    "pmtiles": geo.as_pmtiles,
    "rss": as_rss,
}
_DAYS = 7


class ExportError(FoglineError):
    """What can't be exported; the message says why and what to do."""


def export(
    kind: str,
    claims: pa.Table,
    about: Control | Theatre,
    *,
    day: date | None = None,
    since: date | None = None,
    layer: str = "areas",
) -> dict[str, bytes]:
    """The files of an export by name; all kinds but ``package`` are one file.

    ``claims`` are a ledger's view and ``about`` the estimate that was made of it; for acled, hxl
    and plover the theatre is enough. ``day`` is the day of the front, the last one if none is
    given; places that changed hands are counted from ``since``, else from a week earlier (or the
    first day). ``layer`` is for geojson and geoparquet.

    Raises:
        ExportError: no such kind or layer, or a kind that needs an estimate has none.
        ControlError: a day that was not estimated.
        FoglineError: the extra 'geo' is not installed (gpkg, pmtiles).
    """
    if kind not in KINDS:
        raise ExportError(f"kind {kind!r}: give one of {', '.join(KINDS)}")
    if layer not in LAYERS:
        raise ExportError(f"layer {layer!r}: give one of {', '.join(LAYERS)}")
    if kind in _CLAIMS:
        theatre = about if isinstance(about, Theatre) else about.basis.field.theatre
        return {
            f"claims-{kind}.{'jsonl' if kind == 'plover' else 'csv'}": _CLAIMS[kind](
                claims, theatre
            )
        }
    if isinstance(about, Theatre):
        raise ExportError(f"kind {kind!r}: it needs an estimate of control, not only a theatre")
    layers = layers_of(claims, about, *_days(about, day, since))
    if "turns" not in layers.tables and (kind == "rss" or (kind in _ONE and layer == "turns")):
        raise ExportError(
            f"day {layers.day}: it is the first of the estimate, so nothing changed hands before"
            " it; give a later day"
        )
    if kind in _ONE:
        ending = "parquet" if kind == "geoparquet" else kind
        return {f"{layer}.{ending}": _ONE[kind](layers, layer)}
    return {f"fogline.{kind}": _ALL[kind](layers)} if kind in _ALL else as_package(layers)


def _days(control: Control, day: date | None, since: date | None) -> tuple[date, date | None]:
    """The day, and the one from which changes count, if there is any before it."""
    last = day or control.last
    first = since or max(control.first, last - timedelta(_DAYS))
    return last, first if since or first < last else None
