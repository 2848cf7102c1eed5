"""What a document costs by kind: processor time to read and to append it, and bytes of its record.

``python bench/scale.py NAME=FILE.jsonl[:COUNT] ...`` reads the first COUNT documents of each file
in one process, with each reader, and appends them in bulk to a new ledger.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from dataclasses import asdict
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from fogline.batch.records import SCHEMA
from fogline.documents import SourceDefaults, load
from fogline.ledger import ReadRecord, open_ledger, read_record
from fogline.reading import Reader, open_reader
from fogline.theatre import load as theatre

SIDES = theatre("ukraine")
COUNT = 200


def _size(records: list[ReadRecord]) -> int:
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([asdict(r) for r in records], schema=SCHEMA), buffer)
    return len(buffer.getvalue())


def _measured(name: str, reader: Reader, file: str, count: int) -> str:
    found = list(islice(load([file], SourceDefaults(theatre=SIDES)), count + 5))
    for one in found[:5]:
        read_record(one, reader, SIDES)  # what is loaded once is no cost of a document
    found = found[5:]
    start = time.process_time()
    records = [read_record(one, reader, SIDES) for one in found]
    read = time.process_time() - start
    with (
        tempfile.TemporaryDirectory() as folder,
        open_ledger(Path(folder) / "war.db", create=True) as book,
    ):
        bulk = book.bulk(reader)
        start = time.process_time()
        for n in range(0, len(records), 256):
            bulk.add(records[n : n + 256])
        add = time.process_time() - start
    n, claims = len(records), sum(r.claims for r in records)
    return (
        f"{name} | {reader.name} | {n} | {claims / n:.1f} | {read / n * 1e3:.1f} ms"
        f" | {add / n * 1e3:.1f} ms | {_size(records) / n / 1e3:.1f} kB"
    )


def main() -> None:
    """Print a line a kind and reader."""
    print("kind | reader | documents | claims each | read | append | record")
    for reader in (open_reader(spec, SIDES) for spec in ("linear", "encoder")):
        for given in sys.argv[1:]:
            name, _, file = given.partition("=")
            file, _, count = file.partition(":")
            print(_measured(name, reader, file, int(count or COUNT)), flush=True)


if __name__ == "__main__":
    main()
