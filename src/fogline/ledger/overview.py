"""What a ledger holds, in figures."""

from __future__ import annotations

import pyarrow as pa
from sqlalchemy import Connection, func, select

from fogline.ledger.schema import CLAIMS, DOCUMENTS, JUDGEMENTS, READINGS
from fogline.ledger.write import head_of


def overview(connection: Connection) -> pa.Table:
    """Counts of documents, publishers, readings, claims and judgements, the first and last time of
    publication, and where the chain ends.
    """
    published = DOCUMENTS.c.published_utc
    questions = {
        "documents": func.count(DOCUMENTS.c.seq),
        "publishers": func.count(DOCUMENTS.c.source.distinct()),
        "first published": func.min(published),
        "last published": func.max(published),
        "readings": func.count(READINGS.c.seq),
        "claims": func.count(CLAIMS.c.claim.distinct()),
        "judgements": func.count(JUDGEMENTS.c.seq),
    }
    found = {name: connection.execute(select(asked)).scalar() for name, asked in questions.items()}
    head = head_of(connection)
    facts = {**found, "rows of the chain": head.seq, "head of the chain": head.hash}
    values = [
        f"{v:,}" if isinstance(v, int) else str("none" if v is None else v) for v in facts.values()
    ]
    return pa.table({"what": list(facts), "value": values})
