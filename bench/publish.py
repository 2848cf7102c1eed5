"""The size of a published year: 30,000 places on a made-up war whose line moves.

usage: python bench/publish.py [--places 30000] [--days 365] [--drawn 365]

Prints the bytes of what grows with places and days: fronts, chances, places and names. With
``--drawn`` only so many days are drawn, and the fronts of all are reckoned from them.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from war import BASELINE, FIRST, Claims, write_gazetteer, write_theatre

_MB = 1e6
LIMIT_MB = 60


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=30_000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--drawn", type=int, default=365)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FOGLINE_HOME"] = f"{folder}/home"
        control = _control(Path(folder), given.places, given.days)
        sizes = _sizes(control, min(given.drawn, given.days), given.days)
    for name, size in sizes.items():
        print(f"{name:10} {size / _MB:6.2f} MB")
    print(f"{'all':10} {sum(sizes.values()) / _MB:6.2f} MB (limit {LIMIT_MB} with the claims)")


def _control(folder: Path, places: int, days: int) -> Any:
    """An estimate of a grid of places, whose line swings over the year and is ragged."""
    from fogline.control import Options, estimate
    from fogline.gazetteer import import_file

    theatre = write_theatre(folder, "grid", baseline=BASELINE.format(lon=21.5))
    columns = round(places**0.5)
    write_gazetteer(folder / "villages.csv", places // columns, columns)
    import_file(folder / "villages.csv", "grid")
    claims = Claims([])
    claims.add("p0", 0, "hold", "RED")
    last = FIRST + timedelta(days - 1)
    options = Options(theatre=theatre, start=FIRST, end=last, learn=False, neighbours=False)
    control = estimate(claims.view(), options)
    lon = control.lon + np.random.default_rng(1).normal(0, 0.05, len(control.places))
    line = 21.5 + 1.2 * np.sin(np.linspace(0, 3, days))
    red = (1 / (1 + np.exp((lon[None] - line[:, None]) / 0.1))).astype(np.float32)
    rest = np.full_like(red, 0.05)
    return replace(control, chances=np.stack([0.95 * red, 0.95 * (1 - red), rest], axis=1))


def _sizes(control: Any, drawn: int, days: int) -> dict[str, float]:
    from fogline.gazetteer import open_gazetteer
    from fogline.web import map_view, places_view
    from fogline.web.encoding import to_json
    from fogline.web.site.chances import chance_files
    from fogline.web.site.fronts import FrontShelf
    from fogline.web.site.names import names
    from fogline.web.site.shelves import compressed, packed

    counted: Any = SimpleNamespace(claim_counts={})
    places = places_view.places(counted, control)
    ids = places["id"]
    shelves: dict[str, FrontShelf] = defaultdict(FrontShelf)
    began, plain = time.perf_counter(), 0
    for k in range(drawn):
        day = FIRST + timedelta(k)
        answer = to_json(map_view.front(control, day))
        plain += len(compressed(answer))
        shelves[str(day)[:7]].put(f"/api/v1/front?day={day}", json.loads(answer))
    months = [len(packed(shelf.record())) for shelf in shelves.values()]
    took = time.perf_counter() - began
    print(f"{len(ids):,} places, {drawn} of {days} days drawn in {took:.0f} s")
    print(f"fronts as plain files would be {plain / _MB * days / drawn:.1f} MB; months: {months}")
    told = names(open_gazetteer(control.theatre), control, ids)
    return {
        "fronts": sum(months) * days / drawn,
        "chances": sum(len(b) for _, b in chance_files(control, ids)),
        "places": len(compressed(to_json(places))),
        "names": len(packed(told)),
    }


if __name__ == "__main__":
    main()
