"""``fogline gazetteer``: add files of places, and look names up."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fogline.cli.options import PATH, theatre_option
from fogline.errors import FoglineError

# At most so many places that a name may mean are listed.
_LISTED = 20


@click.group("gazetteer")
def command() -> None:
    """Look up places, and add files of your own."""


@command.command("import")
@click.argument("file", type=PATH)
@theatre_option
def import_(file: Path, theatre: str) -> None:
    """Add a gazetteer file to a theatre: a CSV, or a GeoNames table.

    The CSV has the columns id,name,name_LANG...,kind,region,lat,lon,spellings.
    """
    from fogline.gazetteer import import_file
    from fogline.theatre import load

    count = import_file(file, load(theatre).name)
    sys.stdout.write(f"{count:,} places of {file.name} now serve the theatre {theatre}\n")


@command.command()
@click.argument("name")
@theatre_option
def find(name: str, theatre: str) -> None:
    """List the places that a name may mean, in any spelling or script."""
    from fogline.gazetteer import open_gazetteer
    from fogline.theatre import load

    gazetteer = open_gazetteer(load(theatre))
    found = gazetteer.find(name) or gazetteer.fuzzy(name)
    if not found:
        raise FoglineError(
            f"no place sounds like {name!r} in the theatre {theatre}: import a larger gazetteer"
        )
    for match in found[:_LISTED]:
        p = match.place
        point = (
            f"{p.lat:.4f} {p.lon:.4f}" if p.lat is not None and p.lon is not None else "no point"
        )
        kind = f"{p.kind}{', ' + p.region if p.region else ''}"
        sys.stdout.write(
            f"{match.likeness:.2f}  {p.name} ({kind})  {point}  {p.id}  by {match.spelling!r}\n"
        )
