"""``export``: what a ledger claims and what follows from it, as files that other programs open."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa

from fogline.exports.errors import ExportError
from fogline.exports.exporter import ExportRequest
from fogline.exports.layers import LAYERS
from fogline.exports.registry import exporter
from fogline.theatre import Theatre

if TYPE_CHECKING:
    from fogline.control import Control


def export(
    kind: str,
    claims: pa.Table,
    about: Control | Theatre,
    *,
    day: date | None = None,
    since: date | None = None,
    layer: str = "areas",
) -> dict[str, bytes]:
    """The files of an export by name; all kinds but folders are one file (:func:`kinds`).

    ``claims`` are a ledger's view and ``about`` the estimate that was made of it; for kinds that
    need no estimate the theatre is enough. ``day`` is the day of the front, the last one if none is
    given; places that changed hands are counted from ``since``, else from a week earlier (or the
    first day). ``layer`` is for the kinds that write one layer.

    Raises:
        ExportError: no such kind or layer, or a kind that needs an estimate has none.
        ControlError: a day that was not estimated.
        FoglineError: the extra that the kind needs is not installed.
    """
    chosen = exporter(kind)
    if layer not in LAYERS:
        raise ExportError(f"layer {layer!r}", f"give one of {', '.join(LAYERS)}")
    if isinstance(about, Theatre):
        if chosen.needs_estimate:
            raise ExportError(
                f"kind {kind!r}", "it needs an estimate of control, not only a theatre"
            )
        asked = ExportRequest(claims, about, None, day, since, layer)
    else:
        asked = ExportRequest(claims, about.theatre, about, day, since, layer)
    return dict(chosen.write(asked))
