"""How the cost of adding grows with the ledger: made-up headlines, a reader that costs nothing.

The processor's time for all documents so far grows with their number to the power of 1.05 at most.

python bench/growth.py --documents 200000
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from fogline.ledger import open_ledger
from fogline.model import (
    Claim,
    Document,
    Evidence,
    Interval,
    Mention,
    Place,
    Reading,
    Received,
    Span,
)
from fogline.reading import Reader
from fogline.theatre import load

EXPONENT = 1.05
PARTS, WORDS, KNOWN, DAYS = 20, 30, 20_000, 1_000
IZIUM = Place("p0", "Izium", "settlement", 49.21, 37.25)


class Free(Reader):
    """Finds one claim in each text."""

    name, version, fingerprint, languages = "free", "free 1", "free-1", ("en",)

    def read(self, document: Document) -> Reading:
        at, day = Span(0, len(document.text)), document.published or date.min
        place = Mention(at, document.text, "Izium", "settlement", "located", "always", IZIUM)
        claim = Claim(
            document.id, "hold", at, at, document.text, "UA", None, None, 0, "in", None,
            Interval(day, day, "published"), (document.source, "source"), "certain", "actual",
            "positive", reader=self.version,
        )  # fmt: skip
        return Reading(document, (place,), (claim,), (), (), self.version)


def headlines(first: int, count: int) -> Iterator[Received]:
    for n in range(first, first + count):
        chance = random.Random(n)
        text = " ".join(f"word{chance.randrange(KNOWN)}" for _ in range(WORDS))
        day = date(2022, 2, 24) + timedelta(n % DAYS)
        document = Document(text, f"h{n}", f"Source {n % 40}", day)
        yield Received(document, Evidence(text.encode()), "made-up.jsonl", part=f"line {n}")


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--documents", type=int, default=200_000)
    given = options.parse_args()
    size, theatre = given.documents // PARTS, load("ukraine")
    spent, points = 0.0, []
    with (
        tempfile.TemporaryDirectory() as name,
        open_ledger(Path(name) / "war.db", create=True) as ledger,
    ):
        for k in range(PARTS):
            found = list(headlines(k * size, size))
            start = time.process_time()
            ledger.add(found, theatre, reader=Free())
            spent += time.process_time() - start
            points.append((math.log((k + 1) * size), math.log(spent)))
            print(f"{(k + 1) * size:,} documents, {1000 * spent / size / (k + 1):.2f} ms each")
    half = points[PARTS // 4 :]  # the first ones fill caches
    middle = [sum(values) / len(half) for values in zip(*half, strict=True)]
    exponent = sum((x - middle[0]) * (y - middle[1]) for x, y in half) / sum(
        (x - middle[0]) ** 2 for x, _ in half
    )
    print(f"exponent {exponent:.3f} (limit {EXPONENT})")
    return int(exponent > EXPONENT)


if __name__ == "__main__":
    sys.exit(main())
