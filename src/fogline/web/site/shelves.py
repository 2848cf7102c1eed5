"""Many texts in one compressed file, by their addresses. Lines that several have stand there once.

The panels of a place on its days differ in a few lines, so this makes them small whatever their
templates say.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator

# gzip's smallest output: it is made once and read often.
_LEVEL = 9


def packed(value: object) -> bytes:
    """A value as compressed JSON; the same value gives the same bytes."""
    written = json.dumps(value, ensure_ascii=False, default=str, separators=(",", ":"))
    return compressed(written.encode())


def compressed(written: bytes) -> bytes:
    """Bytes, compressed without the time."""
    return gzip.compress(written, _LEVEL, mtime=0)


class TextShelf:
    """Texts of one file by their addresses; ``record`` is what the file has.

    A text is the numbers of its lines, each told by its distance from the number after the one
    before: lines that follow each other are zeros.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._texts: dict[str, list[int]] = {}

    def put(self, address: str, text: str) -> None:
        """Keep a text."""
        steps, expected = [], 0
        for line in text.split("\n"):
            number = self._numbers.setdefault(line, len(self._numbers))
            steps.append(number - expected)
            expected = number + 1
        self._texts[address] = steps

    def record(self) -> dict[str, object]:
        """The lines, each once, and the lines of each text."""
        return {"lines": list(self._numbers), "texts": self._texts}


class Shelves:
    """Texts by file."""

    def __init__(self) -> None:
        self._shelves: dict[str, TextShelf] = {}

    def put(self, file: str, address: str, text: str) -> None:
        """Keep a text for its file."""
        self._shelves.setdefault(file, TextShelf()).put(address, text)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The files with their bytes."""
        for name, shelf in sorted(self._shelves.items()):
            yield name, packed(shelf.record())
