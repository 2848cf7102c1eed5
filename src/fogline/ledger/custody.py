"""The custody record of a document: what was published, when it was taken in, by which version it
was read, and who judged it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, or_, select

from fogline.ledger import moments
from fogline.ledger.dialect import LedgerError
from fogline.ledger.records import TOOL
from fogline.ledger.schema import (
    ACTS,
    CLAIMS,
    COPIES,
    DOCUMENTS,
    JUDGEMENTS,
    LINKS,
    MENTIONS,
    PRINTS,
    READINGS,
    RECEIPTS,
    SENTENCES,
    VISITS,
)
from fogline.ledger.write import head_of


def custody(connection: Connection, document: str) -> dict[str, Any]:
    """Every row that concerns a document, each with its place in the chain and its hash, and the
    chain's head.

    ``document`` is an id, its beginning, or the name that its source gave it.

    Raises:
        LedgerError: no such document, or several.
    """
    row = find_document(connection, document)
    id = row["id"]
    own = select(CLAIMS.c.claim).where(CLAIMS.c.document == id)
    head = head_of(connection)
    return {
        "document": row,
        "receipts": _rows(connection, RECEIPTS, RECEIPTS.c.document == id),
        "prints": _rows(connection, PRINTS, PRINTS.c.id == id),
        "readings": _rows(connection, READINGS, READINGS.c.document == id),
        "visits": _rows(connection, VISITS, VISITS.c.url == (row["url"] or "")),
        "sentences": _rows(connection, SENTENCES, SENTENCES.c.document == id),
        "mentions": _rows(
            connection,
            MENTIONS,
            MENTIONS.c.reading.in_(select(READINGS.c.id).where(READINGS.c.document == id)),
        ),
        "claims": _rows(connection, CLAIMS, CLAIMS.c.document == id),
        "links": _rows(connection, LINKS, or_(LINKS.c.document == id, LINKS.c.other == id)),
        "copies": _rows(connection, COPIES, or_(COPIES.c.claim.in_(own), COPIES.c.other.in_(own))),
        "judgements": _rows(connection, JUDGEMENTS, JUDGEMENTS.c.claim.in_(own)),
        "acts": _rows(connection, ACTS, ACTS.c.seq > 0),
        "chain": {"rows": head.seq, "head": head.hash},
        "exported": {"at": moments.now(), "tool": TOOL},
    }


def find_document(connection: Connection, document: str) -> dict[str, Any]:
    """A document's row, by its id, the beginning of that, or its name.

    Raises:
        LedgerError: no such document, or several.
    """
    asked = or_(DOCUMENTS.c.id.startswith(document, autoescape=True), DOCUMENTS.c.name == document)
    found = [dict(r) for r in connection.execute(select(DOCUMENTS).where(asked)).mappings()]
    if len(found) != 1:
        some = "; ".join(
            f"{d['id']} {d['name']} {d['source']} {d['published']}" for d in found[:10]
        )
        raise LedgerError(
            f"document {document!r}:"
            f" {'which one? ' + some if found else 'the ledger has none of this id or name'}"
        )
    return found[0]


def _rows(connection: Connection, table: Table, condition: Any) -> list[dict[str, Any]]:
    return [
        dict(r)
        for r in connection.execute(select(table).where(condition).order_by(table.c.seq)).mappings()
    ]
