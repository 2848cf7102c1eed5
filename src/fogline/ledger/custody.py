"""The custody record of a document: what was published, when it was taken in, by which version it
was read, and who judged it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, or_, select

from fogline.ledger import timestamps
from fogline.ledger.chain import Head
from fogline.ledger.dialect import LedgerError
from fogline.ledger.records import TOOL
from fogline.ledger.schema import (
    ACTS,
    CLAIMS,
    COPIES,
    DOCUMENTS,
    FINGERPRINTS,
    JUDGEMENTS,
    LINKS,
    MENTIONS,
    READINGS,
    RECEIPTS,
    SENTENCES,
    VISITS,
)
from fogline.ledger.stored import (
    ActRow,
    CopyRow,
    DocumentRow,
    FingerprintRow,
    JudgementRow,
    LinkRow,
    MentionRow,
    ReadingRow,
    ReceiptRow,
    SentenceRow,
    Stored,
    StoredClaim,
    VisitRow,
)
from fogline.ledger.write import head_of

# How many documents an error lists that an id may mean.
_LISTED = 10
Record = TypeVar("Record", bound=Stored)


@dataclass(frozen=True, slots=True)
class Exported:
    """When a record was written, and by which version."""

    at: str
    tool: str


@dataclass(frozen=True)
class CustodyRecord:
    """Every row that concerns a document, each with its place in the chain and its hash; ``chain``
    is where the chain ended when it was asked for.
    """

    document: DocumentRow
    receipts: tuple[ReceiptRow, ...]
    fingerprints: tuple[FingerprintRow, ...]
    readings: tuple[ReadingRow, ...]
    visits: tuple[VisitRow, ...]
    sentences: tuple[SentenceRow, ...]
    mentions: tuple[MentionRow, ...]
    claims: tuple[StoredClaim, ...]
    links: tuple[LinkRow, ...]
    copies: tuple[CopyRow, ...]
    judgements: tuple[JudgementRow, ...]
    acts: tuple[ActRow, ...]
    chain: Head
    exported: Exported

    def write(self, folder: Path) -> None:
        """Write the text as it was published, and the record, into a folder."""
        (folder / "text.txt").write_bytes(self.document.text.encode())
        words = json.dumps(self.as_json(), ensure_ascii=False, indent=1)
        (folder / "custody.json").write_text(f"{words}\n", encoding="utf-8")

    def as_json(self) -> dict[str, Any]:
        """The record as JSON values, by the names of the ledger's tables."""
        named = {"fingerprints": "prints"}
        values = {
            named.get(name, name): [asdict(row) for row in value]
            if isinstance(value, tuple)
            else asdict(value)
            for name in self.__dataclass_fields__
            for value in (getattr(self, name),)
        }
        return {**values, "chain": {"rows": self.chain.seq, "head": self.chain.hash}}


def custody(connection: Connection, document: str) -> CustodyRecord:
    """The custody record of a document, by its id, the beginning of that, or the name that its
    source gave it.

    Raises:
        LedgerError: no such document, or several.
    """
    found = find_document(connection, document)
    id = found.id
    readings = select(READINGS.c.id).where(READINGS.c.document == id)
    own = select(CLAIMS.c.claim).where(CLAIMS.c.document == id)
    of_links = or_(LINKS.c.document == id, LINKS.c.other == id)
    of_copies = or_(COPIES.c.claim.in_(own), COPIES.c.other.in_(own))

    def rows(kind: type[Record], table: Table, condition: Any) -> tuple[Record, ...]:
        query = select(table).where(condition).order_by(table.c.seq)
        return tuple(kind(**row) for row in connection.execute(query).mappings())

    return CustodyRecord(
        document=found,
        receipts=rows(ReceiptRow, RECEIPTS, RECEIPTS.c.document == id),
        fingerprints=rows(FingerprintRow, FINGERPRINTS, FINGERPRINTS.c.id == id),
        readings=rows(ReadingRow, READINGS, READINGS.c.document == id),
        visits=rows(VisitRow, VISITS, VISITS.c.url == (found.url or "")),
        sentences=rows(SentenceRow, SENTENCES, SENTENCES.c.document == id),
        mentions=rows(MentionRow, MENTIONS, MENTIONS.c.reading.in_(readings)),
        claims=rows(StoredClaim, CLAIMS, CLAIMS.c.document == id),
        links=rows(LinkRow, LINKS, of_links),
        copies=rows(CopyRow, COPIES, of_copies),
        judgements=rows(JudgementRow, JUDGEMENTS, JUDGEMENTS.c.claim.in_(own)),
        acts=rows(ActRow, ACTS, ACTS.c.seq > 0),
        chain=head_of(connection),
        exported=Exported(timestamps.now(), TOOL),
    )


def find_document(connection: Connection, document: str) -> DocumentRow:
    """A document's row, by its id, the beginning of that, or its name.

    Raises:
        LedgerError: no such document, or several.
    """
    asked = or_(DOCUMENTS.c.id.startswith(document, autoescape=True), DOCUMENTS.c.name == document)
    rows = connection.execute(select(DOCUMENTS).where(asked)).mappings()
    found = [DocumentRow(**row) for row in rows]
    if not found:
        raise LedgerError(f"document {document!r}", "the ledger has none of this id or name")
    if len(found) > 1:
        some = (f"{d.id} {d.name} {d.source} {d.published}" for d in found[:_LISTED])
        raise LedgerError(f"document {document!r}", f"which one? {'; '.join(some)}")
    return found[0]
