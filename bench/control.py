"""Control at scale: 30,000 places x 1,000 days x 3 states from 500,000 claims, on a made-up war.

usage: python bench/control.py [--places 30000] [--days 1000] [--claims 500000]

Prints the time of an estimate with learning and neighbours, its peak of memory, one
forward-backward pass as a multiple of one pass of NumPy arithmetic over the same arrays
(exponential, sum over states, division), and the time of one more day's claims.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from war import BASELINE, FIRST, SIDES, write_gazetteer, write_theatre

EVENTS = np.array(["hold", "capture", "attack", "shell", "withdraw", "repel"])
SHARE = [0.35, 0.06, 0.28, 0.2, 0.03, 0.08]
SOURCES = np.array(["Alpha", "Bravo", "Carol", "Delta", "Echo"])


def claims(places: int, days: range, count: int, seed: int) -> pa.Table:
    """Claims as a view has them, about random places and days."""
    from fogline.ledger.view import SCHEMA

    rng = np.random.default_rng(seed)
    day = rng.integers(days.start, days.stop, count)
    event = rng.choice(EVENTS, count, p=SHARE)
    side = rng.integers(0, 2, count)
    source = rng.choice(SOURCES, count)
    start = (FIRST - date(1970, 1, 1)).days + day
    relation = np.where(event == "attack", "toward", np.where(event == "withdraw", "from", "in"))
    columns = {
        "id": [f"{seed:04x}{k:012x}" for k in range(count)],
        "source": source,
        "event": event,
        "actor": np.array(SIDES)[side],
        "place": [f"p{k}" for k in rng.integers(0, places, count)],
        "kind": ["settlement"] * count,
        "relation": relation,
        "start": pa.array(start.astype(np.int32)).cast(pa.date32()),
        "end": pa.array(start.astype(np.int32)).cast(pa.date32()),
        "published_utc": (
            pa.array(start.astype(np.int64) * 86400 + 43200).cast(pa.timestamp("s", "UTC"))
        ),
        "speaker": ["source"] * count,
        "certainty": rng.choice(["certain", "probable"], count),
        "status": ["actual"] * count,
        "polarity": ["positive"] * count,
        "trigger": event,
        "cues": ['[{"role": "object"}]'] * count,
        "document": source,
    }
    arrays = [
        pa.array(columns[f.name], f.type) if f.name in columns else pa.nulls(count, f.type)
        for f in SCHEMA
    ]
    return pa.table(arrays, schema=SCHEMA)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=30_000)
    parser.add_argument("--days", type=int, default=1_000)
    parser.add_argument("--claims", type=int, default=500_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FOGLINE_HOME"] = f"{folder}/home"
        from fogline.control import Options, estimate, updated
        from fogline.control.chain import smooth
        from fogline.control.evidence import nothing
        from fogline.gazetteer import import_file, open_gazetteer
        from fogline.theatre import load

        theatre = write_theatre(Path(folder), "grid", baseline=BASELINE.format(lon=21.5))
        columns = round(given.places**0.5)
        write_gazetteer(Path(folder) / "villages.csv", given.places // columns, columns)
        import_file(Path(folder) / "villages.csv", "grid")
        count = len(open_gazetteer(load(theatre)).settlements.places)
        view = claims(given.places, range(given.days), given.claims, 1)
        options = Options(theatre=theatre, start=FIRST)
        began = time.perf_counter()
        control = estimate(view, options)
        took = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        print(
            f"{count:,} places x {given.days:,} days x {len(control.states)} states,"
            f" {view.num_rows:,} claims ({len(control.items):,} items)"
        )
        print(
            f"estimate         {took:.1f} s (limit 60), converged {control.converged} after"
            f" {control.iterations} steps, peak {peak:.2f} GB (limit 4)"
        )
        began = time.perf_counter()
        later = range(given.days, given.days + 1)
        control = updated(control, claims(given.places, later, given.claims // given.days, 2))
        print(
            f"one more day     {time.perf_counter() - began:.2f} s (limit 2),"
            f" {control.inputs.days:,} days now"
        )
        shape = control.alone.shape
        start = control.alone[0].copy()
        del control, view
        evidence = np.random.default_rng(0).normal(size=shape).astype(np.float32)
        began = time.perf_counter()
        weight = np.exp(evidence)
        weight /= weight.sum(axis=1, keepdims=True)
        one = time.perf_counter() - began
        del weight
        goals = np.full(shape[1], 1 / shape[1], dtype=np.float32)
        rates = np.full(shape[0], 0.01, dtype=np.float32)
        began = time.perf_counter()
        smooth(evidence, start, rates, goals, nothing())
        passed = time.perf_counter() - began
        print(
            f"forward-backward {passed:.2f} s, {passed / one:.2f} x one pass of NumPy arithmetic"
            f" over the same arrays ({one:.2f} s; limit 3)"
        )


if __name__ == "__main__":
    main()
