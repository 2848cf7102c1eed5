"""Prints the outline of a theatre for its file, from a GeoJSON file of the land that it covers.

usage: python tools/outline.py LAND.geojson --source WORDS [--box S,W,N,E] [--tolerance 0.02]
                               [--least 0.01]

Polygons are joined, cut to the box, simplified by the tolerance (degrees), and dropped where
smaller than ``--least`` square degrees.
"""

from __future__ import annotations

import argparse
import json
import textwrap
from pathlib import Path

import shapely
from shapely.geometry import shape


def main() -> None:
    """Read the options and print the outline."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("land", type=Path)
    parser.add_argument("--source", required=True)
    parser.add_argument("--box", default="-90,-180,90,180")
    parser.add_argument("--tolerance", type=float, default=0.02)
    parser.add_argument("--least", type=float, default=0.01)
    given = parser.parse_args()
    south, west, north, east = (float(v) for v in given.box.split(","))
    features = json.loads(given.land.read_text(encoding="utf-8"))["features"]
    # A hair's breadth of overlap joins neighbours whose border is drawn twice.
    land = shapely.union_all([shape(f["geometry"]).buffer(0.003) for f in features]).buffer(-0.003)
    parts = shapely.get_parts(shapely.intersection(land, shapely.box(west, south, east, north)))
    whole = shapely.multipolygons(
        [shapely.polygons(p.exterior) for p in parts if p.area >= given.least]
    )
    print(f'\n[outline]\nsource = "{given.source}"\nrings = [')
    # Rounded before it is printed, so that no rounding makes it cross itself.
    for part in shapely.get_parts(
        shapely.set_precision(shapely.simplify(whole, given.tolerance), 0.01)
    ):
        points = ", ".join(f"[{lat:.2f}, {lon:.2f}]" for lon, lat in part.exterior.coords[:-1])
        print(
            "  [\n"
            + textwrap.indent(textwrap.fill(points, 136, break_on_hyphens=False), "    ")
            + ",\n  ],"
        )
    print("]")


if __name__ == "__main__":
    main()
