"""Moving ledgers: whole copies, row by row and byte by byte, and one ledger taken into another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, Engine, select

from fogline.ledger import dialect, timestamps
from fogline.ledger.chain import Head, Row, identify
from fogline.ledger.copy_check import unprinted
from fogline.ledger.dialect import LedgerError
from fogline.ledger.evidence import EvidenceFolder
from fogline.ledger.records import TOOL, Rows
from fogline.ledger.schema import CHAINED, FINGERPRINTS, GRAMS, HEAD, SENTENCES
from fogline.ledger.verify import KeptFile, evidence_gone, kept_files, row_proof
from fogline.ledger.walk import walk
from fogline.ledger.write import Appender, head_of, ledger_of, writing
from fogline.model import Evidence

# Rows a transaction while merging; other writers wait that long.
BATCH = 2_000
# Files and bytes of evidence that the disk is waited for together.
_FILES, _BYTES = 256, 64 << 20
# What depends on all that a ledger has.
_MADE_ANEW = frozenset({"prints", "links", "copies", "stamps"})
# The rows of one document, in the order in which they are written.
_OF_ONE = ("documents", "receipts", "readings", "sentences", "mentions", "claims")
Item = TypeVar("Item")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the ledger as it is now, whatever is added meanwhile."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


def batches(items: Iterator[Item], size: int = BATCH) -> Iterator[list[Item]]:
    """Lists of so many items, the last one shorter."""
    while batch := list(islice(items, size)):
        yield batch


@dataclass(frozen=True, slots=True)
class Copied:
    """Where the chain of a copy ends, and what is wrong with it, because it was wrong with the
    ledger that was copied.
    """

    head: Head
    flaws: tuple[str, ...]


def copy(
    source: Engine, evidence: EvidenceFolder, target: Engine, folder: EvidenceFolder
) -> Copied:
    """Copy every file and row as they are, with their places in the chain, into an empty ledger.

    What is left of a damaged file goes along under its name; a lost one is passed over.
    """
    with reading(source) as old:
        files = kept_files(old)
        if evidence.folder.is_dir():
            flaws = _carry(files, evidence, folder)
        else:
            flaws = [evidence_gone(evidence, len(files))] if files else []
        with writing(target) as new:
            for table in (*CHAINED, GRAMS, HEAD):
                rows = old.execution_options(yield_per=1_000).execute(select(table)).mappings()
                for batch in batches(dict(r) for r in rows):
                    dialect.insert(new, table, batch)
                    if table is SENTENCES:
                        dialect.index_words(new, batch)
    with reading(target) as new:
        proof = row_proof(new)
    return Copied(proof.head, (*proof.flaws, *flaws))


def _carry(
    files: Iterable[KeptFile], evidence: EvidenceFolder, folder: EvidenceFolder
) -> list[str]:
    """Copy files of evidence, many at a time; gives what is wrong with them. What is left of a
    damaged one goes along under its name.
    """
    flaws, whole, size = [], list[Evidence](), 0
    for file in files:
        if flaw := evidence.flaw(file.sha256):
            flaws.append(file.told(evidence, flaw))
            with suppress(OSError):
                folder.keep_remains(file.sha256, evidence.read(file.sha256))
            continue
        whole.append(Evidence(evidence.read(file.sha256)))
        size += len(whole[-1].raw)
        if len(whole) >= _FILES or size >= _BYTES:
            folder.keep(whole)
            whole, size = [], 0
    folder.keep(whole)
    return flaws


def merge(
    target: Engine, folder: EvidenceFolder, other: Engine, evidence: EvidenceFolder
) -> dict[str, int]:
    """Append every row of another ledger that is not there yet, with its bytes; gives the number of
    rows added by table.

    Links and fingerprints are made anew, for they depend on what else is there. A transaction has
    whole documents with their links, so that an interruption leaves nothing half done; run again,
    the merge goes on.

    Raises:
        LedgerError: a file of evidence that is damaged or lost.
    """
    added: dict[str, int] = {}
    with reading(other) as theirs:
        if flaws := _carry(kept_files(theirs), evidence, folder):
            raise LedgerError(flaws[0], "no row was merged", "verify the ledger that it is from")
        ledger = ledger_of(theirs)
        head = head_of(theirs)
        printed = theirs.execute(select(FINGERPRINTS.c.id)).scalars()
        compared = {*printed, *unprinted(theirs)}
        for batch in _whole_documents(walk(theirs)):
            with writing(target) as ours:
                _append(ours, batch, compared, added)
    detail = f"ledger {ledger} up to row {head.seq}, hash {head.hash}"
    act = {
        "id": identify("merged", detail),
        "kind": "merged",
        "at": timestamps.now(),
        "tool": TOOL,
        "detail": detail,
    }
    with writing(target) as ours:
        _append(ours, [("acts", act)], set(), added)
    return added


def _whole_documents(rows: Iterable[tuple[str, Row]]) -> Iterator[Rows]:
    """Batches of the rows that are merged, cut only where a document or a reading begins."""
    batch: Rows = []
    last = ""
    for table, row in rows:
        if table in _MADE_ANEW:
            continue
        if len(batch) >= BATCH and _begins(table, last):
            yield batch
            batch = []
        batch.append((table, row))
        last = table
    yield batch


def _begins(table: str, last: str) -> bool:
    """Whether a row of a table, after one of another, is of another document or reading."""
    if table not in _OF_ONE or last not in _OF_ONE or table == "documents":
        return True
    step = _OF_ONE.index(table) - _OF_ONE.index(last)
    return step < 0 or (step == 0 and table == "readings")


def _append(
    connection: Connection, rows: Rows, compared: Collection[str], added: dict[str, int]
) -> None:
    """Append rows, and link those documents of theirs that are compared with others."""
    appender = Appender(connection)
    for table, new in appender.append(rows).items():
        added[table] = added.get(table, 0) + len(new)
    read = dict.fromkeys(row["document"] for table, row in rows if table == "readings")
    for document in read:
        if document in compared:
            appender.bind(document)
    appender.close()
