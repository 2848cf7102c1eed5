"""How a command ends where something is wrong: a message on standard error and an exit code."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from fogline.errors import FoglineError

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.exc import DBAPIError

    from fogline.documents import Unreadable
    from fogline.ledger import DocumentRow
    from fogline.model import LeftOut

# The exit code of a command that could not do all that it was asked for.
FAILED = 2
# That of a command that did what it could of evidence or a ledger that is damaged.
DAMAGED = 3
# How many places of one reason, and how many posts, a message names.
_NAMED, _POSTS = 3, 5
# The low byte of SQLite's error code is its kind; the rest says more (sqlite.org/rescode.html).
_SQLITE_KIND = 0xFF
_SQLITE_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
# PostgreSQL: serialization failure, deadlock, lock not available (its manual, appendix A).
_POSTGRES_BUSY = ("40001", "40P01", "55P03")


def fail(message: str) -> int:
    """Write a message to standard error; gives the exit code."""
    sys.stderr.write(f"fogline: {message}\n")
    return FAILED


def report_unreadable(unreadable: Iterable[Unreadable]) -> None:
    """Name the inputs that could not be read, with the reasons."""
    for problem in unreadable:
        fail(f"{problem.where}: {problem.why}")


def report_bad_days(mended: int, healed: int, lost: int, folder: Path) -> int:
    """Say what an intake mended of earlier damage, and what of it is left; gives the exit code."""
    if mended:
        fail(
            f"{mended:,} documents that an interrupted merge had not compared with the"
            " others were compared now"
        )
    if healed:
        fail(f"{healed:,} files of evidence were damaged or lost, and are kept again")
    if lost:
        fail(
            f"the folder of the evidence, {folder}, was gone, and {lost:,} files are missing:"
            " put it back (its files beside those of now); if it is lost, add the same files again"
        )
    return DAMAGED if lost else 0


def report_left_out(left_out: Iterable[LeftOut]) -> int:
    """Name what gave no claim, a line a reason with the first places; gives how many are faults."""
    by_reason: dict[str, list[LeftOut]] = {}
    for one in left_out:
        by_reason.setdefault(one.why, []).append(one)
    for why, some in by_reason.items():
        named = ", ".join(one.where for one in some[:_NAMED])
        more = f" and {len(some) - _NAMED:,} more" if len(some) > _NAMED else ""
        sys.stderr.write(f"fogline: {named}{more}: {why}\n")
    return sum(one.fault for some in by_reason.values() for one in some)


def report_no_texts(left_out: Iterable[str]) -> None:
    """Say what of the inputs is no text, which is no fault."""
    for told in left_out:
        sys.stderr.write(f"fogline: {told}\n")


def report_unknown_texts(posts: Sequence[DocumentRow], when: str = "by then") -> None:
    """Say of which posts an earlier text is not known, so that it can't be shown."""
    if not posts:
        return
    some = [f"{p.name} ({p.source}, edited {p.edited})" for p in posts[:_POSTS]]
    more = [f"{len(posts) - _POSTS:,} more"] if len(posts) > _POSTS else []
    sys.stderr.write(
        f"fogline: {len(posts):,} posts were published {when} and edited later; the earlier text "
        f"is not known, so that their claims are left out: {'; '.join([*some, *more])}\n"
    )


@contextmanager
def reporting_errors() -> Iterator[None]:
    """End with a clear message and exit code 2 where input, files or the database are at fault."""
    try:
        yield
    except (click.exceptions.Exit, click.ClickException, click.Abort):
        raise
    except FoglineError as error:
        sys.exit(fail(str(error)))
    except OSError as error:
        sys.exit(fail(f"{error.filename or ''}: {error.strerror or error}".removeprefix(": ")))
    except _database_error() as error:
        words = str(error.orig).strip().splitlines()[0]
        advice = (
            "another program keeps writing to it: try again"
            if _is_busy(error)
            else ("run `fogline verify`")
        )
        sys.exit(fail(f"the ledger's database says: {words}; {advice}"))


def _database_error() -> type[DBAPIError]:
    """The class of errors of databases, loaded when an error has been raised."""
    from sqlalchemy.exc import DBAPIError

    return DBAPIError


def _is_busy(error: DBAPIError) -> bool:
    """Whether the database was in use by another program, by its error code."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & _SQLITE_KIND in _SQLITE_BUSY
    return getattr(error.orig, "sqlstate", None) in _POSTGRES_BUSY
