"""Bytes to text."""

from __future__ import annotations

import codecs

from fogline.documents.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Text has no zero byte; this many bytes from the start are searched for one.
SEARCHED_FOR_ZERO = 65_536


def decode(raw: bytes, *, complete: bool = True) -> str:
    """Text of UTF-8 bytes, or of UTF-16 with its mark; ``complete`` is false for a part of a file.

    Raises:
        DocumentError: a binary file, or another encoding.
    """
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    if encoding == "utf-8" and b"\x00" in raw[:SEARCHED_FOR_ZERO]:
        why = "a binary file, not text" if complete else "not text: it has zero bytes"
        raise DocumentError(why)
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"not UTF-8 at byte {error.start} (0x{raw[error.start]:02x})",
            "convert it, for instance with iconv -f WINDOWS-1251 -t UTF-8",
        ) from error
