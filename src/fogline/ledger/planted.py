"""What somebody else put into a ledger's database: tables, views, triggers and columns."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Inspector, inspect

from fogline.ledger import dialect
from fogline.ledger.notes import NOTES
from fogline.ledger.schema import METADATA

# Tables that Alembic and SQLite's full-text index make.
_MADE_BY_TOOLS = frozenset(
    {"alembic_version", "words", *(f"words_{n}" for n in ("data", "idx", "docsize", "config"))}
)
_ADVICE = "`fogline ledger backup` makes a copy without it"


def planted(connection: Connection) -> list[str]:
    """Flaws: everything in the database that fogline did not make."""
    found = inspect(connection)
    return [
        *(
            f"a {kind} {name!r}, which fogline did not make: {_ADVICE}"
            for kind, name in _strangers(found, dialect.of_extensions(connection))
        ),
        *(
            f"a {kind} {name!r} on {of!r}, which fogline did not make: {_ADVICE}"
            for kind, name, of in dialect.planted(connection)
        ),
        *_columns(found),
    ]


def _strangers(found: Inspector, extensions: set[str]) -> Iterator[tuple[str, str]]:
    own = {*METADATA.tables, NOTES.name, *_MADE_BY_TOOLS, *extensions}
    views = {*found.get_view_names()}
    if found.dialect.name == "postgresql":
        views |= {*found.get_materialized_view_names()}
    yield from (("table", name) for name in sorted({*found.get_table_names()} - own))
    yield from (("view", name) for name in sorted(views - extensions))


def _columns(found: Inspector) -> Iterator[str]:
    for table in METADATA.sorted_tables:
        there = {column["name"] for column in found.get_columns(table.name)}
        for name in sorted(there - {*table.columns.keys()}):
            yield f"a column {name!r} in {table.name!r}, which fogline did not make: {_ADVICE}"
