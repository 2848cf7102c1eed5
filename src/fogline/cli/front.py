"""The commands about the front: where the line runs, what changed hands, and pockets."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from fogline.cli.ask import DAY, F, plainly
from fogline.cli.control import OUT, SOURCES, asked

# As in fogline.exports, which is not loaded only to print help.
_EXPORTS = (
    "geojson",
    "geoparquet",
    "gpkg",
    "kml",
    "pmtiles",
    "rss",
    "package",
    "acled",
    "hxl",
    "plover",
)
_DAY = click.option(
    "--day", type=DAY, metavar="YYYY-MM-DD", help="The day; the last of the estimate otherwise."
)


def _from_ledger(command: F) -> F:
    """The options of an estimate that is drawn: ledger, what was published by when, by whom, theatre."""
    for option in reversed(SOURCES):
        command = option(command)
    return command


def _forms(*forms: str) -> Callable[[F], F]:
    return click.option(
        "--format", "form", type=click.Choice(list(forms)), default="table", show_default=True
    )


@click.command()
@_from_ledger
@_DAY
@click.option(
    "--sure",
    default=0.8,
    show_default=True,
    metavar="P",
    help="Ground whose likeliest holder has a smaller chance is in the band of doubt.",
)
@click.option(
    "--area",
    default="",
    metavar="S,W,N,E",
    help="What a picture shows: south, west, north, east in degrees.",
)
@_forms("table", "geojson", "csv", "svg", "png")
@OUT
def front(
    day: datetime | None, sure: float, area: str, form: str, out: Path | None, **given: Any
) -> None:
    """Draw the front of a day: who holds how much, where the line runs, and the band in which nobody can be sure."""
    from fogline.cli import drawn
    from fogline.cli.claims import box

    with plainly():
        sys.exit(
            drawn.front(asked(**given), day.date() if day else None, sure, box(area), form, out)
        )


@click.command()
@_from_ledger
@click.option(
    "--from",
    "first",
    type=DAY,
    required=True,
    metavar="YYYY-MM-DD",
    help="The day before the changes.",
)
@click.option(
    "--to", "last", type=DAY, required=True, metavar="YYYY-MM-DD", help="The day after them."
)
@click.option(
    "--limit",
    default=20,
    show_default=True,
    type=click.IntRange(0),
    metavar="N",
    help="At most so many places with their claims.",
)
@click.option(
    "--chart",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the areas by day to a .svg, .png or .html file. Needs the extra 'charts'.",
)
@_forms("table", "csv", "json")
@OUT
def changes(
    first: datetime,
    last: datetime,
    limit: int,
    chart: Path | None,
    form: str,
    out: Path | None,
    **given: Any,
) -> None:
    """Measure what changed hands between two days, by side and region, with 80 % intervals, the places and the claims behind it."""
    from fogline.cli import drawn

    with plainly():
        sys.exit(
            drawn.changes(asked(**given), (first.date(), last.date()), limit, chart, form, out)
        )


@click.command()
@_from_ledger
@_DAY
@click.option(
    "--neck",
    default=15.0,
    show_default=True,
    metavar="KM",
    help="A part joined by a way narrower than this is a pocket.",
)
@click.option(
    "--least", default=100.0, show_default=True, metavar="KM2", help="Leave smaller ones out."
)
@click.option(
    "--window",
    default=30,
    show_default=True,
    type=click.IntRange(0),
    metavar="DAYS",
    help="Follow necks so many days before and after.",
)
@_forms("table", "csv", "json", "geojson")
@OUT
def pockets(
    day: datetime | None,
    neck: float,
    least: float,
    window: int,
    form: str,
    out: Path | None,
    **given: Any,
) -> None:
    """Find pockets, cut off or joined by a narrow neck, with the neck's width through time and the claims behind it; and salients."""
    from fogline.cli import drawn

    with plainly():
        sys.exit(
            drawn.pockets(
                asked(**given), day.date() if day else None, (neck, least, window), form, out
            )
        )


@click.command()
@click.argument("kind", type=click.Choice(_EXPORTS))
@_from_ledger
@_DAY
@click.option(
    "--since",
    type=DAY,
    metavar="YYYY-MM-DD",
    help="Count what changed hands from here; otherwise from a week before the day.",
)
@click.option(
    "--layer",
    type=click.Choice(["claims", "places", "areas", "lines", "doubt", "turns"]),
    metavar="claims|places|areas|lines|doubt|turns",
    help="What a geojson or geoparquet file holds; areas otherwise.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="The file to write; a folder for a package."
)
def export(
    kind: str,
    day: datetime | None,
    since: datetime | None,
    layer: str | None,
    out: Path | None,
    **given: Any,
) -> None:
    """Write what other programs open.

    KIND is geojson or geoparquet (one layer), gpkg, kml or pmtiles (all layers: claims, places, areas, lines, doubt, turns), rss (what changed hands), package (a Frictionless data package), or the claims as acled, hxl (CSV) or plover (JSONL).
    """
    from fogline.cli import drawn

    with plainly():
        days = (day.date() if day else None, since.date() if since else None)
        sys.exit(drawn.export(asked(**given), kind, days, layer, out))


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("fogline-demo"),
    show_default=True,
    help="The folder to make.",
)
def demo(out: Path) -> None:
    """Take a fortnight of dispatches, written for it, through the whole chain: claims, control, front, sources, exports."""
    from fogline import demo as room

    with plainly():
        left = room.run(out, click.echo)
        for reason in left:
            click.echo(f"left out: {reason}", err=True)
        click.echo(f"\nLook at it in a browser: fogline serve --ledger {out / 'war.db'}")


@click.command()
@_from_ledger
@click.option(
    "--day",
    type=DAY,
    required=True,
    metavar="YYYY-MM-DD",
    help="The day of the brief; without --as-of it has what was known then.",
)
@click.option(
    "--since",
    type=DAY,
    metavar="YYYY-MM-DD",
    help="What changed since then; otherwise since a week before.",
)
@click.option(
    "--format", "form", type=click.Choice(["md", "html", "pdf"]), default="md", show_default=True
)
@OUT
def brief(
    day: datetime, since: datetime | None, form: str, out: Path | None, as_of: str, **given: Any
) -> None:
    """Write a neutral brief of a day, each sentence with its claims: what changed, by sector, doubts, denials, forecasts, sources."""
    from fogline.cli import briefing

    with plainly():
        asked_for = asked(as_of=as_of or day.date().isoformat(), **given)
        sys.exit(briefing.brief(asked_for, day.date(), since.date() if since else None, form, out))


COMMANDS = (brief, demo, export, front, changes, pockets)
