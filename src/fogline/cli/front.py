"""``fogline front``: the areas, the line and the doubt of a day, as text, data or a picture."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fogline.cli.options import (
    Area,
    area_option,
    day_option,
    estimate_of_day_options,
    format_option,
    out_option,
)
from fogline.cli.output import check_output, save, words
from fogline.errors import UsageError

if TYPE_CHECKING:
    from fogline.front import Front

_PICTURES = ("svg", "png")
_M_PER_KM, _M2_PER_KM2 = 1000, 1e6
# How the figures of areas are meant; also said of what changed hands.
AREAS = (
    "km2 is the map's; low is what of it is sure, with a chance of {sure:.0%} or more, high all "
    "ground that may be so, with {maybe:.0%} or more"
)


@click.command("front")
@estimate_of_day_options
@day_option("--day", help="The day; otherwise the last day of the estimate.")
@click.option(
    "--sure",
    default=0.8,
    show_default=True,
    metavar="P",
    help="Ground whose likeliest holder has a smaller chance is in the band of doubt.",
)
@area_option("What a picture shows: south, west, north, east in degrees.")
@format_option("table", "geojson", "csv", "svg", "png")
@out_option
def command(
    day: date | None, sure: float, area: Area | None, form: str, out: Path | None, **given: Any
) -> None:
    """Draw the front of a day: who holds how much, where the line runs, and the band of doubt,
    where the claims do not settle who holds the ground.
    """
    from fogline.cli.estimates import EstimateRequest
    from fogline.exports import view_as
    from fogline.front import draw

    check_output(out, form)
    if area and form not in _PICTURES:
        raise UsageError("--area says what a picture shows: give --format svg or png with it")
    request = EstimateRequest(**given)
    drawn = draw(request.estimate_to(*request.view(), day), day, sure)
    if form == "table":
        save(words(_table(drawn)), out)
    elif form == "svg":
        save(drawn.picture(box=area).encode(), out)
    elif form == "png":
        save(drawn.picture_png(box=area), out)
    else:
        save(view_as(form, drawn.features() if form == "geojson" else drawn.table()), out)


def _table(drawn: Front) -> str:
    """Areas, line and doubt in words."""
    import shapely

    from fogline.exports import view_as

    metres = drawn.mesh.plane.metres
    lines = [
        f"line   {' and '.join(sides)} meet along {shapely.length(metres(line)) / _M_PER_KM:,.0f} "
        f"km, in {len(line.geoms)} parts"
        for sides, line in drawn.lines.items()
    ] or ["line   none: no two sides meet"]
    doubt = shapely.area(metres(drawn.doubt)) / _M2_PER_KM2
    lines.append(f"doubt  {doubt:,.0f} km2 are held with a chance below {drawn.sure:g}")
    lines.append(f"note   {AREAS.format(sure=drawn.sure, maybe=1 - drawn.sure)} (docs/front.md)")
    head = f"{drawn.day}, estimated from {drawn.rests_on}"
    return f"{head}\n{view_as('table', drawn.table()).decode()}" + "\n".join(lines) + "\n"
