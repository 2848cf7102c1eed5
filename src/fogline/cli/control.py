"""The commands about control and its sources."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fogline.cli.ask import DAY, F, ledger_option, plainly

if TYPE_CHECKING:
    from fogline.cli.held import Request

_FILE = click.Path(dir_okay=False, path_type=Path)
SOURCES: tuple[Callable[[Any], Any], ...] = (
    ledger_option,
    click.option(
        "--as-of", default="", metavar="DAY_OR_MOMENT", help="Use only what was published by then."
    ),
    click.option(
        "--source",
        "sources",
        multiple=True,
        metavar="NAME",
        help="Only this publisher. May be given again.",
    ),
    click.option(
        "--without",
        multiple=True,
        metavar="NAME",
        help="Leave this publisher out. May be given again.",
    ),
    click.option(
        "--theatre", default="", help="A theatre's name or file; the ledger's own otherwise."
    ),
)
_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    SOURCES[0],
    click.option(
        "--from",
        "start",
        type=DAY,
        metavar="YYYY-MM-DD",
        help="First day; the theatre's first day otherwise.",
    ),
    click.option(
        "--to",
        "end",
        type=DAY,
        metavar="YYYY-MM-DD",
        help="Last day; the last claim's day otherwise.",
    ),
    *SOURCES[1:],
)
_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "parquet", "geojson"]),
    default="table",
    show_default=True,
)
OUT = click.option("--out", type=_FILE, help="Write to a file instead of the screen.")
_BY = click.option(
    "--by",
    type=click.Choice(["speaker", "publisher"]),
    default="speaker",
    show_default=True,
    help="What a source is: a group of speakers that count as one voice, or a publisher.",
)


def _estimating(command: F) -> F:
    """The options of an estimate."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def asked(
    as_of: str, start: datetime | None = None, end: datetime | None = None, **given: Any
) -> Request:
    """What an estimate's options ask for."""
    from fogline.cli.claims import moment
    from fogline.cli.held import Request

    return Request(
        start=start.date() if start else None,
        end=end.date() if end else None,
        as_of=moment(as_of),
        **given,
    )


@click.command()
@_estimating
@click.option(
    "--place", "places", multiple=True, metavar="NAME", help="Only this place. May be given again."
)
@click.option(
    "--area",
    default="",
    metavar="S,W,N,E",
    help="Only places in it: south, west, north, east in degrees.",
)
@click.option(
    "--learned", is_flag=True, help="Show what each class of claims was learned to say instead."
)
@_FORMAT
@OUT
def control(
    places: tuple[str, ...], area: str, learned: bool, form: str, out: Path | None, **given: Any
) -> None:
    """Estimate who held each place on each day: a probability for each side, with the days on which it changes."""
    from fogline.cli import held
    from fogline.cli.claims import box

    with plainly():
        sys.exit(held.control(asked(**given), places, box(area), form, out, learned=learned))


@click.command()
@click.argument("place")
@click.argument("day", type=DAY, metavar="DAY")
@_estimating
@click.option(
    "--limit",
    default=40,
    show_default=True,
    type=click.IntRange(1),
    metavar="N",
    help="At most so many claims, the weightiest first.",
)
def explain(place: str, day: datetime, limit: int, **given: Any) -> None:
    """Show why PLACE is thought to be whose on DAY: claims for and against in nats, neighbours, and each source alone."""
    from fogline.cli import held

    with plainly():
        sys.exit(held.explain(asked(**given), place, day.date(), limit))


@click.command("add-map")
@click.argument("file", type=click.Path(path_type=Path))
@ledger_option
@click.option("--source", required=True, metavar="NAME", help="Whose map it is.")
@click.option(
    "--day",
    type=DAY,
    metavar="YYYY-MM-DD",
    help="The day it shows; otherwise the one in the file's name.",
)
@click.option(
    "--holder",
    required=True,
    metavar="PROPERTY_OR_LABEL",
    help="The property that names each polygon's side, or one side's label for all.",
)
@click.option(
    "--theatre",
    default="ukraine",
    show_default=True,
    help="A theatre's name, or a .toml file of your own.",
)
def add_map(
    file: Path, ledger: str, source: str, day: datetime | None, holder: str, theatre: str
) -> None:
    """Take a GeoJSON FILE, or a folder of days, in as a source: it claims that a side holds all places inside its polygons."""
    from fogline.cli import maps

    with plainly():
        sys.exit(maps.add(file, ledger, source, day.date() if day else None, holder, theatre))


@click.command()
@_estimating
@_BY
@click.option(
    "--least",
    default=10,
    show_default=True,
    type=click.IntRange(1),
    metavar="N",
    help="Leave out those with fewer claims about control.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "parquet"]),
    default="table",
    show_default=True,
)
@OUT
def sources(by: str, least: int, form: str, out: Path | None, **given: Any) -> None:
    """Score the sources by what came true, each by the estimate without it, with 90 % intervals and the number behind each."""
    from fogline.cli import scoreboard

    with plainly():
        sys.exit(scoreboard.sources(asked(**given), by, least, form, out))


@click.command()
@click.argument("one")
@click.argument("two")
@_estimating
@_BY
@_FORMAT
@OUT
def compare(one: str, two: str, by: str, form: str, out: Path | None, **given: Any) -> None:
    """List where and how long sources ONE and TWO differ about who holds a place, and how it ended."""
    from fogline.cli import scoreboard

    with plainly():
        sys.exit(scoreboard.compare(asked(**given), one, two, by, form, out))


@click.group()
def evaluate() -> None:
    """Compare estimates with tables of what happened."""


@evaluate.command("control")
@click.argument("truth", type=click.Path(path_type=Path))
@_estimating
@click.option(
    "--score-from",
    type=DAY,
    metavar="YYYY-MM-DD",
    help="First day that is scored; the estimate's first otherwise.",
)
@click.option(
    "--before",
    default="",
    metavar="LABEL",
    help="Who held places before their first row; unscored otherwise.",
)
@click.option(
    "--as-known",
    default=0,
    type=click.IntRange(0),
    metavar="N",
    help="Score what was known on each day too, estimated anew every N days.",
)
def evaluate_control(
    truth: Path, score_from: datetime | None, before: str, as_known: int, **given: Any
) -> None:
    """Score the estimate against TRUTH, a CSV of id, name, lat, lon, date, state, beside three simpler rules on the same claims."""
    from fogline.cli import held

    with plainly():
        sys.exit(
            held.evaluate(
                asked(**given),
                truth,
                score_from.date() if score_from else None,
                before or None,
                as_known,
            )
        )


COMMANDS = (control, explain, add_map, sources, compare, evaluate)
