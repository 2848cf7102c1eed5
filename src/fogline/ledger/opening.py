"""Opening: finds, founds and checks the database of a ledger, and the folder of its evidence."""

from __future__ import annotations

import os
import uuid
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from fogline.ledger import dialect, migrate, read_only, timestamps
from fogline.ledger.chain import Head
from fogline.ledger.dialect import LedgerError
from fogline.ledger.evidence import EvidenceFolder
from fogline.ledger.records import TOOL
from fogline.ledger.write import Appender, head_of, ledger_of, writing


def open_engine(name: str, *, create: bool, empty: bool, upgrade: bool) -> tuple[Engine, str]:
    """The engine of a ledger and the ledger's id; see :func:`fogline.ledger.open_ledger`."""
    url = _url(name)
    if url.get_backend_name() == "sqlite":
        _check_file(Path(url.database or ""), create=create or empty)
    with dialect.reached(name):
        engine = _connect(url)
    try:
        with dialect.reached(name):
            if upgrade or not migrate.check(engine, where=name):
                _make(engine, name, create=create or empty or upgrade)
            ledger = id_of(engine)
            if ledger and empty:
                raise LedgerError(
                    f"ledger {name}", "there is one already", "name a new file or an empty database"
                )
            if not ledger and not empty and not head_in(engine).seq:
                ledger = _found(engine, name, create=create)
    except BaseException:
        engine.dispose()
        raise
    return engine, ledger


def _url(name: str) -> URL:
    try:
        return make_url(name) if "://" in name else URL.create("sqlite", database=name)
    except ArgumentError as error:
        raise LedgerError(
            f"ledger {name!r}", "give a file's path, or a URL such as postgresql://user@host/name"
        ) from error


def _connect(url: URL) -> Engine:
    sqlite = url.get_backend_name() == "sqlite"
    if sqlite and read_only.is_read_only(Path(url.database or "")):
        return read_only.connect(url)
    return dialect.connect(url)


def _check_file(path: Path, *, create: bool) -> None:
    if path.is_dir() or not path.name:
        raise LedgerError(f"ledger {path}", "a folder", "name a file")
    if not create and not path.is_file():
        raise LedgerError(
            f"ledger {path}", "no such file", f"`fogline add INPUT --ledger {path}` makes one"
        )
    if not path.absolute().parent.is_dir():
        raise LedgerError(f"ledger {path}", "its folder does not exist")
    if create and read_only.is_read_only(path):
        raise read_only.read_only(str(path))
    if create and not path.exists():
        path.touch(dialect.PRIVATE)  # SQLite would make a file that all may read


def _make(engine: Engine, name: str, *, create: bool) -> None:
    if not create:
        raise LedgerError(
            f"ledger {name}",
            "no ledger in this database",
            f"`fogline add INPUT --ledger {name}` makes one",
        )
    migrate.upgrade(engine, where=name)


def id_of(engine: Engine) -> str:
    """A ledger's id, that of its first row; empty before it is founded."""
    with engine.connect() as connection:
        return ledger_of(connection)


def head_in(engine: Engine) -> Head:
    """Where the chain of a database ends."""
    with engine.connect() as connection:
        return head_of(connection)


def _found(engine: Engine, name: str, *, create: bool) -> str:
    if not create:
        raise LedgerError(
            f"ledger {name}",
            "it is empty, its making was interrupted",
            "restore it again, or add to it",
        )
    with writing(engine) as connection:
        if not ledger_of(connection):
            appender = Appender(connection)
            appender.append(
                [
                    (
                        "acts",
                        {
                            "id": uuid.uuid4().hex,
                            "kind": "founded",
                            "at": timestamps.now(),
                            "tool": TOOL,
                        },
                    )
                ]
            )
            appender.close()
    return id_of(engine)


def evidence_of(name: str, ledger: str) -> EvidenceFolder:
    """The folder of a ledger's bytes.

    Raises:
        LedgerError: a ledger in PostgreSQL, and no folder named.
    """
    url = _url(name)
    if url.get_backend_name() == "sqlite":
        return EvidenceFolder(Path(f"{url.database}.evidence"))
    named, home = os.environ.get("FOGLINE_EVIDENCE"), os.environ.get("FOGLINE_HOME")
    if not named and not home:
        raise LedgerError(
            "a ledger in PostgreSQL keeps its bytes in a folder", "name it in FOGLINE_EVIDENCE"
        )
    return EvidenceFolder(Path(named) if named else Path(str(home)) / "evidence" / ledger)
