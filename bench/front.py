"""The front at scale: 30,000 places, one day and a year of days, on a made-up war whose line moves.

usage: python bench/front.py [--places 30000] [--days 365]

Prints the time of a day's geometry from nothing (cells, areas, line, doubt and intervals), of each
further day, and of a year; beside it the union of a day's cells with shapely, which any other
program would do for each day; and the time of the demo.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import shapely

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from war import BASELINE, FIRST, Claims, write_gazetteer, write_theatre


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=30_000)
    parser.add_argument("--days", type=int, default=365)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FOGLINE_HOME"] = f"{folder}/home"
        from fogline import demo
        from fogline.control import Options, estimate
        from fogline.front import draw
        from fogline.gazetteer import import_file

        theatre = write_theatre(Path(folder), "grid", baseline=BASELINE.format(lon=21.5))
        columns = round(given.places**0.5)
        write_gazetteer(Path(folder) / "villages.csv", given.places // columns, columns)
        import_file(Path(folder) / "villages.csv", "grid")
        last = FIRST + timedelta(given.days - 1)
        claims = Claims([])
        claims.add("p0", 0, "hold", "RED")
        control = estimate(
            claims.view(),
            Options(theatre=theatre, start=FIRST, end=last, learn=False, neighbours=False),
        )
        lon = control.lon + np.random.default_rng(1).normal(0, 0.05, len(control.places))
        line = 21.5 + 1.2 * np.sin(np.linspace(0, 3, given.days))
        red = (1 / (1 + np.exp((lon[None] - line[:, None]) / 0.1))).astype(np.float32)
        control = replace(
            control,
            chances=np.stack([0.95 * red, 0.95 * (1 - red), np.full_like(red, 0.05)], axis=1),
        )
        del red
        began = time.perf_counter()
        front = draw(control, FIRST)
        print(
            f"{len(control.places):,} places; a day from nothing {time.perf_counter() - began:.2f}"
            " s (limit 3)"
        )
        began = time.perf_counter()
        for k in range(given.days):
            front = draw(control, FIRST + timedelta(k))
        took = time.perf_counter() - began
        print(
            f"{given.days} days   {took:.1f} s (limit 300), {1000 * took / given.days:.0f} ms a"
            f" day, {front.extents['RED'].mapped:,.0f} km2 at last"
        )
        mesh = front.mesh
        cells = shapely.voronoi_polygons(
            shapely.multipoints(mesh.points), extend_to=mesh.land, ordered=True
        )
        cells = shapely.intersection(shapely.get_parts(cells), mesh.land)
        of = control.chances[-1].argmax(axis=0)
        began = time.perf_counter()
        for k in range(3):
            shapely.union_all(cells[of == k])
        union = time.perf_counter() - began
        print(
            f"union of cells {union:.2f} s a day: {union / (took / given.days):.0f} x a day here,"
            " without line, doubt and intervals"
        )
        del control, front
        began = time.perf_counter()
        demo.run(Path(folder) / "demo", lambda _: None)
        print(f"demo       {time.perf_counter() - began:.1f} s (limit 60)")


if __name__ == "__main__":
    main()
