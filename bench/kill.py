"""Kills `add` at random moments and checks what is left.

The ledger verifies, and adding again ends with the rows of an undisturbed run.

python bench/kill.py ../shared/data/reports/isw_2022-02-25_2022-08-31.jsonl --kills 200
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from fogline.documents import SourceDefaults, load
from fogline.ledger import Ledger, open_ledger
from fogline.ledger.intake import SECONDS
from fogline.ledger.portable import reading
from fogline.ledger.verify import walk
from fogline.theatre import load as load_theatre

THEATRE = load_theatre("ukraine")


def add(file: str, path: Path) -> None:
    with open_ledger(path, create=True) as ledger:
        ledger.add(load([file], SourceDefaults(theatre=THEATRE)), THEATRE)


def content(ledger: Ledger) -> list[str]:
    """All rows without what differs from run to run: place in the chain, hash, time."""
    with reading(ledger._engine) as connection:
        return sorted(
            table
            + repr(
                sorted(
                    (k, v)
                    for k, v in row.items()
                    if k not in {"seq", "hash", "at"} and (table, k) != ("receipts", "id")
                )
            )
            for table, row in walk(connection)
            if table != "acts"
        )


def killed(file: str, path: Path, wait: float) -> bool:
    """Add in a process of its own, killed after ``wait`` seconds; false if it was done before."""
    child = os.fork()
    if not child:
        try:
            add(file, path)
        except BaseException as error:  # noqa: BLE001 - a child must not run the parent's code
            print(f"child: {error!r}", file=sys.stderr)
            os._exit(1)
        os._exit(0)
    end = time.monotonic() + wait
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            assert status == 0, status
            return False
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("file")
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument(
        "--rounds",
        type=int,
        default=12,
        help="in how many parts an undisturbed run is cut, on average",
    )
    given = options.parse_args()
    folder = Path(tempfile.mkdtemp())
    start = time.perf_counter()
    add(given.file, folder / "whole.db")
    whole_time = time.perf_counter() - start
    with open_ledger(folder / "whole.db") as ledger:
        whole = content(ledger)
    print(f"undisturbed: {len(whole):,} rows in {whole_time:.1f} s", flush=True)
    chance, kills, rounds, failures, partial = random.Random(given.seed), 0, 0, 0, 0
    while kills < given.kills or rounds == 0:
        rounds += 1
        path = folder / f"round{rounds}" / "war.db"
        path.parent.mkdir()
        # Longer than a batch takes to come together, so that every round ends.
        longest = max(2 * whole_time / given.rounds, 3 * SECONDS)
        while killed(given.file, path, chance.uniform(0.0, longest)):
            kills += 1
            if path.exists():
                # A kill before the ledger was founded leaves an empty database, which `add` founds.
                with open_ledger(path, create=True) as ledger:
                    proof = ledger.verify()
                partial += proof.rows > 1
                failures += bool(proof.flaws)
                print(f"kill {kills}: {proof.rows:,} rows, {proof.flaws or 'verifies'}", flush=True)
        with open_ledger(path) as ledger:
            same = content(ledger) == whole
            failures += not same or bool(ledger.verify().flaws)
        print(
            f"round {rounds}: {'the same rows' if same else 'OTHER ROWS'} as undisturbed",
            flush=True,
        )
        shutil.rmtree(path.parent)
    print(f"kills {kills}, with rows kept before {partial}, rounds {rounds}, failures {failures}")
    shutil.rmtree(folder)
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
