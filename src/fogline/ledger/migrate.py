"""Brings a database to the schema of this version of fogline."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, inspect, text

from fogline.ledger import dialect
from fogline.ledger.dialect import LedgerError
from fogline.ledger.schema import VERSION


def version(connection: Connection) -> str:
    """The schema's version in a database; empty where there is no ledger yet."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def check(engine: Engine, *, where: str) -> bool:
    """Whether a ledger is there, in the version that this program knows.

    Raises:
        LedgerError: its schema is older or newer than this program's.
    """
    with engine.connect() as connection:
        found = version(connection)
    if found and found != VERSION:
        older = found < VERSION
        advice = (
            "run `fogline ledger upgrade` (after `fogline ledger backup`)"
            if older
            else "use a newer fogline"
        )
        raise LedgerError(
            f"ledger {where}", f"its schema is {found}, this fogline's is {VERSION}: {advice}"
        )
    return bool(found)


def upgrade(engine: Engine) -> None:
    """Run all versions that are missing, in one transaction; two programs that do so at once do it
    once.
    """
    from alembic import command
    from alembic.config import Config

    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        dialect.lock(connection)
        if version(connection) == VERSION:
            return
        config = Config()
        config.set_main_option("script_location", "fogline.ledger:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
