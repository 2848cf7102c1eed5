"""``fogline pockets``: pockets and salients of a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fogline.cli.options import (
    count_option,
    day_option,
    estimate_of_day_options,
    format_option,
    out_option,
)
from fogline.cli.output import check_output, save, words

if TYPE_CHECKING:
    from fogline.model import Place

# Ground held with a smaller mean chance may come from a misread claim: the text says so.
_DOUBTFUL = 0.7
# Names of places that are listed.
_NAMED = 4


@click.command("pockets")
@estimate_of_day_options
@day_option("--day", help="The day; otherwise the last day of the estimate.")
@click.option(
    "--neck",
    default=15.0,
    show_default=True,
    metavar="KM",
    help="Ground that is joined by a passage narrower than this is a pocket.",
)
@click.option(
    "--least", default=100.0, show_default=True, metavar="KM2", help="Leave smaller ones out."
)
@count_option("--window", 0, 30, "Follow necks so many days before and after.", "DAYS")
@format_option("table", "csv", "json", "geojson")
@out_option
def command(
    day: date | None,
    neck: float,
    least: float,
    window: int,
    form: str,
    out: Path | None,
    **given: Any,
) -> None:
    """Find pockets, cut off or joined by a narrow neck, with the neck's width through time and the
    claims behind it; and salients.
    """
    from fogline.cli.estimates import EstimateRequest
    from fogline.cli.handovers import as_json
    from fogline.exports import view_as
    from fogline.front import pockets

    check_output(out)
    request = EstimateRequest(**given)
    found = pockets(request.estimate_to(*request.view(), day), day, neck, least, window)
    if form == "json":
        written = as_json({n: getattr(found, n) for n in ("day", "pockets", "salients")})
    elif form == "table":
        written = words(_table(found, window))
    else:
        written = view_as(form, found.features() if form == "geojson" else found.table())
    save(written, out)


def _table(found: Any, window: int) -> str:
    """Pockets with their necks through time and what changed them, then salients."""
    from fogline.cli.handovers import in_words

    lines = [f"{found.day}: {len(found.pockets)} pockets, {len(found.salients)} salients"]
    for pocket in found.pockets:
        kind = f"by a neck of {pocket.neck_km:g} km" if pocket.neck_km else "cut off"
        ground = _ground(pocket.places, pocket.km2, pocket.chance)
        lines += ["", f"{pocket.side}, {kind}: {ground}"]
        lines += [f"  its neck: {pocket.course()}"] if window else []
        lines += [f"  {line}" for line in in_words(pocket.handovers)]
    lines += ["", "Salients"] if found.salients else []
    for salient in found.salients:
        ground = _ground(salient.places, salient.km2, salient.chance)
        lines.append(
            f"{salient.side}, {salient.depth_km:g} km deep and {salient.width_km:g} wide: {ground}"
        )
    return "\n".join(lines) + "\n"


def _ground(places: Sequence[Place], km2: float, chance: float) -> str:
    names = ", ".join(p.name for p in places[:_NAMED])
    more = f" and {len(places) - _NAMED} more" if len(places) > _NAMED else ""
    doubt = (
        "; doubtful, it may be a misread claim (`fogline explain`)" if chance < _DOUBTFUL else ""
    )
    return f"{names}{more}; {km2:,.0f} km2, held with a mean chance of {chance:.2f}{doubt}"
