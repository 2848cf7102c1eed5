"""Notes of programs that work on a ledger: changed in place, and no part of the chain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    Table,
    Text,
    delete,
    insert,
    inspect,
    select,
)

from fogline.ledger import dialect
from fogline.ledger.write import writing

# The table is made with the first note. A backup or a merged ledger begins without any, so that
# nothing is taken for done there that was not.
NOTES = Table(
    "notes",
    MetaData(),
    Column("topic", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
Changes = Mapping[str, Mapping[str, str | None]]


class Notes:
    """Texts by topic and key."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(self, topic: str) -> dict[str, str]:
        """The notes of a topic by key; empty if there are none."""
        with self._engine.connect() as connection:
            if not _is_there(connection):
                return {}
            query = select(NOTES.c.key, NOTES.c.value).where(NOTES.c.topic == topic)
            rows = connection.execute(query.order_by(NOTES.c.key)).all()
            return {key: value for key, value in rows}  # noqa: C416 - rows are no pairs to mypy

    def write(self, changes: Changes) -> None:
        """Put notes in the place of earlier ones, by topic and key, all or none; none as a value
        takes a note away.
        """
        rows = list(_rows(changes))
        if not rows:
            return
        with writing(self._engine) as connection:
            if not _is_there(connection):
                NOTES.create(connection)
            for topic, key, value in rows:
                same = (NOTES.c.topic == topic) & (NOTES.c.key == key)
                connection.execute(delete(NOTES).where(same))
                if value is not None:
                    connection.execute(insert(NOTES), {"topic": topic, "key": key, "value": value})

    def busy(self, task: str) -> bool:
        """Whether another program does a task on this ledger; a lock that can't be opened tells of
        none.
        """
        try:
            with self.alone(task):
                return False
        except dialect.BusyError:
            return True
        except dialect.LedgerError:
            return False

    def alone(self, task: str) -> AbstractContextManager[None]:
        """Be the only program that does this task on the ledger, until the block or process ends.

        Raises:
            LedgerError: there is one already.
        """
        return dialect.alone(self._engine, task)


def _is_there(connection: Connection) -> bool:
    return inspect(connection).has_table(NOTES.name)


def _rows(changes: Changes) -> Iterator[tuple[str, str, str | None]]:
    for topic, values in changes.items():
        for key, value in values.items():
            yield topic, key, value
