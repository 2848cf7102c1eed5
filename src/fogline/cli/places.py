"""``fogline gazetteer``: take files in, look names up."""

from __future__ import annotations

import sys
from pathlib import Path

from fogline.gazetteer import GazetteerError, import_file, open_gazetteer
from fogline.theatre import TheatreError, load


def take_in(file: Path, theatre: str) -> int:
    """Import a file and say what it gave."""
    try:
        count = import_file(file, load(theatre).name)
    except (GazetteerError, TheatreError) as error:
        sys.stderr.write(f"fogline: {error}\n")
        return 2
    sys.stdout.write(f"{count:,} places of {file.name} now serve the theatre {theatre}\n")
    return 0


def look_up(name: str, theatre: str) -> int:
    """Print the places that a name may mean."""
    try:
        gazetteer = open_gazetteer(load(theatre))
    except TheatreError as error:
        sys.stderr.write(f"fogline: {error}\n")
        return 2
    found = gazetteer.find(name) or gazetteer.fuzzy(name)
    if not found:
        sys.stderr.write(f"fogline: no place sounds like {name!r} in the theatre {theatre}: import a larger gazetteer\n")
        return 2
    for match in found[:20]:
        p = match.place
        point = f"{p.lat:.4f} {p.lon:.4f}" if p.lat is not None and p.lon is not None else "no point"
        sys.stdout.write(
            f"{match.likeness:.2f}  {p.name} ({p.kind}{', ' + p.region if p.region else ''})  {point}  {p.id}  by {match.spelling!r}\n"
        )
    return 0
