"""Whether all copies were looked for: documents without fingerprints, and claims that are copies of
each other and are not paired.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select

from fogline.ledger.chain import Row
from fogline.ledger.copies import pairs
from fogline.ledger.schema import COPIES, DOCUMENTS, FINGERPRINTS, LINKS, READINGS

# Readers of this program, by the beginnings of their names: documents of these are compared, those
# of maps and tables are not (``Limits.near_copies``).
_COMPARING, _APART = ("fogline-",), ("maps-", "tables-")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many documents a ledger has, how many of them were compared, and what they share."""

    documents: int = 0
    prints: int = 0
    links: int = 0
    copies: int = 0


NOTHING = Coverage()


def coverage(connection: Connection) -> Coverage:
    """Count documents, prints, links and copies."""
    tables = (DOCUMENTS, FINGERPRINTS, LINKS, COPIES)
    return Coverage(*(_count(connection, table) for table in tables))


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar() or 0


def unprinted(connection: Connection) -> list[str]:
    """Ids of documents that should have been compared with the others, and were not."""
    if _count(connection, DOCUMENTS) == _count(connection, FINGERPRINTS):
        return []
    comparing = _comparing(connection)
    query = (
        select(DOCUMENTS.c.id)
        .outerjoin(FINGERPRINTS, FINGERPRINTS.c.id == DOCUMENTS.c.id)
        .where(FINGERPRINTS.c.id.is_(None))
        .where(
            select(READINGS.c.id)
            .where(READINGS.c.document == DOCUMENTS.c.id, READINGS.c.reader.in_(comparing))
            .exists()
        )
    )
    return list(connection.execute(query.order_by(DOCUMENTS.c.seq)).scalars())


def _comparing(connection: Connection) -> list[str]:
    """Readers whose documents are compared. Of those that others made, the ledger tells: one of
    their documents was.
    """
    readers = connection.execute(select(READINGS.c.reader).distinct()).scalars().all()
    return [
        reader
        for reader in readers
        if not reader.startswith(_APART)
        and (reader.startswith(_COMPARING) or _has_compared(connection, reader))
    ]


def _has_compared(connection: Connection, reader: str) -> bool:
    other = READINGS.alias()
    by_another = (other.c.document == READINGS.c.document) & (other.c.reader != reader)
    query = (
        select(READINGS.c.id)
        .join(FINGERPRINTS, FINGERPRINTS.c.id == READINGS.c.document)
        .where(READINGS.c.reader == reader, ~select(other.c.id).where(by_another).exists())
    )
    return connection.execute(query.limit(1)).first() is not None


def unpaired(connection: Connection) -> Iterator[tuple[str, Row]]:
    """Rows of ``copies`` that should be there, and are not."""
    there = set(connection.execute(select(COPIES.c.id)).scalars())
    for document in connection.execute(select(LINKS.c.document).distinct()).scalars().all():
        for table, row in pairs(connection, document):
            if row["id"] not in there:
                there.add(row["id"])
                yield table, row
