"""The cost of the ledger, on SQLite.

Adding takes at most 1.15 times as long as reading alone, for long texts and for headlines, and a
place's month out of a million claims takes at most 50 ms.

python bench/ledger.py ../shared/data/reports/isw_2022-02-25_2022-08-31.jsonl --claims 1000000
python bench/ledger.py ../shared/data/reports/headlines_2022-02_2022-08.jsonl --claims 0
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from fogline.documents import SourceDefaults, load
from fogline.gazetteer import open_gazetteer
from fogline.ledger import Ledger, open_ledger
from fogline.ledger.chain import identify
from fogline.ledger.intake import BATCH
from fogline.ledger.records import Rows, fold
from fogline.ledger.write import Appender, writing
from fogline.model import EVENTS, Place, Received
from fogline.reading import open_reader
from fogline.theatre import load as load_theatre

OVERHEAD, VIEW = 1.15, 0.050
THEATRE = load_theatre("ukraine")
A_DOCUMENT = 50


def overhead(file: str, folder: Path, name: str, most: int) -> float:
    """Time of adding over time of reading the same documents.

    They are done in turns of a batch, so that both meet the machine in the same state.
    """
    found = [r for r in load([file], SourceDefaults(theatre=THEATRE)) if isinstance(r, Received)]
    found = found[:most]
    reader = open_reader(name, THEATRE)
    reader.read(found[0].document)
    read, added = 0.0, 0.0
    with open_ledger(folder / "add.db", create=True) as ledger:
        for n, i in enumerate(range(0, len(found), BATCH)):
            for add_first in (n % 2 == 0, n % 2 != 0):
                start = time.perf_counter()
                if add_first:
                    ledger.add(found[i : i + BATCH], THEATRE, reader=reader)
                    added += time.perf_counter() - start
                else:
                    for received in found[i : i + BATCH]:
                        reader.read(received.document)
                    read += time.perf_counter() - start
    print(
        f"documents {len(found)}  {name} {read:.1f} s  adding {added:.1f} s  ratio"
        f" {added / read:.3f} (limit {OVERHEAD})",
        flush=True,
    )
    return added / read


def generated(n: int, places: list[Place]) -> Rows:
    """One document with its claims, in the tables' own shape."""
    chance = random.Random(n)
    day = date(2022, 2, 24) + timedelta(n % 1_000)
    at, document = f"{day}T18:00:00Z", identify("bench", n)
    reading = identify(document, "reader")
    rows: Rows = [
        (
            "documents",
            {
                "id": document,
                "source": f"Source {n % 40}",
                "published": str(day),
                "published_utc": at,
                "text": "",
                "sha256": document,
            },
        ),
        (
            "readings",
            {
                "id": reading,
                "document": document,
                "reader": "bench",
                "setting": "1",
                "theatre": "ukraine",
                "at": at,
                "tool": "bench",
            },
        ),
    ]
    for k in range(A_DOCUMENT):
        place, sentence = chance.choice(places), identify(document, k)
        words = f"Forces did something at {place.name}, report {n} said in sentence {k}."
        span = {"start": 100 * k, "end": 100 * k + len(words)}
        rows += [
            ("sentences", {"id": sentence, "document": document, **span, "text": words}),
            (
                "mentions",
                {
                    "id": f"{reading}:{k}",
                    "reading": reading,
                    "n": k,
                    "name": place.name,
                    "kind": place.kind,
                    "status": "located",
                    "place": place.id,
                    "lat": place.lat,
                    "lon": place.lon,
                    "region": place.region,
                },
            ),
            (
                "claims",
                {
                    "id": f"{reading}:{sentence}",
                    "claim": sentence,
                    "reading": reading,
                    "document": document,
                    "sentence": sentence,
                    "event": chance.choice(EVENTS),
                    "actor": chance.choice(THEATRE.labels),
                    "mention": f"{reading}:{k}",
                    "place": place.id,
                    "toponym": fold(place.name),
                    "start": str(day),
                    "end": str(day),
                    "precision": "stated",
                    "speaker": "source",
                    "speakers": '["source"]',
                    "certainty": "certain",
                    "status": "actual",
                    "polarity": "positive",
                    "trigger": "did",
                    "trigger_start": 0,
                    "trigger_end": 3,
                    "score": 0.9,
                },
            ),
        ]
    return rows


def places() -> list[Place]:
    """Two thousand places, as many as a year of reports names."""
    gazetteer = open_gazetteer(THEATRE)
    rows = gazetteer._base.execute(
        "SELECT id FROM place WHERE kind = 'settlement' AND lat IS NOT NULL ORDER BY weight DESC,"
        " id LIMIT 2000"
    )
    return [p for (id,) in rows for p in gazetteer.places(id)]


def fill(ledger: Ledger, claims: int, known: list[Place]) -> None:
    start = time.perf_counter()
    for batch in _batches(claims // A_DOCUMENT, 200):
        with writing(ledger._engine) as connection:
            appender = Appender(connection)
            appender.append([row for n in batch for row in generated(n, known)])
            appender.close()
    print(f"generated {claims:,} claims in {time.perf_counter() - start:.0f} s", flush=True)


def _batches(count: int, size: int) -> Iterator[range]:
    for i in range(0, count, size):
        yield range(i, min(i + size, count))


def views(ledger: Ledger, known: list[Place]) -> float:
    """Median seconds of a place's month, over places and months drawn at random."""
    chance, times, found = random.Random(3), [], 0
    ledger.view(places=(known[0].name,), limit=1)
    for _ in range(100):
        place, first = chance.choice(known), date(2022, 2, 24) + timedelta(chance.randrange(960))
        start = time.perf_counter()
        found += ledger.view(places=(place.name,), start=first, end=first + timedelta(30)).num_rows
        times.append(time.perf_counter() - start)
    times.sort()
    median = statistics.median(times)
    print(
        f"a place's month: median {1000 * median:.1f} ms, slowest of 100 {1000 * times[-1]:.1f} ms,"
        f" {found:,} claims (limit {1000 * VIEW:.0f} ms)"
    )
    return times[94]


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("file")
    options.add_argument("--claims", type=int, default=1_000_000)
    options.add_argument("--reader", default="encoder")
    options.add_argument("--most", type=int, default=2_000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        ratio = overhead(given.file, Path(name), given.reader, given.most)
        if not given.claims:
            return int(ratio > OVERHEAD)
        known = places()
        with open_ledger(Path(name) / "million.db", create=True) as ledger:
            fill(ledger, given.claims, known)
            slow = views(ledger, known)
            start = time.perf_counter()
            proof = ledger.verify()
            print(
                f"verify: {proof.rows:,} rows in {time.perf_counter() - start:.0f} s,"
                f" {proof.flaws or 'all match'}"
            )
    return int(ratio > OVERHEAD or slow > VIEW)


if __name__ == "__main__":
    sys.exit(main())
