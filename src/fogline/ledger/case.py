"""A case: documents with their bytes, their records, and what proves them to whoever does not have
the ledger.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

from sqlalchemy import Connection, select

from fogline.ledger.chain import START
from fogline.ledger.custody import CustodyRecord, custody
from fogline.ledger.evidence import EvidenceFolder
from fogline.ledger.merkle import paths
from fogline.ledger.schema import ACTS, CHAINED
from fogline.ledger.stamped import Seal, message, receipt_of, seal_of, standing
from fogline.ledger.stored import ActRow, StampRow
from fogline.ledger.walk import row_hashes
from fogline.stamps import stamp_kinds

# How the bytes of an answer that was kept as a web archive begin.
_WARC = b"WARC/1."
# What lies beside the documents, for whoever gets the case.
_BESIDE = {"README.txt": "case_readme.txt", "check.py": "case_check.txt"}


@dataclass(frozen=True, slots=True)
class Case:
    """What was written: documents, files of evidence, stamps, and up to which row they prove;
    ``unproven`` counts documents with rows that no stamp covers.
    """

    documents: int
    files: int
    stamps: int
    sealed: int
    unproven: int


def write_case(
    connection: Connection, evidence: EvidenceFolder, documents: Iterable[str], folder: Path
) -> Case:
    """Write documents, each by its id, the beginning of that, or its name, into a new folder.

    Raises:
        LedgerError: no such document, or bytes that do not match.
    """
    records = {r.document.id: r for r in (custody(connection, d) for d in documents)}
    folder.mkdir()
    shas = _write_evidence(records.values(), evidence, folder / "evidence")
    for id, record in records.items():
        own = folder / "documents" / id
        own.mkdir(parents=True)
        record.write(own)
    seal, stamps = _stamped(connection)
    numbers = {id: sorted(_rows_of(r)) for id, r in records.items()}
    sealed = seal.rows if seal else 0
    if seal is not None:
        proven = sorted({n for own in numbers.values() for n in own if n <= sealed})
        _write_proof(connection, seal, proven, folder)
        _write_stamps(stamps, folder / "stamps")
    for name, words in _BESIDE.items():
        (folder / name).write_bytes(files("fogline.ledger").joinpath("data", words).read_bytes())
    unproven = sum(own[-1] > sealed for own in numbers.values())
    return Case(len(records), len(shas), len(stamps), sealed, unproven)


def _write_evidence(
    records: Iterable[CustodyRecord], evidence: EvidenceFolder, folder: Path
) -> set[str]:
    folder.mkdir()
    shas = {receipt.evidence for record in records for receipt in record.receipts}
    for sha in sorted(shas):
        raw = evidence.whole(sha)
        ending = "warc" if raw.startswith(_WARC) else "bin"
        (folder / f"{sha}.{ending}").write_bytes(raw)
    return shas


def _rows_of(record: CustodyRecord) -> Iterator[int]:
    """The numbers of a record's own rows; acts concern the ledger as a whole."""
    yield record.document.seq
    for name in record.__dataclass_fields__:
        value = getattr(record, name)
        if isinstance(value, tuple) and name != "acts":
            yield from (row.seq for row in value)


def _stamped(connection: Connection) -> tuple[Seal | None, tuple[StampRow, ...]]:
    """The last seal that is stamped, and its stamps."""
    rows = connection.execute(select(ACTS).order_by(ACTS.c.seq)).mappings()
    seals = {s.head.hash: s for s in map(seal_of, (ActRow(**row) for row in rows)) if s is not None}
    stamps = [row for row in standing(connection) if row.head in seals]
    last = max((seals[row.head] for row in stamps), key=lambda s: s.rows, default=None)
    return last, tuple(row for row in stamps if last is not None and row.head == last.head.hash)


def _write_proof(connection: Connection, seal: Seal, numbers: list[int], folder: Path) -> None:
    hashes = list(row_hashes(connection, seal.rows))
    beside = paths(hashes, [n - 1 for n in numbers])
    act = connection.execute(select(ACTS).where(ACTS.c.seq == seal.head.seq)).mappings().one()
    rows = {
        str(n): {"before": hashes[n - 2] if n > 1 else START, "path": beside[n - 1]}
        for n in numbers
    }
    words = {
        "ledger": seal.ledger, "rows_sealed": seal.rows, "root": seal.root,
        "head": seal.head.hash, "seal": {"before": hashes[-1], "row": asdict(ActRow(**act))},
        "rows": rows, "tables": [t.name for t in CHAINED],
    }  # fmt: skip
    proof = json.dumps(words, ensure_ascii=False, indent=1)
    (folder / "proof.json").write_text(f"{proof}\n", encoding="utf-8")


def _write_stamps(stamps: Iterable[StampRow], folder: Path) -> None:
    folder.mkdir()
    for number, row in enumerate(stamps, 1):
        (folder / "head.txt").write_bytes(message(row.head))
        ending = stamp_kinds()[row.kind].ending
        (folder / f"{number}-{row.kind}{ending}").write_bytes(receipt_of(row))
