"""``fogline add-map``: maps become claims of those who drew them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fogline.cli.options import PATH, day_option, ledger_option, theatre_option
from fogline.cli.reporting import FAILED, report_unreadable
from fogline.errors import UsageError

if TYPE_CHECKING:
    from fogline.documents import Unreadable
    from fogline.model import Received

_DAY = re.compile(r"(?<!\d)(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)")
_ENDINGS = (".geojson", ".json")


@click.command("add-map")
@click.argument("file", type=PATH)
@ledger_option
@click.option("--source", required=True, metavar="NAME", help="Who drew the map.")
@day_option("--day", help="The day it shows; otherwise the one in the file's name.")
@click.option(
    "--holder",
    required=True,
    metavar="PROPERTY_OR_LABEL",
    help="The property that names each polygon's side, or one side's label for all.",
)
@theatre_option
def command(
    file: Path, ledger: str, source: str, day: date | None, holder: str, theatre: str
) -> int:
    """Add a GeoJSON FILE, or a folder with one file a day, as a source: it claims that a side
    holds all places inside its polygons.
    """
    from fogline.ledger import open_ledger
    from fogline.theatre import load

    files = _files(file, day)
    sides = load(theatre)
    with open_ledger(ledger, create=True) as book:
        summary = book.add_maps(_received(files, source, day), sides, holder)
    report_unreadable(summary.unreadable)
    sys.stdout.write(
        f"maps       {summary.new:,} new, {summary.seen:,} seen before, "
        f"{len(summary.unreadable):,} unreadable\n"
        f"areas      {summary.claims:,}\n"
    )
    return FAILED if summary.unreadable else 0


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


def _received(files: list[Path], source: str, day: date | None) -> Iterator[Received | Unreadable]:
    from fogline.documents import Unreadable
    from fogline.model import Document, Evidence, Received

    for file in files:
        try:
            raw = file.read_bytes()
            shown = day or _day_in(file.name)
            document = Document(
                raw.decode("utf-8-sig"), id=file.name, source=source, published=shown
            )
        except (OSError, ValueError) as error:
            yield Unreadable(str(file), str(error))
            continue
        yield Received(document, Evidence(raw), str(file), media="application/geo+json")


def _day_in(name: str) -> date | None:
    """The day in a file's name, if there is one.

    Raises:
        ValueError: digits that are not a day.
    """
    found = _DAY.search(name)
    return date(*(int(v) for v in found.groups())) if found else None
