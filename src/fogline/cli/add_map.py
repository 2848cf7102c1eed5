"""``fogline add-map``: maps become claims of those who drew them."""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fogline.cli.options import LIST, PATH, day_option, ledger_option, theatre_option
from fogline.cli.reporting import FAILED, report_bad_days, report_left_out, report_unreadable
from fogline.errors import UsageError
from fogline.numbered_times import is_moment, seconds

if TYPE_CHECKING:
    from fogline.documents import Unreadable
    from fogline.model import Received

_DAY = re.compile(r"(?<!\d)(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)")
_ENDINGS = (".geojson", ".json", ".kml", ".kmz")
_DATE = len("2022-09-10")


@click.command("add-map")
@click.argument("file", type=PATH)
@ledger_option
@click.option("--source", required=True, metavar="NAME", help="Who drew the map.")
@day_option("--day", help="The day it shows; otherwise the one in the file's name.")
@click.option(
    "--day-from",
    default="",
    metavar="PROPERTY",
    help="The property with the day of each polygon; the map's day is the latest of them.",
)
@click.option(
    "--holder",
    "--holder-from",
    required=True,
    metavar="PROPERTY_OR_LABEL",
    help="The property that names each polygon's side, or one side's label for all.",
)
@click.option(
    "--map",
    "sides",
    default="",
    type=LIST,
    metavar="VALUE=LABEL,...",
    help="The side that each value of the property means, - for none: occupied=RU,unknown=-.",
)
@click.option(
    "--where",
    multiple=True,
    metavar="PROPERTY=VALUE",
    help="Only polygons with this value. May be given again: values of one property are "
    "alternatives, several properties must all fit.",
)
@theatre_option
def command(
    file: Path,
    ledger: str,
    source: str,
    day: date | None,
    day_from: str,
    theatre: str,
    holder: str,
    sides: tuple[str, ...],
    where: tuple[str, ...],
) -> int:
    """Add a map FILE (GeoJSON, KML, KMZ, Esri's JSON), or a folder with one file a day, as a
    source: it claims that a side holds all places inside its polygons.

    What can't be told of a polygon leaves it out, with its reason; the others are added.
    """
    from fogline.ledger import open_ledger
    from fogline.theatre import load

    files = _files(file, day)
    found = _received(files, source, day, day_from)
    known = dict(_pair("--map", s) for s in sides)
    wanted: dict[str, list[str]] = defaultdict(list)
    for name, value in (_pair("--where", w) for w in where):
        wanted[name].append(value)
    belligerents = load(theatre)
    with open_ledger(ledger, create=True) as book:
        summary = book.add_maps(found, belligerents, holder, sides=known, where=wanted)
    report_unreadable(summary.unreadable)
    faults = report_left_out(summary.left_out)
    sys.stdout.write(
        f"maps       {summary.new:,} new, {summary.seen:,} seen before, "
        f"{len(summary.unreadable):,} unreadable\n"
        f"areas      {summary.claims:,}\n"
    )
    if summary.left_out:
        sys.stdout.write(f"left out   {len(summary.left_out):,}\n")
    damage = report_bad_days(summary.mended, summary.healed, summary.lost, book.evidence.folder)
    return damage or (FAILED if summary.unreadable or faults else 0)


def _pair(option: str, words: str) -> tuple[str, str]:
    """A name and its value.

    Raises:
        UsageError: there is no equals sign, or nothing beside it.
    """
    name, _, value = (part.strip() for part in words.rpartition("="))
    if not name or not value:
        raise UsageError(f"{option} {words!r}", "write NAME=VALUE, such as occupied=RU")
    return name, value


def _files(file: Path, day: date | None) -> list[Path]:
    """The map, or the maps of a folder.

    Raises:
        UsageError: no map is there, or one day is given for several.
    """
    if not file.exists():
        raise UsageError(f"map {str(file)!r}", "no such file or folder")
    if not file.is_dir():
        return [file]
    files = sorted(f for f in file.iterdir() if f.suffix.lower() in _ENDINGS)
    if not files:
        raise UsageError(f"folder {str(file)!r}", f"no file that ends with {' or '.join(_ENDINGS)}")
    if day and len(files) > 1:
        raise UsageError(
            f"folder {str(file)!r}",
            f"--day {day} can't be the day of {len(files)} maps",
            "have a day in each file's name, such as 2022-09-10.geojson",
        )
    return files


def _received(
    files: list[Path], source: str, day: date | None, day_from: str
) -> Iterator[Received | Unreadable]:
    from fogline.documents import SourceDefaults, Unreadable, load

    for file in files:
        try:
            shown = day or _day_in(file.name)
        except ValueError as error:
            yield Unreadable(str(file), str(error))
            continue
        for found in load([str(file)], SourceDefaults(source, shown), form="map"):
            if isinstance(found, Unreadable):
                yield found
                continue
            document = replace(found.document, id=file.name)
            if shown is None and day_from:
                document = replace(document, published=_latest(document.text, day_from))
            yield replace(found, document=document, origin=str(file))


def _day_in(name: str) -> date | None:
    """The day in a file's name, if there is one.

    Raises:
        ValueError: digits that are not a day.
    """
    found = _DAY.search(name)
    return date(*(int(v) for v in found.groups())) if found else None


def _latest(text: str, name: str) -> date | None:
    """The latest day that a property of the features gives, if any does."""
    whole = json.loads(text)
    features = whole.get("features") or () if isinstance(whole, dict) else ()
    days = [_day(_properties(f).get(name)) for f in features if isinstance(f, dict)]
    return max((d for d in days if d is not None), default=None)


def _properties(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    found = feature.get("properties")
    return found if isinstance(found, dict) else {}


def _day(value: Any) -> date | None:
    """The day of a property: seconds or milliseconds since 1970, or ISO 8601, also as a number
    (20220910); none where a number is neither.
    """
    try:
        if isinstance(value, int | float) and is_moment(value):
            return datetime.fromtimestamp(seconds(value), UTC).date()
        return date.fromisoformat(str(value)[:_DATE])
    except (ValueError, OverflowError, OSError):
        return None
