"""Options that several commands share, and how they end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from fogline.errors import FoglineError

if TYPE_CHECKING:
    from fogline.documents import Problem

F = TypeVar("F", bound=Callable[..., Any])


class _Day(click.DateTime):
    """A day as YYYY-MM-DD, with a plain word for what is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The day as a datetime."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is no day: give YYYY-MM-DD, such as 2022-09-10", param, ctx)


DAY = _Day(formats=["%Y-%m-%d"])
FAILED = 2


def ledger_option(command: F, *, required: bool = True) -> F:
    """The option that names the ledger."""
    words = "The ledger: a file, or a postgresql:// URL; or set FOGLINE_LEDGER."
    return click.option(
        "--ledger", required=required, envvar="FOGLINE_LEDGER", metavar="FILE_OR_URL", help=words
    )(command)


def fail(message: str) -> int:
    """Say what is wrong; gives the exit code."""
    sys.stderr.write(f"fogline: {message}\n")
    return FAILED


def save(written: bytes, out: Path | None) -> None:
    """Write bytes to the screen, or to a file that appears whole or not at all."""
    if out is None:
        sys.stdout.buffer.write(written)
        return
    if out.exists() and not out.is_file():
        out.write_bytes(written)  # a pipe or a device
        return
    part = out.with_name(out.name + ".part")
    part.write_bytes(written)
    part.replace(out)


def needs_file(form: str, out: Path | None) -> None:
    """Refuse a form that no screen can show.

    Raises:
        FoglineError: parquet without a file to write to.
    """
    if form == "parquet" and out is None:
        raise FoglineError("parquet is no text for a screen: name a file with --out")


def needs_place(out: Path | None) -> None:
    """Refuse, before any work, a file in a folder that is not there.

    Raises:
        FoglineError: no such folder.
    """
    if out is not None and not out.absolute().parent.is_dir():
        raise FoglineError(
            f"out {str(out)!r}: there is no folder {str(out.parent)!r}: make it first"
        )


def tell(unreadable: Iterable[Problem]) -> None:
    """Say which inputs could not be read, and why."""
    for problem in unreadable:
        sys.stderr.write(f"fogline: {problem.where}: {problem.why}\n")


@contextmanager
def plainly() -> Iterator[None]:
    """End with a clear message and exit code 2 where the input is at fault."""
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except FoglineError as error:
        sys.exit(fail(str(error)))
    except DBAPIError as error:
        words = str(error.orig).strip().splitlines()[0]
        advice = (
            "; another program keeps writing to it: try again"
            if "locked" in words
            else "; run `fogline verify`"
        )
        sys.exit(fail(f"the ledger's database says: {words}{advice}"))
    except OSError as error:
        sys.exit(fail(f"{error.filename or ''}: {error.strerror or error}".removeprefix(": ")))


def parts(value: str) -> tuple[str, ...]:
    """The parts of a list with commas."""
    return tuple(part.strip() for part in value.split(",") if part.strip())
