"""What SQLite and PostgreSQL say differently, in one place."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from fogline.errors import FoglineError

# Permissions of a new ledger: sources may be in danger.
PRIVATE = 0o600
# Seconds that a writer waits for another; a batch is written in well under one.
PATIENCE = 120
# Seconds that one waits who wants to be alone: another may only be looking whether somebody is.
MOMENT = 1.0
# Words as SQLite splits them; PostgreSQL's own parser takes "T-72" and "Izium/Lyman" for a number
# and a path.
_PARTS = r"to_tsvector('simple', regexp_replace({column}, '[\W_]+', ' ', 'g'))"
# How the full-text index of SQLite begins, and where it keeps what it knows.
WORDS = "CREATE VIRTUAL TABLE words USING fts5(text, content='sentences'"
_PARTS_OF_WORDS = ("data", "idx", "docsize")
# Pages of SQLite's log before it is written back. Rows have random ids, so that each batch touches
# pages all over a large database: written back every 1,000 pages, as SQLite does, most are written
# twice, and adding grows with the ledger (bench/growth.py).
_LOG_PAGES = 16_000
_PRAGMAS = (
    "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-64000",
    f"wal_autocheckpoint={_LOG_PAGES}",
)  # fmt: skip
_LOCK = 7_061_733_129  # an arbitrary number that all writers of a PostgreSQL ledger share
_TASK_LOCK = 619_282_185  # another one, for tasks that one program does at a time


class LedgerError(FoglineError):
    """A ledger that can't be opened, or a request that it can't answer; the message says what to
    do.
    """


class BusyError(LedgerError):
    """A task that another program is doing."""


def connect(url: URL) -> Engine:
    """An engine for a URL; SQLite in WAL mode, where readers never block the writer.

    Raises:
        LedgerError: a database that fogline does not speak.
    """
    name = url.get_backend_name()
    if name == "sqlite":
        engine = create_engine(url, connect_args={"timeout": PATIENCE})
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine
    if name == "postgresql":
        return create_engine(url.set(drivername="postgresql+psycopg"))
    raise LedgerError(f"ledger {url}", f"{name} is not one of sqlite, postgresql")


def _prepare(connection: Any, _: object) -> None:
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(
        "BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN"
    )


def lock(connection: Connection) -> None:
    """Let one writer in at a time, until its transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK})


@contextmanager
def alone(engine: Engine, task: str) -> Iterator[None]:
    """Be the only program that does a task on a ledger; a killed one is forgotten by itself.

    SQLite: a transaction on an empty file beside the ledger; PostgreSQL: a lock of the session.

    Raises:
        BusyError: there is one already.
        LedgerError: nothing can be written beside the ledger.
    """
    if engine.dialect.name == "sqlite":
        with ExitStack() as stack:
            try:
                beside = sqlite3.connect(f"{engine.url.database}.{task}", timeout=MOMENT)
                stack.enter_context(closing(beside)).execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                raise _not_alone(engine, task, error) from error
            yield
        return
    with engine.connect() as connection:
        connection.detach()  # closed at the end, and not kept with its lock for the next user
        named = {"n": _TASK_LOCK, "t": f"fogline {task}"}
        taken = text("SELECT pg_try_advisory_lock(:n, hashtext(:t))")
        if not connection.execute(taken, named).scalar():
            raise _not_alone(engine, task)
        connection.commit()  # the lock is the session's, which waits in no transaction
        try:
            yield
        finally:
            # A session ends a moment after its connection; one that broke has no lock any more.
            with suppress(DBAPIError):
                connection.execute(text("SELECT pg_advisory_unlock(:n, hashtext(:t))"), named)


def _not_alone(engine: Engine, task: str, error: sqlite3.Error | None = None) -> LedgerError:
    where = f"ledger {engine.url.database if error else engine.url}"
    if error and error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
        return LedgerError(where, f"{engine.url.database}.{task}: {error}")
    advice = "end that one first, or give each a ledger of its own"
    return BusyError(where, f"another `fogline {task}` is at work on it", advice)


def create_search(connection: Connection) -> None:
    """The full-text index over sentences."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            f"{WORDS}, content_rowid='seq', tokenize='unicode61 remove_diacritics 0')"
        )
    else:
        connection.exec_driver_sql(
            f"CREATE INDEX words ON sentences USING gin ({_PARTS.format(column='text')})"
        )


def insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows, as fast as the database takes them; columns that a row lacks are empty."""
    if not rows:
        return
    columns = [c.name for c in table.columns]
    values = [tuple(map(row.get, columns)) for row in rows]
    names = ", ".join(f'"{name}"' for name in columns)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" for _ in columns)
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", values)
        return
    driver = connection.connection.cursor()
    with driver.copy(f"COPY {table.name} ({names}) FROM STDIN") as into:
        for row in values:
            into.write_row(row)


def index_words(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Add sentences to the full-text index."""
    if connection.dialect.name == "sqlite" and rows:
        connection.exec_driver_sql(
            "INSERT INTO words(rowid, text) VALUES (?, ?)", [(r["seq"], r["text"]) for r in rows]
        )


def search_clause(dialect: str, query: str) -> tuple[str, dict[str, str]]:
    """A condition on ``sentences`` for words that must all occur; "a phrase" stands in quotes,
    ``word*`` takes any ending.

    Raises:
        LedgerError: no word in the query.
    """
    terms = [
        (re.findall(r"[^\W_]+", quoted or word), word.endswith("*"))
        for quoted, word in re.findall(r'"([^"]*)"|(\S+)', query)
    ]
    terms = [(words, prefix) for words, prefix in terms if words]
    if not terms:
        raise LedgerError(
            f"search {query!r}",
            'give a word, a "phrase" in quotes, or a beginning with an asterisk (bridge*)',
        )
    if dialect == "sqlite":
        match = " ".join(
            '"' + " ".join(words) + '"' + ("*" if prefix else "") for words, prefix in terms
        )
        return "sentences.seq IN (SELECT rowid FROM words WHERE words MATCH :search)", {
            "search": match
        }
    query = " & ".join(" <-> ".join(words) + (":*" if prefix else "") for words, prefix in terms)
    return f"{_PARTS.format(column='sentences.text')} @@ to_tsquery('simple', :search)", {
        "search": query
    }


def damage(connection: Connection) -> str:
    """What the database itself finds wrong with its file; empty if nothing is."""
    if connection.dialect.name != "sqlite":
        return ""
    found = [r[0] for r in connection.exec_driver_sql("PRAGMA integrity_check(3)")]
    return "" if found == ["ok"] else "; ".join(found)


def words_flaw(connection: Connection) -> str:
    """What is wrong with the full-text index; empty if nothing is."""
    if connection.dialect.name != "sqlite":
        return ""  # PostgreSQL keeps an ordinary index in step by itself
    made = "SELECT sql FROM main.sqlite_master WHERE name = 'words' AND type = 'table'"
    sql = str(connection.exec_driver_sql(made).scalar() or "")
    if not sql.startswith(WORDS):
        return "it is missing, or another table has its name"
    try:
        _check_words(connection, sql)
    except DBAPIError as error:
        code = (
            getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        )  # its kind: sqlite.org/rescode.html
        if code == sqlite3.SQLITE_CORRUPT:
            return "it does not fit the sentences that it was made from"
        return f"it can't be checked: {error.orig}"
    return ""


def _check_words(connection: Connection, sql: str) -> None:
    """Let FTS5 compare a copy of the index with the rows: the check of the index itself would lock
    the ledger, and can't be run where nothing can be written.
    """
    run = connection.exec_driver_sql
    run("CREATE TEMP VIEW sentences AS SELECT * FROM main.sentences")
    try:
        run(sql.replace("TABLE words", "TABLE temp.words", 1))
        for part in _PARTS_OF_WORDS:
            run(f"DELETE FROM temp.words_{part}")
            run(f"INSERT INTO temp.words_{part} SELECT * FROM main.words_{part}")
        run("INSERT INTO temp.words(words, rank) VALUES ('integrity-check', 1)")
    finally:
        run("DROP TABLE IF EXISTS temp.words")
        run("DROP VIEW temp.sentences")


def rebuild_words(connection: Connection) -> None:
    """Make the full-text index anew from the sentences."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS words")
    create_search(connection)
    connection.exec_driver_sql("INSERT INTO words(words) VALUES ('rebuild')")


def planted(connection: Connection) -> list[tuple[str, str, str]]:
    """Triggers and rules, which fogline never makes: kind, name, table."""
    if connection.dialect.name == "sqlite":
        query = "SELECT type, name, tbl_name FROM main.sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT 'trigger', t.tgname, c.relname FROM pg_trigger t JOIN pg_class c"
            " ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE NOT t.tgisinternal AND n.nspname = current_schema()"
            " UNION ALL SELECT 'rule', rulename, tablename FROM pg_rules"
            " WHERE schemaname = current_schema()"
        )
    return [(kind, name, of) for kind, name, of in connection.exec_driver_sql(query)]


def of_extensions(connection: Connection) -> set[str]:
    """Names of tables and views that an extension of PostgreSQL brings along."""
    if connection.dialect.name == "sqlite":
        return set()
    query = (
        "SELECT c.relname FROM pg_depend d JOIN pg_class c ON c.oid = d.objid"
        " WHERE d.deptype = 'e' AND d.classid = 'pg_class'::regclass"
    )
    return {name for (name,) in connection.exec_driver_sql(query)}


@contextmanager
def reached(where: str) -> Iterator[None]:
    """Say plainly what is wrong with a database that does not answer, or is none.

    Raises:
        LedgerError: instead of the database's own error.
    """
    try:
        yield
    except DBAPIError as error:
        raise LedgerError(
            f"ledger {where}",
            f"{str(error.orig).strip().splitlines()[0]}",
            "give an SQLite file made by fogline, or a database's URL",
        ) from error
    except (ArgumentError, NoSuchModuleError) as error:
        raise LedgerError(
            f"ledger {where}",
            f"{error}",
            "give a file's path, or a URL such as postgresql://user@host/name",
        ) from error
    except ImportError as error:
        raise LedgerError(
            f"ledger {where}", "PostgreSQL needs pip install 'fogline[postgres]'"
        ) from error
