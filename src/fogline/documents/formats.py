"""Bytes to text, one function a format."""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING

from fogline.model import Document

if TYPE_CHECKING:
    from fogline.documents.given import Given

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FIELDS = ("id", "text", "source", "published", "lang", "url", "title", "author")


class DocumentError(ValueError):
    """A document that can't be read; the message says why and what to do."""


def decode(raw: bytes, *, complete: bool = True) -> str:
    """Text of UTF-8 bytes, or of UTF-16 with its mark.

    Raises:
        DocumentError: a binary file, or another encoding.
    """
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    if encoding == "utf-8" and b"\x00" in raw[:65536]:
        raise DocumentError(
            "a binary file, not text" if complete else "not text: it has zero bytes"
        )
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"not UTF-8 at byte {error.start} (0x{raw[error.start]:02x}): convert it, for instance with iconv -f WINDOWS-1251 -t UTF-8"
        ) from error


def words_of(row: dict[str, str]) -> str:
    """The text of what a parser found, or its title: of many headlines nothing else is kept."""
    return row["text"] if row["text"].strip() else row.get("title", "")


def from_line(line: str, given: Given) -> tuple[Document, str]:
    """A document of a JSONL line and the id that the line gives it; its own fields win.

    Raises:
        DocumentError: malformed JSON, no text, or a field of the wrong kind.
    """
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise DocumentError(f"not JSON: {error.msg} at column {error.colno}") from error
    except (RecursionError, ValueError) as error:
        raise DocumentError(
            f"not a document: nested too deeply, or a number too long ({type(error).__name__})"
        ) from error
    if not isinstance(row, dict):
        raise DocumentError(
            f"a JSON {type(row).__name__}; a line holds an object with the keys {', '.join(_FIELDS)}"
        )
    # Of many headlines nothing else was kept.
    text = next(
        (row[k] for k in ("text", "title") if isinstance(row.get(k), str) and row[k].strip()), ""
    )
    if not text:
        raise DocumentError(
            "no text: the key 'text', or 'title' of a headline, must hold the document's words"
        )
    wrong = [k for k in _FIELDS if row.get(k) is not None and not isinstance(row[k], str | int)]
    if wrong:
        raise DocumentError(
            f"the key {wrong[0]!r} holds a {type(row[wrong[0]]).__name__}; text is needed"
        )
    fields = {k: str(row[k]) for k in ("source", "lang", "url", "title", "author") if row.get(k)}
    stated = row.get("published") or row.get("date")
    name = str(row.get("id") or row.get("doc") or "")
    return given.document(text, name, str(stated or ""), **fields), name
