"""Versions of a post: which of its texts counts at a moment, and where none is known."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select
from sqlalchemy.sql import FromClause

from fogline.ledger.query import Query
from fogline.ledger.schema import DOCUMENTS
from fogline.ledger.stored import DocumentRow
from fogline.model import Received


def public_since(documents: FromClause = DOCUMENTS) -> ColumnElement[Any]:
    """When a text was public: from its publication on, an edited one from its edit on."""
    return func.coalesce(documents.c.edited_utc, documents.c.published_utc)


def is_current(known_by: str) -> ColumnElement[bool]:
    """The condition that a document is the last version of its post, or was so at a moment."""
    later = DOCUMENTS.alias("later_version")
    newer = [later.c.edited_utc > func.coalesce(DOCUMENTS.c.edited_utc, "")]
    if known_by:
        newer.append(later.c.edited_utc <= known_by)
    return ~exists().where(_of_one_post(later, DOCUMENTS), *newer)


def _of_one_post(one: FromClause, other: FromClause) -> ColumnElement[bool]:
    """The condition that two documents are versions of one post.

    Documents of older ledgers have no key; their name stands for it.
    """
    same = or_(one.c.key == other.c.key, and_(other.c.key.is_(None), one.c.name == other.c.name))
    moment = one.c.published_utc == other.c.published_utc
    return and_(moment, one.c.source == other.c.source, same)


def last_edit(connection: Connection) -> date | None:
    """The day, UTC, of the last edit of a post; none where no post was edited."""
    last = connection.scalar(select(func.max(DOCUMENTS.c.edited_utc)))
    return datetime.fromisoformat(last).date() if last else None


def unknown_texts(connection: Connection, query: Query) -> tuple[DocumentRow, ...]:
    """Posts that were public at a query's moment, with a text of which only a later version is
    known; the first of these.
    """
    moment, wanted = query.known_by(), {name.casefold() for name in query.sources}
    if not moment:
        return ()
    earlier, d = DOCUMENTS.alias("earlier_version"), DOCUMENTS.c
    before = exists().where(
        _of_one_post(DOCUMENTS, earlier), func.coalesce(earlier.c.edited_utc, "") < d.edited_utc
    )
    asked = select(DOCUMENTS).where(d.published_utc <= moment, d.edited_utc > moment, ~before)
    rows = [DocumentRow(**r) for r in connection.execute(asked.order_by(d.seq)).mappings()]
    without = {name.casefold() for name in query.without}
    names = [((r.source or "").casefold(), r) for r in rows]
    return tuple(r for n, r in names if (not wanted or n in wanted) and n not in without)


def same_version(
    connection: Connection, received: Received, published: str, edited: str
) -> str | None:
    """When a post was given the text that it has on an edit: the edit of the version before, empty
    for its publication, where that has the same text; none where it has another, or is not known.

    ``published`` and ``edited`` are moments as the ledger spells them.
    """
    d, document = DOCUMENTS.c, received.document
    since = func.coalesce(d.edited_utc, "")
    before = select(d.edited, d.sha256).where(
        d.source == document.source, d.key == received.key, d.published_utc == published,
        since <= edited,
    )  # fmt: skip
    last = connection.execute(before.order_by(since.desc()).limit(1)).first()
    return (last.edited or "") if last is not None and last.sha256 == document.sha256 else None
