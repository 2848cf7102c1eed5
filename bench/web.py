"""The server under load: requests for maps and evidence of a year's reports, for a minute.

usage: python bench/web.py [--ledger FILE] [--rate 200] [--seconds 60] [--wait 0] [--reports FILE]

Without --ledger the reports (../shared/data/reports/isw_2022-02-25_2022-08-31.jsonl) are read into
one first. A request is sent every 1/rate seconds, whatever became of those before; its time counts
from when it was due. The days are drawn evenly from all, the places by how many claims name them.
``--wait`` seconds pass between the first answer and the load. Loopback only.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx2 as httpx

ROOT = Path(__file__).parents[1]
REPORTS = ROOT.parent / "shared/data/reports/isw_2022-02-25_2022-08-31.jsonl"
FOGLINE = [sys.executable, "-m", "fogline"]
# Shares of what a page asks for while somebody moves the slider, opens places and looks through
# claims.
MIX = {"front": 35, "symbols": 25, "evidence": 25, "panel": 5, "search": 5, "claims": 5}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ledger", default="")
    parser.add_argument("--reports", type=Path, default=REPORTS)
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--wait", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ledger = given.ledger or f"{folder}/war.db"
        if not given.ledger:
            subprocess.run(
                [*FOGLINE, "add", str(given.reports), "--ledger", ledger, "--source", "ISW"],
                check=True,
            )
        with served(ledger) as site:
            asyncio.run(ask(site, given.rate, given.seconds, given.wait))


@contextmanager
def served(ledger: str) -> Iterator[str]:
    """The address of a server of a ledger, or of the demo, in a process of its own."""
    asked = ["--ledger", ledger] if ledger else ["--demo"]
    with subprocess.Popen(
        [*FOGLINE, "serve", *asked, "--port", "0"], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        found = re.search(r"http://\S+/", server.stdout.readline())
        assert found is not None
        try:
            yield found[0].rstrip("/")
        finally:
            server.terminate()


async def ask(site: str, rate: int, seconds: int, wait: int) -> None:
    """Load the site and tell how long answers took."""
    limits = httpx.Limits(max_connections=256, max_keepalive_connections=256)
    async with httpx.AsyncClient(base_url=site, limits=limits, timeout=30) as client:
        begun = time.monotonic()
        war = await answered(client, "/api/v1/war")
        places = await answered(client, "/api/v1/places")
        print(
            f"first answer after {time.monotonic() - begun:.1f} s; {war['claims']:,} claims,"
            f" {len(places['id']):,} places"
        )
        await asyncio.sleep(wait)
        questions = drawn(war, places, rate * seconds)
        took: dict[str, list[float]] = {kind: [] for kind in MIX}
        statuses: Counter[Any] = Counter()

        async def one(kind: str, path: str, due: float) -> None:
            try:
                response = await client.get(path)
                statuses[response.status_code] += 1
            except httpx.HTTPError as error:
                statuses[type(error).__name__] += 1
            took[kind].append(time.monotonic() - due)

        start = time.monotonic()
        tasks = []
        for k, (kind, path) in enumerate(questions):
            due = start + k / rate
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            tasks.append(asyncio.create_task(one(kind, path, due)))
        await asyncio.gather(*tasks)
        told(took, statuses, time.monotonic() - start)


async def answered(client: httpx.AsyncClient, path: str) -> Any:
    """The answer of a path, when it is worked out."""
    while (response := await client.get(path)).status_code == 202:
        await asyncio.sleep(0.1)
    return response.json()


def drawn(war: Any, places: Any, count: int) -> list[tuple[str, str]]:
    """So many questions, by kind."""
    rng = random.Random(7)
    first = date.fromisoformat(war["first"])
    days = [
        str(first + timedelta(n)) for n in range((date.fromisoformat(war["last"]) - first).days + 1)
    ]
    spoken = [k for k, n in enumerate(places["claims"]) if n]
    weights = [places["claims"][k] for k in spoken]
    out = []
    for kind in rng.choices(list(MIX), list(MIX.values()), k=count):
        day, k = rng.choice(days), rng.choices(spoken, weights)[0]
        place, name = places["id"][k], places["name"][k]
        out.append(
            (
                kind,
                {
                    "front": f"/api/v1/front?day={day}",
                    "symbols": f"/api/v1/symbols?day={day}",
                    "evidence": f"/api/v1/places/{place}?day={day}",
                    "panel": f"/panel/places/{place}?day={day}",
                    "search": f"/api/v1/search?q={name}",
                    "claims": f"/api/v1/claims?place={place}&until={day}",
                }[kind],
            )
        )
    return out


def told(took: dict[str, list[float]], statuses: Counter[Any], seconds: float) -> None:
    """Percentiles in milliseconds, by kind and in all."""
    print(
        f"{sum(statuses.values()):,} answers in {seconds:.1f} s: "
        + ", ".join(f"{s} x {n:,}" for s, n in statuses.most_common())
    )
    for kind, values in [*took.items(), ("all", [v for found in took.values() for v in found])]:
        at = sorted(values)
        p50, p95, p99 = (1000 * at[min(len(at) - 1, int(q * len(at)))] for q in (0.5, 0.95, 0.99))
        print(
            f"{kind:9} n={len(at):6,}  p50 {p50:6.1f} ms  p95 {p95:6.1f} ms  p99 {p99:6.1f} ms "
            f" most {1000 * at[-1]:6.1f} ms"
        )


if __name__ == "__main__":
    main()
