"""Kills `add`, `merge`, `backup`, `restore` or `upgrade` at random moments and checks what is left.

The ledger verifies, and doing it again ends with the rows of an undisturbed run.

python bench/kill.py ../shared/data/reports/isw_2022-02-25_2022-08-31.jsonl --kills 200
python bench/kill.py FILE --task merge --kills 100
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
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from sqlalchemy import text

from fogline.cli.main import commands
from fogline.documents import SourceDefaults, Unreadable, load
from fogline.ledger import Ledger, LedgerError, open_ledger
from fogline.ledger.intake import SECONDS
from fogline.ledger.portable import reading
from fogline.ledger.walk import walk
from fogline.model import Received
from fogline.theatre import load as load_theatre

TASKS = ("add", "merge", "backup", "restore", "upgrade")
THEATRE = load_theatre("ukraine")
# Columns that the second schema added to documents.
POSTS = ("key", "origin", "written", "stated", "edited", "edited_utc", "context")


@dataclass(frozen=True)
class Task:
    """Something that is killed: what is there before, what is done, in which file it ends, and the
    longest wait before a kill where that is more than a share of an undisturbed run.
    """

    begin: Callable[[Path], object]
    do: Callable[[Path], object]
    at_least: float = 0.0


def add(file: str, path: Path, part: slice = slice(None), reader: str = "encoder") -> None:
    with open_ledger(path, create=True) as ledger:
        found = load([file], SourceDefaults(theatre=THEATRE))
        some = islice(found, part.start, part.stop, part.step)
        ledger.add(some if reader == "encoder" else map(plain, some), THEATRE, reader=reader)


def plain(one: Received | Unreadable) -> Received | Unreadable:
    """Without what the first schema did not know."""
    if isinstance(one, Unreadable):
        return one
    return replace(one, key="", document=replace(one.document, stated=""))


def copied(source: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    shutil.copy(source, target)
    shutil.copytree(f"{source}.evidence", f"{target}.evidence")


def old_schema(path: Path) -> None:
    with open_ledger(path) as book, book._engine.begin() as connection:
        connection.execute(text("DROP INDEX documents_by_edit"))
        for name in POSTS:
            connection.execute(text(f"ALTER TABLE documents DROP COLUMN {name}"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))


def run(*words: str) -> None:
    commands.main(words, standalone_mode=False)


def task_of(name: str, file: str, folder: Path) -> Task:
    """What is killed, with the ledgers that it needs in ``folder``."""
    if name == "add":
        return Task(lambda path: path.parent.mkdir(), lambda path: add(file, path), 3 * SECONDS)
    one, two, all_ = (folder / f"{n}.db" for n in ("one", "two", "all"))
    add(file, all_, reader="linear")
    if name == "merge":
        # Halves that share every third document.
        for path, parts in ((one, (0, 1)), (two, (1, 2))):
            for start in parts:
                add(file, path, slice(start, None, 3), "linear")
        return Task(
            lambda path: copied(one, path),
            lambda path: run("ledger", "merge", str(two), "--ledger", str(path)),
        )
    if name == "upgrade":
        copied(all_, one)
        old_schema(one)
        return Task(
            lambda path: copied(one, path),
            lambda path: run("ledger", "upgrade", "--ledger", str(path)),
        )
    if name == "backup":
        return Task(
            lambda path: path.parent.mkdir(),
            lambda path: run("ledger", "backup", str(path), "--ledger", str(all_)),
        )
    return Task(
        lambda path: path.parent.mkdir(),
        lambda path: run("ledger", "restore", str(all_), "--ledger", str(path)),
    )


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


def killed(do: Callable[[], object], wait: float) -> bool:
    """Do it in a process of its own, killed after ``wait`` seconds; false if it was done before."""
    child = os.fork()
    if not child:
        try:
            sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115 - as long as the child
            do()
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


def left(path: Path) -> tuple[int, tuple[str, ...]]:
    """Rows and flaws of what a kill left; no rows where no ledger came to be."""
    try:
        with open_ledger(path) as ledger:
            proof = ledger.verify()
    except LedgerError as error:
        began = ("no such file", "no ledger in", "it is empty", "ledger upgrade")
        return 0, () if any(words in str(error) for words in began) else (str(error),)
    return proof.rows, proof.flaws


def one_round(task: Task, path: Path, whole: list[str], waits: Callable[[], float]) -> list[int]:
    """Kill a task again and again until it is done; gives kills, those after which rows were there,
    and failures.
    """
    task.begin(path)
    kills = partial = failures = 0
    while killed(lambda: task.do(path), waits()):
        kills += 1
        rows, flaws = left(path)
        partial, failures = partial + (rows > 1), failures + bool(flaws)
        print(f"kill: {rows:,} rows, {flaws or 'verifies'}", flush=True)
        if rows and task.at_least == 0 and _is_done(path, whole):
            break
    with open_ledger(path) as ledger:
        same = content(ledger) == whole and not ledger.verify().flaws
    print(f"round: {'the same rows' if same else 'OTHER ROWS'} as undisturbed", flush=True)
    shutil.rmtree(path.parent)
    return [kills, partial, failures + (not same)]


def _is_done(path: Path, whole: list[str]) -> bool:
    """Whether a kill came when all was done, so that a backup or restore would be refused."""
    with open_ledger(path) as ledger:
        return content(ledger) == whole


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("file")
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--task", default="add", choices=TASKS)
    options.add_argument(
        "--rounds",
        type=int,
        default=12,
        help="in how many parts an undisturbed run is cut, on average",
    )
    given = options.parse_args()
    folder = Path(tempfile.mkdtemp())
    task = task_of(given.task, given.file, folder)
    path = folder / "whole" / "war.db"
    task.begin(path)
    start = time.perf_counter()
    task.do(path)
    whole_time = time.perf_counter() - start
    with open_ledger(path) as ledger:
        whole = content(ledger)
    print(f"undisturbed: {len(whole):,} rows in {whole_time:.1f} s", flush=True)
    # Longer than a batch takes to come together, or than what a task can't be killed in and go on.
    share = 2 * whole_time if given.task != "add" else 2 * whole_time / given.rounds
    chance, longest = random.Random(given.seed), max(share, task.at_least)
    counts, rounds = [0, 0, 0], 0
    while counts[0] < given.kills or rounds == 0:
        rounds += 1
        found = one_round(
            task, folder / f"round{rounds}" / "war.db", whole, lambda: chance.uniform(0, longest)
        )
        counts = [a + b for a, b in zip(counts, found, strict=True)]
    kills, partial, failures = counts
    print(f"kills {kills}, with rows kept before {partial}, rounds {rounds}, failures {failures}")
    shutil.rmtree(folder)
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
