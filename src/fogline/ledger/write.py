"""Appending: the one way in which rows come into a ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update

from fogline.ledger import copies, dialect
from fogline.ledger.chain import Head, Row, extend
from fogline.ledger.dialect import LedgerError
from fogline.ledger.records import Rows
from fogline.ledger.schema import CHAINED, DOCUMENTS, HEAD

# Ids that one statement asks for; SQLite takes 32,766 values.
CHUNK = 5_000
TABLES = {t.name: t for t in CHAINED}


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that is alone in writing; others wait for their turn."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        dialect.lock(connection)
        yield connection


def head_of(connection: Connection) -> Head:
    """Where the chain ends."""
    rows = connection.execute(select(HEAD.c.seq, HEAD.c.hash)).all()
    if len(rows) > 1:
        raise LedgerError(
            f"the ledger's head has {len(rows)} rows instead of one",
            "it was altered",
            "restore a backup",
        )
    return Head(*rows[0]) if rows else Head()


def present(connection: Connection, table: str, ids: Iterable[str]) -> set[str]:
    """Which of these ids a table has."""
    wanted, column, found = list(ids), TABLES[table].c.id, set()
    for i in range(0, len(wanted), CHUNK):
        found |= set(
            connection.execute(select(column).where(column.in_(wanted[i : i + CHUNK]))).scalars()
        )
    return found


def _storable(value: Any) -> Any:
    """Text that every database takes: no zero characters and no halves of characters, each replaced
    by one, so that offsets stay.
    """
    if not isinstance(value, str) or (value.isascii() and "\0" not in value):
        return value
    return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


class Appender:
    """Adds rows behind the head inside one transaction; rows that are there already are left
    out.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._head = self._start = head_of(connection)

    def append(self, rows: Rows) -> dict[str, list[Row]]:
        """Insert what is new of ``rows``; gives the rows inserted, by table."""
        fresh = self._fresh(
            [(table, {k: _storable(v) for k, v in row.items()}) for table, row in rows]
        )
        self._head, tables = extend(self._head, fresh)
        for name, new in tables.items():
            # One shape for all rows, so that one statement takes them.
            columns = [c.name for c in TABLES[name].columns]
            self._connection.execute(
                insert(TABLES[name]), [{c: row.get(c) for c in columns} for row in new]
            )
        dialect.index_words(self._connection, tables.get("sentences", []))
        return tables

    def _fresh(self, rows: Rows) -> Rows:
        ids: dict[str, set[str]] = {}
        for table, row in rows:
            ids.setdefault(table, set()).add(row["id"])
        known = {table: present(self._connection, table, wanted) for table, wanted in ids.items()}
        fresh = []
        for table, row in rows:
            if row["id"] not in known[table]:
                known[table].add(row["id"])
                fresh.append((table, row))
        return fresh

    def bind(self, documents: Iterable[str]) -> int:
        """Fingerprint documents that have no print yet, link them, and pair their claims; gives the
        number of near-copies.
        """
        near = 0
        for document in documents:
            if not present(self._connection, "prints", [document]):
                text = copies.texts(self._connection, DOCUMENTS.c.id, [document])[document]
                added = self.append(copies.fingerprint(self._connection, text))
                near += any(row["kind"] == "near" for row in added.get("links", ()))
            self.append(list(copies.pairs(self._connection, document)))
        return near

    def close(self) -> Head:
        """Record the new head; nothing may be appended after it."""
        values = {"seq": self._head.seq, "hash": self._head.hash}
        if self._head == self._start:
            return self._head
        if self._start == Head():
            self._connection.execute(insert(HEAD), {"one": 1, **values})
        else:
            self._connection.execute(update(HEAD).values(**values))
        return self._head
