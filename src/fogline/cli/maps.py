"""``fogline add-map``: maps in, as claims of their makers."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from fogline.cli.ask import FAILED, tell
from fogline.control import ControlError
from fogline.documents import Problem
from fogline.ledger import open_ledger
from fogline.model import Document, Evidence, Received
from fogline.theatre import load

_DAY = re.compile(r"(?<!\d)(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)")
_ENDINGS = (".geojson", ".json")


def add(file: Path, ledger: str, source: str, day: date | None, holder: str, theatre: str) -> int:
    """Take in a map, or a folder of them; 2 if any could not be read."""
    if not file.exists():
        raise ControlError(f"map {str(file)!r}: no such file or folder")
    files = (
        sorted(f for f in file.iterdir() if f.suffix.lower() in _ENDINGS)
        if file.is_dir()
        else [file]
    )
    if not files:
        raise ControlError(f"folder {str(file)!r}: no file that ends with {' or '.join(_ENDINGS)}")
    if day and len(files) > 1:
        raise ControlError(
            f"folder {str(file)!r}: --day {day} can't be the day of {len(files)} maps; have a day in each file's name, such as 2022-09-10.geojson"
        )
    sides = load(theatre)
    with open_ledger(ledger, create=True) as book:
        summary = book.add_maps(_received(files, source, day), sides, holder)
    tell(summary.unreadable)
    sys.stdout.write(
        f"maps       {summary.new:,} new, {summary.seen:,} seen before, {len(summary.unreadable):,} unreadable\nareas      {summary.claims:,}\n"
    )
    return FAILED if summary.unreadable else 0


def _received(files: list[Path], source: str, day: date | None) -> Iterator[Received | Problem]:
    for file in files:
        try:
            raw = file.read_bytes()
            shown = day or _day_in(file.name)
            document = Document(
                raw.decode("utf-8-sig"), id=file.name, source=source, published=shown
            )
        except (OSError, ValueError) as error:
            yield Problem(str(file), str(error))
            continue
        yield Received(document, Evidence(raw), str(file), media="application/geo+json")


def _day_in(name: str) -> date | None:
    """The day in a file's name, if there is one.

    Raises:
        ValueError: digits that are no day.
    """
    found = _DAY.search(name)
    return date(*(int(v) for v in found.groups())) if found else None
