"""``fogline changes``: what changed hands between two days."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fogline.cli.options import (
    FILE,
    count_option,
    day_option,
    estimate_of_day_options,
    format_option,
    out_option,
)
from fogline.cli.output import check_output, save, words
from fogline.errors import UsageError

if TYPE_CHECKING:
    from fogline.control import Control

_CHARTS = (".svg", ".png", ".html")
# Pixels of a PNG for each of the chart's own: as sharp as screens with two.
_SCALE = 2


@click.command("changes")
@estimate_of_day_options
@day_option("--from", "first", required=True, help="The day before the changes.")
@day_option("--to", "last", required=True, help="The day after them.")
@count_option("--limit", 0, 20, "At most so many places with their claims.")
@click.option(
    "--chart",
    type=FILE,
    help="Write the areas by day to a .svg, .png or .html file. Needs the extra 'charts'.",
)
@format_option("table", "csv", "json")
@out_option
def command(
    first: date,
    last: date,
    limit: int,
    chart: Path | None,
    form: str,
    out: Path | None,
    **given: Any,
) -> None:
    """Measure what changed hands between two days, by side and region, with what of it is
    sure and what is possible, the places and the claims behind it.
    """
    from fogline.cli.estimates import EstimateRequest

    check_output(out)
    if chart is not None and (chart.suffix not in _CHARTS or not chart.absolute().parent.is_dir()):
        raise UsageError(
            f"chart {str(chart)!r}",
            "give a file in a folder that exists, with one of the endings " + ", ".join(_CHARTS),
        )
    request = EstimateRequest(**given)
    held = request.estimate_to(*request.view(whole=True), first, last)
    save(_changes(held, (first, last), limit, chart, form), out)


def _changes(
    held: Control, days: tuple[date, date], limit: int, chart: Path | None, form: str
) -> bytes:
    """The changes in a format; the chart is written on the way."""
    from fogline.cli.handovers import as_json, in_words
    from fogline.exports import view_as
    from fogline.front import changes

    found = changes(held, *days, explained=limit)
    if chart is not None:
        save(_drawn(found.chart(), chart.suffix[1:]), chart)
    if form == "csv":
        return view_as("csv", found.table())
    if form == "json":
        parts = {"flows": found.flows, "advances": found.advances, "turns": found.handovers}
        return as_json({"from": days[0], "to": days[1], **parts})
    head = [
        f"{found.first} to {found.last}, estimated from {held.rests_on}",
        "Ground that changed hands, contested ground counted with the likelier side; km2 is the "
        "map's, low what of it is sure, high what may have changed hands (docs/front.md)",
        view_as("table", found.table()).decode(),
    ]
    if found.advances:
        head += ["km a day by sector; negative is a retreat", _rows(map(asdict, found.advances))]
    others = {
        "more wavered, their chance grew by less than .1": found.wavering,
        "more changed on the map with no claim near": found.unclaimed,
    }
    more = (f"; {count:,} {what}" for what, count in others.items() if count)
    head.append(
        f"{min(limit, len(found.handovers)):,} of {len(found.handovers):,} places that changed "
        f"hands{''.join(more)}; --format json has all"
    )
    return words("\n".join([*head, *in_words(found.handovers[:limit])]) + "\n")


def _rows(rows: Iterable[Mapping[str, Any]]) -> str:
    import pyarrow as pa

    from fogline.exports import view_as

    return view_as("table", pa.Table.from_pylist(list(rows))).decode()


def _drawn(chart: Any, form: str) -> bytes:
    """A chart as the bytes of a file."""
    if form == "png":
        pixels = io.BytesIO()
        chart.save(pixels, format=form, scale_factor=_SCALE)
        return pixels.getvalue()
    text = io.StringIO()
    chart.save(text, format=form, **({"inline": True} if form == "html" else {}))
    return text.getvalue().encode()
