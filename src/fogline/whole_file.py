"""Files that appear whole or not at all."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable
from contextlib import suppress
from glob import escape
from pathlib import Path

# Characters of a file's name in the name of its unfinished part; 255 bytes are the most of a name.
_KEPT = 40
# Seconds after which nobody is writing an unfinished part any more.
_HOUR = 3600


def write_whole(path: Path, raw: bytes) -> None:
    """Write a file, as :func:`write_pieces` does.

    Raises:
        OSError: it can't be written.
    """
    write_pieces(path, (raw,))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file under a name of its own that nobody can have taken, each piece as it comes, and
    then put it in place; a link at its place is replaced, not followed. What killed programs left
    of it is removed.

    Raises:
        OSError: it can't be written.
    """
    beginning = f".{path.name[:_KEPT]}."
    _sweep(path.parent, beginning)
    part = path.with_name(f"{beginning}{uuid.uuid4().hex}.part")
    try:
        with part.open("xb") as file:
            file.writelines(pieces)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _sweep(folder: Path, beginning: str) -> None:
    before = time.time() - _HOUR
    for left in folder.glob(f"{escape(beginning)}{'[0-9a-f]' * 32}.part"):
        with suppress(OSError):  # another program's, or swept by another one
            if left.lstat().st_mtime < before:
                left.unlink()
