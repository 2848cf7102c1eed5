"""The rows of a chain in the order in which they were written, whatever tables they are in."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Select, Table, select

from fogline.ledger.schema import CHAINED

# Rows that are in memory of each table.
_ROWS = 1_000
_Numbered = tuple[int, str, Sequence[Any]]


def walk(connection: Connection) -> Generator[tuple[str, dict[str, Any]], None, None]:
    """All chained rows, each with the name of its table."""
    names = {t.name: [c.name for c in t.columns] for t in CHAINED}
    for _, table, row in _merged(connection, select):
        yield table, dict(zip(names[table], row, strict=True))


def row_hashes(connection: Connection, last: int) -> Iterator[str]:
    """The hashes of rows 1 to ``last``."""

    def hashes(table: Table) -> Select[Any]:
        return select(table.c.seq, table.c.hash).where(table.c.seq <= last)

    return (row[1] for *_, row in _merged(connection, hashes))


def _merged(connection: Connection, asked: Callable[[Table], Select[Any]]) -> Iterator[_Numbered]:
    """The rows of a statement for each table, whose first column is their number in the chain."""
    with ExitStack() as stack:
        tables = [stack.enter_context(closing(_rows(connection, t, asked(t)))) for t in CHAINED]
        yield from heapq.merge(*tables, key=itemgetter(0))


def _rows(
    connection: Connection, table: Table, asked: Select[Any]
) -> Generator[_Numbered, None, None]:
    name, query = table.name, asked.order_by(table.c.seq)
    with connection.execute(query, execution_options={"yield_per": _ROWS}) as rows:
        for row in rows:
            yield row[0], name, row
