"""Two writers and eight readers on one ledger: no lost row, no error seen.

python bench/writers.py --seconds 300 [--ledger postgresql://...]
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any

from fogline.ledger import open_ledger
from fogline.model import Document, Evidence, Received
from fogline.theatre import load

PLACES = ("Izium", "Lyman", "Kupiansk", "Popasna", "Kreminna", "Bakhmut", "Rubizhne", "Balakliia")
BATCH = 40
EVENTS = ("captured", "shelled", "left", "attacked", "advanced toward")


def reports(writer: int) -> Iterator[Received]:
    """Reports without end; every third is one that the other writer adds too."""
    n = 0
    while True:
        n += 1
        own = "both" if n % 3 == 0 else f"writer {writer}"
        chance = random.Random(f"{own} {n}")
        text = (
            f"Russian forces {chance.choice(EVENTS)} {chance.choice(PLACES)}. Report {n} of {own}:"
            f" {chance.random()}."
        )
        document = Document(
            text,
            source=f"Source {chance.randrange(9)}",
            published=date(2022, 3, 1) + timedelta(chance.randrange(180)),
        )
        yield Received(document, Evidence(text.encode()), "bench")


def write(where: str, writer: int, end: float, out: Queue[Any]) -> None:
    try:
        ids, waiting = set(), reports(writer)
        with open_ledger(where) as ledger:
            while time.time() < end:
                batch = list(islice(waiting, BATCH))
                ledger.add(batch, load("ukraine"))
                ids |= {r.document.sha256 for r in batch}
        out.put(("written", ids))
    except Exception as error:  # noqa: BLE001 - what a user would see
        out.put(("error", f"writer: {error!r}"))


def read(where: str, reader: int, end: float, out: Queue[Any]) -> None:
    try:
        chance, views, slowest, last = random.Random(reader), 0, 0.0, 0
        with open_ledger(where) as ledger:
            while time.time() < end:
                start = time.perf_counter()
                ledger.view(
                    places=(chance.choice(PLACES),), start=date(2022, 4, 1), end=date(2022, 4, 30)
                )
                seq = ledger.head().seq
                assert seq >= last, "the chain became shorter"
                last, views = seq, views + 1
                slowest = max(slowest, time.perf_counter() - start)
        out.put(("views", (views, slowest)))
    except Exception as error:  # noqa: BLE001 - what a user would see
        out.put(("error", f"reader: {error!r}"))


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--seconds", type=float, default=300)
    options.add_argument("--ledger", default="")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        where = given.ledger or str(Path(folder) / "war.db")
        with open_ledger(where, create=True) as ledger:
            ledger.add(
                list(islice(reports(0), BATCH)), load("ukraine")
            )  # so that every place is known
        spawn = multiprocessing.get_context("spawn")
        out: Queue[Any] = spawn.Queue()
        end = time.time() + given.seconds + 8
        work = [(write, n) for n in (1, 2)] + [(read, n) for n in range(8)]
        processes = [spawn.Process(target=target, args=(where, n, end, out)) for target, n in work]
        for process in processes:
            process.start()
        answers = [out.get(timeout=given.seconds + 200) for _ in processes]
        for process in processes:
            process.join()
        written = set().union(*(v for kind, v in answers if kind == "written"))
        errors = [v for kind, v in answers if kind == "error"]
        views = [v for kind, v in answers if kind == "views"]
        with open_ledger(where) as ledger:
            proof = ledger.verify()
            with ledger._engine.connect() as connection:
                kept = {r[0] for r in connection.exec_driver_sql("SELECT sha256 FROM documents")}
        lost = written - kept
        slowest = max((s for _, s in views), default=0)
        print(
            f"documents {len(written):,}, lost {len(lost)}, views {sum(n for n, _ in views):,}"
            f" (slowest {slowest:.2f} s), errors {errors}"
        )
        print(f"rows {proof.rows:,}, {proof.flaws or 'all match'}")
        return int(bool(lost or errors or proof.flaws))


if __name__ == "__main__":
    sys.exit(main())
