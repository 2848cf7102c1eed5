"""Brings a database to the schema of this version of fogline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from fogline.ledger import dialect
from fogline.ledger.dialect import LedgerError
from fogline.ledger.schema import VERSION

if TYPE_CHECKING:
    from alembic.config import Config

_NOT_STATED = "not stated"


def version(connection: Connection) -> str:
    """The schema's version in a database; empty where there is no ledger yet."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found or _NOT_STATED)


def check(engine: Engine, *, where: str) -> bool:
    """Whether a ledger is there, in the version that this program knows.

    Raises:
        LedgerError: its schema is older or newer than this program's.
    """
    with engine.connect() as connection:
        found = version(connection)
    if found and found != VERSION:
        raise _of_another(where, found)
    return bool(found)


def _of_another(where: str, found: str) -> LedgerError:
    if found in _known():
        advice = "run `fogline ledger upgrade` (after `fogline ledger backup`)"
    elif found > VERSION and found.isdigit():
        advice = "use a newer fogline"
    else:
        advice = "no fogline made that, so that it can't upgrade it: restore a backup"
    return LedgerError(
        f"ledger {where}", f"its schema is {found}, this fogline's is {VERSION}: {advice}"
    )


def _known() -> set[str]:
    from alembic.script import ScriptDirectory

    return {found.revision for found in ScriptDirectory.from_config(_config()).walk_revisions()}


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "fogline.ledger:migrations")
    return config


def upgrade(engine: Engine, *, where: str) -> None:
    """Run all versions that are missing, in one transaction; two programs that do so at once do it
    once.

    Raises:
        LedgerError: its schema is of a version that this program does not know.
    """
    from alembic import command

    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        dialect.lock(connection)
        found = version(connection)
        if found == VERSION:
            return
        if found and found not in _known():
            raise _of_another(where, found)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
