"""What commands write: to the screen, or to a file that appears whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from fogline.errors import FoglineError, UsageError
from fogline.escaping import escape_controls
from fogline.whole_file import write_pieces

if TYPE_CHECKING:
    from rich.console import Console

# Formats that are bytes, which no screen can show.
BINARY = frozenset({"parquet", "png", "pdf"})


def save(written: bytes, out: Path | None) -> None:
    """Write bytes to the screen or to a file.

    Raises:
        FoglineError: the file can't be written.
    """
    save_pieces((written,), out)


def words(text: str) -> bytes:
    """Words for people as bytes to save: other than data, without control characters anywhere."""
    return escape_controls(text).encode("utf-8", "replace")


def save_pieces(pieces: Iterable[bytes], out: Path | None) -> None:
    """Write bytes as they come: each piece is on the screen before the next one is made; a file
    appears when all of them are written.

    Raises:
        FoglineError: the file can't be written.
    """
    if out is None:
        for piece in pieces:
            _show(piece)
        return
    try:
        if out.exists() and not out.is_file():
            with out.open("wb") as file:  # a pipe or a device
                file.writelines(pieces)
            return
        write_pieces(out, pieces)
    except OSError as error:
        raise FoglineError(str(out), error.strerror or str(error)) from error


def _show(written: bytes) -> None:
    if sys.stdout.isatty():
        sys.stdout.write(written.decode("utf-8", "replace"))
    else:
        sys.stdout.buffer.write(written)
    sys.stdout.flush()


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
    """A console as wide as the terminal, or of a fixed width where the output is no terminal.

    It shows the control characters of what it prints; its own, for colours, it sends.
    """
    from rich.console import Console
    from rich.segment import Segment

    class Screen(Console):
        def render(self, *args: Any, **more: Any) -> Iterator[Segment]:
            for part in super().render(*args, **more):
                yield part if part.control else Segment(escape_controls(part.text), part.style)

    return Screen(width=None if sys.stdout.isatty() else width)


class _GuardedStream:
    """A stream of text that shows control characters instead of sending them."""

    def __init__(self, stream: TextIO) -> None:
        # Consoles of rich write to the stream itself, because they send colours; see console().
        self.rich_proxied_file = stream

    def write(self, text: str) -> int:
        return self.rich_proxied_file.write(escape_controls(text))

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.rich_proxied_file, name)


def guard_streams() -> None:
    """From now on, let no control character of a document, or of a name, reach the terminal: a
    document could clear the screen with them, or write over what stands there.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if not isinstance(stream, _GuardedStream):
            setattr(sys, name, _GuardedStream(stream))
