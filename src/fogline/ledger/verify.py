"""Verifying: walks the chain, the bytes and the indexes, and names what does not match."""

from __future__ import annotations

import heapq
from collections.abc import Generator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import DBAPIError

from fogline.ledger import dialect, fingerprints, stamped
from fogline.ledger.chain import START, Head, link
from fogline.ledger.dialect import LedgerError
from fogline.ledger.evidence import EvidenceFolder
from fogline.ledger.schema import CHAINED, DOCUMENTS, FINGERPRINTS, GRAMS, RECEIPTS, SENTENCES
from fogline.ledger.write import head_of
from fogline.stamps import Trusted


@dataclass(frozen=True, slots=True)
class Proof:
    """What verifying found: rows and files walked, the head, the flaws, the first row's first, and
    what stamps attest.
    """

    rows: int
    files: int
    head: Head
    flaws: tuple[str, ...]
    stamps: tuple[stamped.StampCheck, ...] = ()


def walk(connection: Connection) -> Generator[tuple[str, dict[str, Any]], None, None]:
    """All chained rows in the order in which they were written."""
    with ExitStack() as stack:
        tables = [stack.enter_context(closing(_rows(connection, t))) for t in CHAINED]
        yield from heapq.merge(*tables, key=lambda r: r[1]["seq"])


def _rows(
    connection: Connection, table: Table
) -> Generator[tuple[str, dict[str, Any]], None, None]:
    names = [c.name for c in table.columns]
    with connection.execution_options(yield_per=1_000).execute(
        select(table).order_by(table.c.seq)
    ) as rows:
        for row in rows:
            yield table.name, dict(zip(names, row, strict=True))


def verify(
    connection: Connection,
    evidence: EvidenceFolder,
    expect: str = "",
    trusted: Trusted | None = None,
) -> Proof:
    """Walk everything. ``expect`` is a head that was published: it must be in the chain; stamps are
    checked against what is ``trusted``.
    """
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
        flaws += _indexes(connection)
        files = 0
        for sha in connection.execute(
            select(RECEIPTS.c.evidence).distinct().order_by(RECEIPTS.c.evidence)
        ).scalars():
            files += 1
            flaw = evidence.flaw(sha)
            flaws += [f"evidence {evidence.path(sha)}: {flaw}"] if flaw else []
        broken = dialect.damage(connection)
    except DBAPIError as error:
        return Proof(head.seq, 0, head, (*flaws, f"the database can't be read: {error.orig}"))
    except LedgerError as error:
        return Proof(head.seq, 0, head, (*flaws, str(error)))
    return Proof(
        head.seq,
        files,
        head,
        (*flaws, *([f"the database's own check: {broken}"] if broken else [])),
        stamps,
    )


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


def _indexes(connection: Connection) -> list[str]:
    """Flaws of what is made from rows: the fingerprints, and the index of words."""
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
    flaws += [
        f"fingerprints (grams) of a document {n} that has no print" for n in sorted(stray, key=str)
    ]
    missing = dialect.unindexed(connection, SENTENCES)
    return flaws + ([f"the index of words: {missing}"] if missing else [])
