"""Questions about so many rows, or asked so often, that each database has its own way."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    any_,
    bindparam,
    text,
)


def any_of(connection: Connection, column: Column[Any], values: list[Any]) -> ColumnElement[bool]:
    """The condition that a column has one of many values: one parameter, whatever their number."""
    if connection.dialect.name == "sqlite":
        listed = text("SELECT value FROM json_each(:listed)").bindparams(listed=json.dumps(values))
        return column.in_(listed)
    return column == any_(bindparam("listed", values, ARRAY(column.type)))


def has_row(connection: Connection, table: Table, values: dict[str, str]) -> bool:
    """Whether a table has a row of these values."""
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    where = " AND ".join(f"{name} = {mark}" for name in values)
    cursor = connection.connection.cursor()
    try:
        cursor.execute(f"SELECT 1 FROM {table.name} WHERE {where} LIMIT 1", tuple(values.values()))
        return cursor.fetchone() is not None
    finally:
        cursor.close()


def tuples(connection: Connection, asked: Select[Any], most: int) -> Iterator[Sequence[Any]]:
    """The rows of a statement, so many at a time; of SQLite as its driver has them, for to make a
    row of SQLAlchemy's takes a third of the time.
    """
    if connection.dialect.name == "sqlite":
        driver: Any = connection.execute(asked).cursor
        while rows := driver.fetchmany(most):
            yield rows
        return
    streamed = asked.execution_options(stream_results=True, max_row_buffer=most)
    yield from connection.execute(streamed).partitions(most)
