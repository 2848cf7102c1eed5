"""What a view costs: bytes and processor time a claim, on a made-up ledger.

usage: python bench/views.py [--claims 100000] [--places 30000] [--estimate]

Each step runs in a process of its own, so that its peak of memory is its own. Times are ratios to
the limits, which were set on an idle machine.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MEMORY, MICROSECONDS, ESTIMATE_GB = 1000, 10.0, 4.0  # limits: bytes and time a claim, an estimate
BATCH = 200  # documents
CUES = '[{"role": "object", "start": 6, "end": 12, "text": "ground"}, {"role": "date", "start": 0}]'


def fill(file: str, claims: int, places: int) -> None:
    """A ledger of claims about villages on a grid, beside the gazetteer's own places."""
    from ledger import A_DOCUMENT, THEATRE, generated

    from fogline.gazetteer import import_file, open_gazetteer
    from fogline.ledger import open_ledger
    from fogline.ledger.write import Appender, writing

    village = Path(os.environ["FOGLINE_HOME"]) / "villages.csv"
    village.parent.mkdir(parents=True, exist_ok=True)
    side = int(places**0.5) + 1
    points = ((k, 46 + 5 * (k // side) / side, 24 + 15 * (k % side) / side) for k in range(places))
    rows = (f"v{k},Selo{k},village,,{lat:.5f},{lon:.5f}," for k, lat, lon in points)
    village.write_text("\n".join(["id,name,kind,region,lat,lon,spellings", *rows]), "utf-8")
    import_file(village, THEATRE.name)
    known = list(open_gazetteer(THEATRE).settlements.places)
    with open_ledger(file, create=True) as ledger:
        for first in range(0, claims // A_DOCUMENT, BATCH):
            with writing(ledger._engine) as connection:
                appender = Appender(connection)
                made = [r for n in range(first, first + BATCH) for r in generated(n, known)]
                for table, row in made:
                    row |= {"cues": CUES} if table == "claims" else {}
                appender.append(made)
                appender.close()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0


def measure(file: str, columns: tuple[str, ...], name: str) -> bool:
    """Read the ledger into a view; whether it keeps to the limits."""
    from fogline.ledger import open_ledger

    with open_ledger(file) as ledger:
        ledger.view(limit=1, ids=("none",), columns=columns)  # what is loaded once for all
        before, start = _peak(), time.process_time()
        view = ledger.view(columns=columns)
        took = time.process_time() - start
    memory, each = (_peak() - before) / view.num_rows, 1e6 * took / view.num_rows
    print(
        f"columns: {name:10}{view.num_rows:>10,} claims  {memory:6.0f} bytes a claim"
        f" ({memory / MEMORY:.2f} of {MEMORY:,}, {view.nbytes / view.num_rows:.0f} in the end) "
        f" {each:5.1f} us a claim ({each / MICROSECONDS:.2f} of {MICROSECONDS:g})",
        flush=True,
    )
    return bool(memory <= MEMORY)


def estimate(file: str) -> bool:
    """Estimate control from the whole ledger; whether it keeps to the limit of memory."""
    from fogline.control import Options, columns_for, estimate
    from fogline.ledger import open_ledger

    start = time.process_time()
    with open_ledger(file) as ledger:
        view = ledger.view(columns=columns_for("judged"))
    control = estimate(view, Options(theatre="ukraine"))
    peak = _peak() / 1024**3
    days, states, places = control.inputs.shape
    print(
        f"an estimate of {view.num_rows:,} claims ({len(control.items):,} count), {places:,} places"
        f" x {days:,} days x {states} states: {time.process_time() - start:.0f} s, peak"
        f" {peak:.2f} GB ({peak / ESTIMATE_GB:.2f} of {ESTIMATE_GB:g})"
    )
    return peak <= ESTIMATE_GB


def step(name: str, file: str, claims: int, places: int) -> bool:
    """One step; whether it keeps to its limit."""
    from fogline.control import columns_for

    if name == "fill":
        fill(file, claims, places)
        return True
    if name == "estimate":
        return estimate(file)
    return measure(file, columns_for("judged") if name == "control" else (), name)


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--claims", type=int, default=100_000)
    options.add_argument("--places", type=int, default=30_000)
    options.add_argument("--estimate", action="store_true")
    options.add_argument("--step", default="")
    options.add_argument("--file", default="")
    given = options.parse_args()
    if given.step:
        return int(not step(given.step, given.file, given.claims, given.places))
    with tempfile.TemporaryDirectory() as folder:
        place = {"FOGLINE_HOME": f"{folder}/home"}
        asked = [f"--claims={given.claims}", f"--places={given.places}", f"--file={folder}/war.db"]
        steps = ["fill", "control", "all", *(["estimate"] if given.estimate else [])]
        return max(
            subprocess.run(
                [sys.executable, __file__, *asked, "--step", name], env={**os.environ, **place}
            ).returncode
            for name in steps
        )


if __name__ == "__main__":
    raise SystemExit(main())
