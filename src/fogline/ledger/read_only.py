"""Ledgers in SQLite where nothing can be written: read-only media, another one's folder."""

from __future__ import annotations

import os
import sqlite3
from functools import partial
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.engine import URL

from fogline.ledger.dialect import PATIENCE, LedgerError

# Marks an engine that only reads.
_OPTION = "read_only"


def refuse(engine: Engine) -> None:
    """Refuse to write, before anything is written.

    Raises:
        LedgerError: a ledger that is read-only.
    """
    if engine.get_execution_options().get(_OPTION):
        raise read_only(engine.url.database or "")


def is_read_only(path: Path) -> bool:
    """Whether a ledger's file is there, and it or its folder can't be written."""
    return path.is_file() and not all(os.access(p, os.W_OK) for p in (path, path.absolute().parent))


def connect(url: URL) -> Engine:
    """An engine that only reads. It keeps no connection, so that each sees whether another program
    has begun to write.
    """
    opened = partial(_open, Path(url.database or ""))
    told = {_OPTION: True}
    engine = create_engine(url, creator=opened, poolclass=NullPool, execution_options=told)
    event.listen(engine, "begin", _begin)
    return engine


def _open(path: Path) -> sqlite3.Connection:
    """Without a log of writes beside it the file is all there is, and nobody changes it: SQLite
    needs to be told so, or it wants to write a log of its own.

    Raises:
        LedgerError: there is a log, which can't be read.
    """
    log = Path(f"{path}-wal")
    how = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    where = f"file:{quote(str(path.absolute()))}?{how}"
    try:
        return _reading(where)
    except sqlite3.OperationalError as error:
        if how != "mode=ro":
            raise
        raise LedgerError(
            f"ledger {path}",
            f"its newest rows are in {log}, which can't be read where nothing can be written",
            "copy both to a folder that you may write to, and open it there",
        ) from error


def _reading(where: str) -> sqlite3.Connection:
    made = sqlite3.connect(where, PATIENCE, isolation_level=None, uri=True, check_same_thread=False)
    try:
        made.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.Error:
        made.close()
        raise
    return made


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("writes"):
        raise read_only(connection.engine.url.database or "")
    connection.exec_driver_sql("BEGIN")


def read_only(where: str) -> LedgerError:
    """The error of one who would write."""
    return LedgerError(
        f"ledger {where}",
        "it is read-only: the file or its folder can't be written",
        "`fogline ledger backup` copies it to where you may write",
    )
