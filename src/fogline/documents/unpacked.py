"""The bytes of a gzip file, member by member, whatever its members hold; damage is passed over."""

from __future__ import annotations

import re
import zlib
from typing import BinaryIO

from fogline.documents.errors import DocumentError

# Bytes read, and unpacked, at a time.
_CHUNK = 1 << 16
# How a gzip member begins: magic number, deflate, and flags whose upper three bits are zero.
_MEMBER = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
_HEAD = 4
_GZIP_BITS = 31
# What unpacks to more than this many bytes, and to more than this many times its size, is a bomb.
# Pages unpack to five times their size; deflate's most is 1,032.
MAX_UNPACKED, MAX_RATIO = 100_000_000, 100


class BombError(DocumentError):
    """A packed file that unpacks without end."""


class Unpacked:
    """Reads on from one gzip member to the next; a file that is not packed is read as it is.

    ``flaws`` says what was passed over; whoever reads may empty it. ``cut`` says, at the end,
    whether the last member has none.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._packed = file.read(_CHUNK)
        self._member = zlib.decompressobj(_GZIP_BITS)
        self._plain = not _MEMBER.match(self._packed)
        self._inside = self._ended = False
        self._taken, self._given, self._passed = len(self._packed), 0, 0
        self.flaws: list[str] = []
        self.cut = False

    def read(self) -> bytes:
        """The next bytes; none at the end.

        Raises:
            BombError: far more came out than the file has.
        """
        while not self._ended:
            out = self._next()
            self._given += len(out)
            if self._given > MAX_UNPACKED and self._given > MAX_RATIO * self._taken:
                why = f"it unpacks to more than {MAX_RATIO} times its size"
                raise BombError(f"{why}; the rest is left out")
            if out:
                return out
        return b""

    def _next(self) -> bytes:
        if not self._packed:
            self._packed = self._file.read(_CHUNK)
            self._taken += len(self._packed)
            if not self._packed:
                return self._last()
        if self._plain:
            out, self._packed = self._packed, b""
            return out
        return self._unpack() if self._inside or self._begin() else b""

    def _begin(self) -> bool:
        """Whether a member begins here, or further on in the bytes at hand."""
        self._packed = self._packed.lstrip(b"\0") if not self._passed else self._packed
        if len(self._packed) < _HEAD:
            more = self._file.read(_CHUNK)
            self._taken += len(more)
            self._packed += more
        found = _MEMBER.search(self._packed)
        # The beginning of a member may be cut by the end of the chunk.
        skipped = found.start() if found else max(0, len(self._packed) - _HEAD + 1)
        if not found and skipped == 0:
            skipped = len(self._packed)
        self._passed += skipped
        self._packed = self._packed[skipped:]
        if found:
            self._tell_passed()
            self._member, self._inside = zlib.decompressobj(_GZIP_BITS), True
        return self._inside

    def _unpack(self) -> bytes:
        packed = self._packed
        try:
            out = self._member.decompress(packed, _CHUNK)
        except zlib.error as error:
            near = f"near byte {self._taken - len(packed):,}"
            why = f"a gzip member is damaged {near} ({error}): some of what it held is lost"
            self.flaws.append(why)
            self._inside, self._packed = False, packed[1:]
            return b""
        if self._member.eof:
            self._inside, self._packed = False, self._member.unused_data
        else:
            self._packed = self._member.unconsumed_tail
        return out

    def _last(self) -> bytes:
        """What the last member still holds when the file has been read."""
        out = self._member.decompress(b"", _CHUNK) if self._inside else b""
        if out:
            return out
        self._ended = True
        self._tell_passed()
        self.cut = self._inside and not self._member.eof
        return b""

    def _tell_passed(self) -> None:
        if self._passed:
            self.flaws.append(f"{self._passed:,} bytes that are no gzip")
        self._passed = 0
