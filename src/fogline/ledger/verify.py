"""Verifying: walks the chain, the bytes and the indexes, and names what does not match."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from fogline.ledger import dialect, fingerprints, stamped
from fogline.ledger.chain import START, Head, link
from fogline.ledger.copy_check import NOTHING, Coverage, coverage, unpaired, unprinted
from fogline.ledger.dialect import LedgerError
from fogline.ledger.evidence import EvidenceFolder
from fogline.ledger.planted import planted
from fogline.ledger.schema import DOCUMENTS, FINGERPRINTS, GRAMS, LINKS, RECEIPTS
from fogline.ledger.walk import walk
from fogline.ledger.write import head_of
from fogline.stamps import Trusted


@dataclass(frozen=True, slots=True)
class Proof:
    """What verifying found: rows and files walked, the head, and the flaws, the first row's first.

    ``coverage`` counts what was compared for copies, and a ledger that is not ``readable`` was not
    walked to its end. ``stamps`` say what others attest.
    """

    rows: int
    files: int
    head: Head
    flaws: tuple[str, ...]
    coverage: Coverage = NOTHING
    readable: bool = True
    stamps: tuple[stamped.StampCheck, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of evidence: its hash, where it came from, and how many documents were read from
    it.
    """

    sha256: str
    origin: str
    documents: int

    def told(self, evidence: EvidenceFolder, flaw: str) -> str:
        """What is wrong with the file, in words."""
        more = f", {self.documents:,} documents" if self.documents > 1 else ""
        return (
            f"evidence {evidence.path(self.sha256)} (of {self.origin}{more}): {flaw}; add the same"
            " file again to mend it"
        )


def kept_files(connection: Connection) -> list[KeptFile]:
    """The files that the ledger's documents were read from, by hash."""
    c = RECEIPTS.c
    query = select(c.evidence, func.min(c.origin), func.count(c.document.distinct()))
    rows = connection.execute(query.group_by(c.evidence).order_by(c.evidence))
    return [KeptFile(sha, origin or "an unknown place", n) for sha, origin, n in rows]


def verify(
    connection: Connection,
    evidence: EvidenceFolder,
    expect: str = "",
    trusted: Trusted | None = None,
    *,
    mendable: bool = True,
) -> Proof:
    """Walk everything. ``expect`` is a head that was published: it must be in the chain; stamps are
    checked against what is ``trusted``. Without ``mendable``, flaws that a repair mends are not
    looked for.
    """
    proof = row_proof(connection, expect, trusted, mendable=mendable)
    if not proof.readable:
        return proof
    files = kept_files(connection)
    return replace(proof, files=len(files), flaws=(*proof.flaws, *_of_files(files, evidence)))


def row_proof(
    connection: Connection,
    expect: str = "",
    trusted: Trusted | None = None,
    *,
    mendable: bool = True,
) -> Proof:
    """Walk all but the files of evidence."""
    flaws: list[str] = []
    head, stamps = Head(), tuple[stamped.StampCheck, ...]()
    try:
        standing = stamped.standing(connection)
        heads = {**dict.fromkeys((expect, *(row.head for row in standing)), -1), START: 0}
        head = _chain(connection, flaws, heads)
        stamps, wrong = stamped.check(standing, heads, trusted or Trusted())
        flaws += wrong
        if expect and heads[expect] < 0:
            flaws.append(
                f"the head {expect} is not in this chain: rows that it covered were altered or cut"
                " off, or it is another ledger's"
            )
        flaws += _fingerprints(connection) + _strays(connection)
        mending = _mendable(connection, sound=not flaws) if mendable else ()
        flaws += planted(connection)
        broken = dialect.damage(connection)
        flaws += [f"the database's own check: {broken}"] if broken else []
        found_copies = coverage(connection)
    except DBAPIError as error:
        flaws.append(f"the database can't be read: {error.orig}")
    except LedgerError as error:
        flaws.append(str(error))
    else:
        return Proof(head.seq, 0, head, (*flaws, *mending), found_copies, stamps=stamps)
    return Proof(head.seq, 0, head, tuple(flaws), readable=False)


def _of_files(files: list[KeptFile], evidence: EvidenceFolder) -> list[str]:
    if files and not evidence.folder.is_dir():
        return [evidence_gone(evidence, len(files))]
    return [f.told(evidence, flaw) for f in files if (flaw := evidence.flaw(f.sha256))]


def evidence_gone(evidence: EvidenceFolder, files: int) -> str:
    """The message that the whole folder is not there."""
    return (
        f"the folder of the evidence, {evidence.folder}, is gone, and with it {files:,} files: put"
        " it back there; if it is lost, add the same files again"
    )


def _mendable(connection: Connection, *, sound: bool) -> tuple[str, ...]:
    """Flaws of what can be made anew from the rows: links, copies, and the index of words. Copies
    are only looked at where the rows are ``sound``.
    """
    missing = unprinted(connection) if sound else []
    pairs = sum(1 for _ in unpaired(connection)) if sound else 0
    words = dialect.words_flaw(connection)
    said = (
        missing
        and f"{len(missing):,} documents were not compared with the others, so that copies in them"
        f" count as claims of their own; the first is {missing[0]}",
        pairs and f"{pairs:,} pairs of claims that are copies of each other are not paired",
        words and f"the index of words: {words}",
    )
    return tuple(f"{flaw}: run `fogline ledger repair`" for flaw in said if flaw)


def _chain(connection: Connection, flaws: list[str], heads: dict[str, int]) -> Head:
    """Walk the chain to its first flaw, and note which of some ``heads`` are which rows."""
    seq, last, seals = 0, START, stamped.SealsInChain()
    with closing(walk(connection)) as rows:
        for table, row in rows:
            name = f"row {row['seq']} ({table} {row['id']})"
            if row["seq"] != seq + 1:
                flaws.append(
                    f"{name}: row {seq + 1} should come here; it is missing, or its number was"
                    " altered"
                )
                return Head(seq, last)
            right = _right(last, table, row)
            if row["hash"] != right:
                flaws.append(
                    f"{name}: its content does not match its hash; the row, or the row before it,"
                    " was altered"
                )
                return Head(seq, last)
            seq, last = seq + 1, right
            if right in heads:
                heads[right] = seq
            flaws += filter(None, [seals.flaw(table, row)])
    recorded = head_of(connection)
    if recorded != Head(seq, last):
        flaws.append(
            f"the head says {recorded.seq} rows and {recorded.hash}; the chain has {seq} and"
            f" {last}: rows at its end are missing, or the head was altered"
        )
    return Head(seq, last)


def _right(last: str, table: str, row: dict[str, Any]) -> str:
    try:
        return link(last, table, row)
    except (TypeError, ValueError):
        return ""  # a value of a kind that no row has


def _fingerprints(connection: Connection) -> list[str]:
    """Flaws of the fingerprints."""
    flaws = []
    numbers = dict(connection.execute(select(DOCUMENTS.c.id, DOCUMENTS.c.seq)).all())
    met: set[int] = set()
    for id, right in connection.execute(
        select(FINGERPRINTS.c.id, FINGERPRINTS.c.digest).order_by(FINGERPRINTS.c.seq)
    ).all():
        number = numbers.get(id, -1)
        met.add(number)
        entries = connection.execute(
            select(GRAMS.c.kind, GRAMS.c.value, GRAMS.c.at, GRAMS.c.day).where(
                GRAMS.c.document == number
            )
        )
        if fingerprints.digest((k, v, a, d) for k, v, a, d in entries) != right:
            flaws.append(f"the fingerprints (grams) of document {id} were altered")
    stray = set(connection.execute(select(GRAMS.c.document).distinct()).scalars()) - met
    return flaws + [
        f"fingerprints (grams) of a document {n} that has no print" for n in sorted(stray, key=str)
    ]


def _strays(connection: Connection) -> list[str]:
    """Flaws of links: those of documents that are not there."""
    known = select(DOCUMENTS.c.id)
    query = select(LINKS.c.id).where(LINKS.c.document.not_in(known) | LINKS.c.other.not_in(known))
    return [
        f"link {id} is of a document that is not there"
        for id in connection.execute(query).scalars()
    ]
