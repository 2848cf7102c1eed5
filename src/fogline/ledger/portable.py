"""Moving ledgers: whole copies, row by row and byte by byte, and one ledger taken into another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, Engine, select

from fogline.ledger import dialect, timestamps
from fogline.ledger.chain import Head, identify
from fogline.ledger.evidence import EvidenceFolder
from fogline.ledger.records import TOOL, Rows
from fogline.ledger.schema import ACTS, CHAINED, DOCUMENTS, GRAMS, HEAD, RECEIPTS, SENTENCES
from fogline.ledger.verify import walk
from fogline.ledger.write import Appender, head_of, writing
from fogline.model import Evidence

# Rows a transaction while merging; other writers wait that long.
BATCH = 2_000
Item = TypeVar("Item")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the ledger as it is now, whatever is added meanwhile."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


def _batches(items: Iterator[Item]) -> Iterator[list[Item]]:
    while batch := list(islice(items, BATCH)):
        yield batch


def copy(source: Engine, evidence: EvidenceFolder, target: Engine, folder: EvidenceFolder) -> Head:
    """Copy every file and row as they are, with their places in the chain, into an empty ledger;
    gives the head.
    """
    with reading(source) as old:
        for sha in old.execute(select(RECEIPTS.c.evidence).distinct()).scalars():
            folder.keep([Evidence(evidence.read(sha))])
        with writing(target) as new:
            for table in (*CHAINED, GRAMS, HEAD):
                rows = old.execution_options(yield_per=1_000).execute(select(table)).mappings()
                for batch in _batches(dict(r) for r in rows):
                    dialect.insert(new, table, batch)
                    if table is SENTENCES:
                        dialect.index_words(new, batch)
            return head_of(new)


def merge(
    target: Engine, folder: EvidenceFolder, other: Engine, evidence: EvidenceFolder
) -> dict[str, int]:
    """Append every row of another ledger that is not there yet, with its bytes; gives the number of
    rows added by table.

    Links and fingerprints are made anew, for they depend on what else is there. Interrupted, it can
    be run again.
    """
    added: dict[str, int] = {}
    with reading(other) as theirs:
        for sha in theirs.execute(select(RECEIPTS.c.evidence).distinct()).scalars():
            folder.keep([Evidence(evidence.read(sha))])
        ledger = theirs.execute(select(ACTS.c.id).where(ACTS.c.seq == 1)).scalar()
        head = head_of(theirs)
        rows = ((t, r) for t, r in walk(theirs) if t not in {"prints", "links", "copies", "stamps"})
        for batch in _batches(rows):
            with writing(target) as ours:
                _append(ours, batch, added)
        documents = theirs.execute(select(DOCUMENTS.c.id).order_by(DOCUMENTS.c.seq)).scalars().all()
        for ids in _batches(iter(documents)):
            with writing(target) as ours:
                appender = Appender(ours)
                for document in ids:
                    appender.bind(document)
                appender.close()
    detail = f"ledger {ledger} up to row {head.seq}, hash {head.hash}"
    act = {
        "id": identify("merged", detail),
        "kind": "merged",
        "at": timestamps.now(),
        "tool": TOOL,
        "detail": detail,
    }
    with writing(target) as ours:
        _append(ours, [("acts", act)], added)
    return added


def _append(connection: Connection, rows: Rows, added: dict[str, int]) -> None:
    appender = Appender(connection)
    for table, new in appender.append(rows).items():
        added[table] = added.get(table, 0) + len(new)
    appender.close()
