"""What commands write: to the screen, or to a file that appears whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from fogline.errors import FoglineError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

# Formats that are bytes, which no screen can show.
BINARY = frozenset({"parquet", "png", "pdf"})


def save(written: bytes, out: Path | None) -> None:
    """Write bytes to the screen or to a file.

    Raises:
        FoglineError: the file can't be written.
    """
    if out is None:
        sys.stdout.buffer.write(written)
        return
    try:
        if out.exists() and not out.is_file():
            out.write_bytes(written)  # a pipe or a device
            return
        part = out.with_name(out.name + ".part")
        part.write_bytes(written)
        part.replace(out)
    except OSError as error:
        raise FoglineError(str(out), error.strerror or str(error)) from error


def save_pieces(pieces: Iterable[bytes], out: Path | None) -> None:
    """Write bytes as they come: each piece is on the screen before the next one is made; a file
    appears when all of them are written.

    Raises:
        FoglineError: the file can't be written.
    """
    if out is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
        return
    try:
        if out.exists() and not out.is_file():
            with out.open("wb") as file:  # a pipe or a device
                file.writelines(pieces)
            return
        part = out.with_name(f"{out.name}.part")
        part.unlink(missing_ok=True)
        try:
            with part.open("xb") as file:
                file.writelines(pieces)
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise FoglineError(str(out), error.strerror or str(error)) from error


def check_output(out: Path | None, form: str = "") -> None:
    """Refuse, before any work, an output that can't be written.

    Raises:
        UsageError: a format of bytes without a file, or a file in a folder that does not exist.
    """
    if out is None:
        if form in BINARY:
            raise UsageError(needs_file(form))
        return
    if not out.absolute().parent.is_dir():
        raise UsageError(
            f"out {str(out)!r}", f"there is no folder {str(out.parent)!r}: make it first"
        )


def needs_file(form: str) -> str:
    """The message that a format can't be shown on a screen."""
    return f"{form} is not text: name a file with --out"


def console(width: int) -> Console:
    """A console as wide as the terminal, or of a fixed width where the output is no terminal."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else width)
