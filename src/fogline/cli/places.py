"""``fogline gazetteer``: take files in, look names up."""

from __future__ import annotations

import sys
from pathlib import Path

from fogline.cli.ask import fail
from fogline.gazetteer import GazetteerError, import_file, open_gazetteer
from fogline.theatre import TheatreError, load


def take_in(file: Path, theatre: str) -> int:
    """Import a file and say what it gave."""
    try:
        count = import_file(file, load(theatre).name)
    except (GazetteerError, TheatreError) as error:
        return fail(str(error))
    sys.stdout.write(f"{count:,} places of {file.name} now serve the theatre {theatre}\n")
    return 0


def look_up(name: str, theatre: str) -> int:
    """Print the places that a name may mean."""
    try:
        gazetteer = open_gazetteer(load(theatre))
    except TheatreError as error:
        return fail(str(error))
    found = gazetteer.find(name) or gazetteer.fuzzy(name)
    if not found:
        return fail(
            f"no place sounds like {name!r} in the theatre {theatre}: import a larger gazetteer"
        )
    for match in found[:20]:
        p = match.place
        point = (
            f"{p.lat:.4f} {p.lon:.4f}" if p.lat is not None and p.lon is not None else "no point"
        )
        sys.stdout.write(
            f"{match.likeness:.2f}  {p.name} ({p.kind}{', ' + p.region if p.region else ''})  {point}  {p.id}  by {match.spelling!r}\n"
        )
    return 0
