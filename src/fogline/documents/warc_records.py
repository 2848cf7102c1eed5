"""The records of a web archive, one after the other; what is damaged is passed over and named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from fogline.documents.format import MAX_BYTES
from fogline.documents.unpacked import BombError, Unpacked

_VERSION = re.compile(rb"WARC/\d\.\d+\r?\n")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_BLANK = b"\r\n"
# The most bytes of a record's head and of a version line; real heads have some hundred.
_HEAD, _LINE = 65_536, 16
_MISFIT = "its length is wrong, or a part of it is lost"
_CUT = "a record cut short: the archive ends before it"
# What the head of an HTTP answer may add to a document's bytes.
_HTTP_HEAD = 100_000


@dataclass(frozen=True, slots=True)
class Block:
    """The bytes of a record, head and all, or why it can't be read.

    ``number`` counts records from 1; a flaw of the file has the
    number 0.
    """

    number: int
    raw: bytes = b""
    why: str = ""


class WarcRecords:
    """Cuts the records out of a file, gzip or not."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = Unpacked(file)
        self._bytes = bytearray()
        self._number = 0

    def __iter__(self) -> Iterator[Block]:
        last = Block(0)
        try:
            while self._skip_to_record():
                yield from self._flaws()
                self._number += 1
                last = self._block()
                yield last
            yield from self._flaws()
            if self._file.cut and last.why != _CUT:
                yield Block(0, why="cut short: its last gzip member has no end")
        except BombError as error:
            yield Block(self._number, why=str(error))

    def _flaws(self) -> Iterator[Block]:
        flaws, self._file.flaws = self._file.flaws, []
        for why in flaws:
            yield Block(0, why=why)

    def _fill(self, size: int) -> bool:
        """Whether there are so many bytes at hand, once they were looked for."""
        while len(self._bytes) < size:
            more = self._file.read()
            if not more:
                return False
            self._bytes += more
        return True

    def _skip_to_record(self) -> bool:
        """Go to the next record, over what is none; false where there is none."""
        passed = 0
        while True:
            self._fill(_LINE)
            while self._bytes[:1] and self._bytes[0] in _BLANK:
                blank = len(self._bytes) - len(self._bytes.lstrip(_BLANK))
                del self._bytes[:blank]
                self._fill(_LINE)
            found = _VERSION.search(self._bytes)
            if found is not None and found.start() == 0:
                break
            if not self._bytes:
                break
            end = found.start() if found else max(1, len(self._bytes) - _LINE)
            passed += end
            del self._bytes[:end]
        if passed:
            self._file.flaws.append(f"{passed:,} bytes that are no record")
        return bool(self._bytes)

    def _block(self) -> Block:
        head = self._head()
        found = _LENGTH.search(head)
        if not head and len(self._bytes) < _HEAD:
            return self._misfit(1, _CUT)
        if found is None:
            del self._bytes[:1]  # the version line, so that it is not found again
            return Block(self._number, why="a record without a length, or with a damaged head")
        length = int(found[1])
        if length > MAX_BYTES + _HTTP_HEAD:
            return self._skipped(head, length)
        if not self._fill(len(head) + length):
            return self._misfit(len(head), _CUT)
        raw = bytes(self._bytes[: len(head) + length])
        if not self._ends(len(raw)):
            return self._misfit(len(head), _MISFIT)
        del self._bytes[: len(raw)]
        return Block(self._number, raw)

    def _head(self) -> bytes:
        self._fill(_HEAD)
        found = _HEAD_END.search(self._bytes, 0, _HEAD)
        return bytes(self._bytes[: found.end()]) if found else b""

    def _ends(self, size: int) -> bool:
        """Whether a record, or the end of the file, follows on so many bytes."""
        self._fill(size + _HEAD)
        rest = bytes(self._bytes[size : size + _HEAD]).lstrip(_BLANK)
        return not rest or _VERSION.match(rest) is not None

    def _misfit(self, head: int, why: str) -> Block:
        """Name a record that does not end where it says, and go on with the next one inside it."""
        found = _VERSION.search(self._bytes, head)
        del self._bytes[: found.start() if found else len(self._bytes)]
        return Block(self._number, why=_MISFIT if found else why)

    def _skipped(self, head: bytes, length: int) -> Block:
        """Pass over a record above the limit; its beginning tells whether it is a document."""
        self._fill(len(head) + _HTTP_HEAD)
        raw = bytes(self._bytes[: len(head) + _HTTP_HEAD])
        left = len(head) + length
        while left > 0 and (self._bytes or self._fill(1)):
            step = min(left, len(self._bytes))
            del self._bytes[:step]
            left -= step
        why = f"{length:,} bytes; one document may have {MAX_BYTES:,}"
        return Block(self._number, raw, why=why)
