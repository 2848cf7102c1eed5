"""Appending: the one way in which rows come into a ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, insert, select, update

from fogline.ledger import dialect
from fogline.ledger.asking import any_of
from fogline.ledger.chain import Head, Row, extend
from fogline.ledger.copies import pairs
from fogline.ledger.copy_index import CopyIndex, Text, stored_text, text_of
from fogline.ledger.dialect import LedgerError
from fogline.ledger.records import Rows
from fogline.ledger.schema import ACTS, CHAINED, HEAD

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


def ledger_of(connection: Connection) -> str:
    """A ledger's id, that of its first row; empty before it is founded."""
    return connection.execute(select(ACTS.c.id).where(ACTS.c.seq == 1)).scalar() or ""


def present(connection: Connection, table: str, ids: Iterable[str]) -> set[str]:
    """Which of these ids a table has."""
    column = TABLES[table].c.id
    query = select(column).where(any_of(connection, column, list(ids)))
    return set(connection.execute(query).scalars())


def _storable(row: Row) -> Row:
    """A row of texts that every database takes: no zero characters and no halves of characters,
    each replaced by one, so that offsets stay.
    """
    texts = "".join([value for value in row.values() if isinstance(value, str)])
    if texts == _whole(texts):
        return row
    return {
        k: _whole(v.replace("\0", "\ufffd")) if isinstance(v, str) else v for k, v in row.items()
    }


def _whole(text: str) -> str:
    text = text.replace("\0", "\ufffd")
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


class Appender:
    """Adds rows behind the head inside one transaction; rows that are there already are left out.

    Rows wait until ``write`` or ``close``, so that one statement a table takes those of a batch.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._head = self._start = head_of(connection)
        self._known: defaultdict[str, set[str]] = defaultdict(set)
        self._asked: defaultdict[str, set[str]] = defaultdict(set)
        self._waiting: dict[str, list[Row]] = {}
        self._texts: dict[str, Text] = {}
        self._claiming: set[str] = set()
        self._index = CopyIndex(connection)

    def expect(self, rows: Rows, *, bound: bool) -> None:
        """Look up, for a batch at once, what is there of rows that will be appended, and, where
        their documents will be ``bound``, who shares words with them.
        """
        self._look_up(rows)
        texts = [row for table, row in rows if table == "documents" and bound]
        self._look_up([("prints", row) for row in texts])
        self._index.expect(
            (_storable(row)["text"], row["published_utc"])
            for row in texts
            if row["id"] not in self._known["prints"]
        )

    def _look_up(self, rows: Rows) -> None:
        new: dict[str, list[str]] = {}
        for table, row in rows:
            if row["id"] not in self._asked[table]:
                self._asked[table].add(row["id"])
                new.setdefault(table, []).append(row["id"])
        for table, ids in new.items():
            self._known[table] |= present(self._connection, table, ids)

    def has(self, table: str, id: str) -> bool:
        """Whether a row is there, or was appended here."""
        self._look_up([(table, {"id": id})])
        return id in self._known[table]

    def append(self, rows: Rows) -> dict[str, list[Row]]:
        """Bind what is new of ``rows`` to the chain; gives the new rows, by table."""
        self._look_up(rows)
        fresh = []
        for table, row in rows:
            if row["id"] not in self._known[table]:
                self._known[table].add(row["id"])
                fresh.append((table, _storable(row)))
        self._head, tables = extend(self._head, fresh)
        for name, new in tables.items():
            self._waiting.setdefault(name, []).extend(new)
        self._texts.update({row["id"]: text_of(row) for row in tables.get("documents", ())})
        self._claiming.update(row["document"] for row in tables.get("claims", ()))
        return tables

    def write(self) -> None:
        """Insert the rows that wait."""
        for name, new in self._waiting.items():
            dialect.insert(self._connection, TABLES[name], new)
        dialect.index_words(self._connection, self._waiting.get("sentences", []))
        self._waiting = {}

    def bind(self, document: str) -> bool:
        """Fingerprint a document that has no print yet, link it, and pair its claims; gives whether
        it is a near-copy of another.
        """
        added: dict[str, list[Row]] = {}
        # A document that came in with this batch has only the links that are made just now, and
        # only its claims here.
        is_new = document in self._texts
        if not self.has("prints", document):
            text = self._texts.get(document) or stored_text(self._connection, document)
            added = self.append(self._index.add(text))
        if not is_new or ("links" in added and document in self._claiming):
            self.write()
            self.append(list(pairs(self._connection, document)))
        return any(row["kind"] == "near" for row in added.get("links", ()))

    def close(self) -> Head:
        """Write what waits and record the new head; nothing may be appended after it."""
        self.write()
        self._index.write()
        values = {"seq": self._head.seq, "hash": self._head.hash}
        if self._head == self._start:
            return self._head
        if self._start == Head():
            self._connection.execute(insert(HEAD), {"one": 1, **values})
        else:
            self._connection.execute(update(HEAD).values(**values))
        return self._head
