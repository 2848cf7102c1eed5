"""Reports made up for the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import text

from fogline.ledger import Ledger
from fogline.model import Document, Evidence, Received
from fogline.theatre import load

Open = Callable[..., Ledger]
UKRAINE = load("ukraine")
KUPIANSK = (
    "Ukrainian forces captured Kupiansk on September 10. Russian troops may withdraw from Izium."
)
IZIUM = (
    "The Ukrainian General Staff said that Russian forces left Izium. Fighting continued near"
    " Lyman."
)
AGENCY = (
    "Ukrainian forces captured the village of Staryi Saltiv after two days of heavy fighting along"
    " the river bank, and Russian troops withdrew from Izium towards the east during the night,"
    " local officials and residents said."
)


def report(text: str, source: str = "ISW", day: str = "2022-09-10", **fields: Any) -> Received:
    """A report as if it had come from a file."""
    moment = datetime.fromisoformat(day).astimezone(UTC) if "T" in day else None
    published = None if moment or not day else date.fromisoformat(day)
    document = Document(
        text, fields.pop("name", ""), source, published, published_at=moment, **fields
    )
    return Received(document, Evidence(text.encode()), f"{source}.txt", media="text/plain")


def content(rows: Iterable[tuple[str, dict[str, Any]]]) -> set[tuple[str, str]]:
    """Rows without what differs from run to run: place in the chain, hash, time; the founding act
    has a random id.
    """
    return {
        (
            table,
            repr(
                sorted(
                    (k, v)
                    for k, v in row.items()
                    if k not in {"seq", "hash", "at"} and not (table == "receipts" and k == "id")
                )
            ),
        )
        for table, row in rows
        if table != "acts"
    }


def make_older(book: Ledger) -> None:
    """Bring a ledger back to the first schema, which knew no posts."""
    columns = ("key", "origin", "written", "stated", "edited", "edited_utc", "context")
    with book._engine.connect().execution_options(writes=True) as old, old.begin():
        old.execute(text("DROP INDEX documents_by_edit"))
        for name in columns:
            old.execute(text(f"ALTER TABLE documents DROP COLUMN {name}"))
        old.execute(text("UPDATE alembic_version SET version_num = '0001'"))
