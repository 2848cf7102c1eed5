"""Reading with several processes against one, over the same documents in one run.

Several are at least 1.8 times as fast for `read`, and 1.6 times for `add`, where the machine has as
many cores to spare; what they write is the same. A headline added takes at most 1.3 times as long
as one read.

python bench/workers.py ../shared/data/reports/headlines_2022-02_2022-08.jsonl --reader linear
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

READ, ADD = 1.8, 1.6


def run(*words: str) -> tuple[float, float]:
    """Seconds by the clock, and of the processors, of a command."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-m", "fogline", *words], check=True, stdout=subprocess.DEVNULL)
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
    return wall, (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("file", type=Path)
    options.add_argument("--reader", default="encoder")
    options.add_argument("--most", type=int, default=0)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--rounds", type=int, default=2)
    given = options.parse_args()
    walls: dict[str, list[float]] = {}
    digests = set()
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "some.jsonl"
        lines = given.file.read_bytes().splitlines(keepends=True)
        file.write_bytes(b"".join(lines[: given.most or None]))
        counts = (1, given.workers)
        for turn in range(given.rounds):
            for n in counts if turn % 2 == 0 else counts[::-1]:
                common = ("--reader", given.reader, "--workers", str(n))
                out, ledger = Path(name) / "out.jsonl", Path(name) / f"{turn}-{n}.db"
                for kind, words in (
                    ("read", ("read", str(file), "--format", "jsonl", "--out", str(out))),
                    ("add", ("add", str(file), "--ledger", str(ledger))),
                ):
                    wall, processor = run(*words, *common)
                    walls.setdefault(f"{kind} {n}", []).append(wall)
                    print(f"{kind} {n}: {wall:.1f} s, processors {processor:.1f} s", flush=True)
                digests.add(hashlib.sha256(out.read_bytes()).hexdigest())
    best = {key: min(found) for key, found in walls.items()}
    read, add = (best[f"{kind} 1"] / best[f"{kind} {given.workers}"] for kind in ("read", "add"))
    print(f"{given.workers} processes: read {read:.2f} times as fast (limit {READ}), add {add:.2f}")
    print(
        f"add over read, one process: {best['add 1'] / best['read 1']:.2f}; {len(digests)} digest"
    )
    return int(read < READ or add < ADD or len(digests) > 1)


if __name__ == "__main__":
    sys.exit(main())
