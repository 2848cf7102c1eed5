"""Bytes to text, one function a format."""

from __future__ import annotations

import codecs
import json
from datetime import date
from pathlib import Path

from fogline.model import Document

TEXT, HTML, LINES = frozenset({".txt", ".md"}), frozenset({".html", ".htm"}), frozenset({".jsonl", ".ndjson"})
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_FIELDS = ("id", "text", "source", "published", "lang", "url", "title")


class DocumentError(ValueError):
    """A document that can't be read; the message says why and what to do."""


def decode(raw: bytes, *, complete: bool = True) -> str:
    """Text of UTF-8 bytes, or of UTF-16 with its mark.

    Raises:
        DocumentError: a binary file, or another encoding.
    """
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    if encoding == "utf-8" and b"\x00" in raw[:65536]:
        raise DocumentError("a binary file, not text" if complete else "not text: it has zero bytes")
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"not UTF-8 at byte {error.start} (0x{raw[error.start]:02x}): convert it, for instance with iconv -f WINDOWS-1251 -t UTF-8"
        ) from error


def from_html(page: str, where: str, source: str, published: date | None) -> Document:
    """The main text of a page, with the title and day that the page states; what the user says wins.

    Raises:
        DocumentError: no text can be found in the page.
    """
    import trafilatura

    text = trafilatura.extract(page, include_comments=False, include_tables=True)
    if not text or not text.strip():
        raise DocumentError("no text found in this page: save its text as .txt")
    meta = trafilatura.extract_metadata(page)
    stated = _day(meta.date) if meta and meta.date else None
    title = (meta.title or "") if meta else ""
    return Document(text, Path(where).stem, source or ((meta.sitename or "") if meta else ""), published or stated, title=title)


def from_line(line: str, source: str, published: date | None) -> Document:
    """A document of a JSONL line; its own fields win.

    Raises:
        DocumentError: malformed JSON, no text, or a field of the wrong kind.
    """
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise DocumentError(f"not JSON: {error.msg} at column {error.colno}") from error
    except RecursionError as error:
        raise DocumentError("not a document: nested too deeply") from error
    if not isinstance(row, dict):
        raise DocumentError(f"a JSON {type(row).__name__}; a line holds an object with the keys {', '.join(_FIELDS)}")
    if not isinstance(row.get("text"), str) or not row["text"].strip():
        raise DocumentError("no text: the key 'text' must hold the document's words")
    wrong = [k for k in _FIELDS if row.get(k) is not None and not isinstance(row[k], str | int)]
    if wrong:
        raise DocumentError(f"the key {wrong[0]!r} holds a {type(row[wrong[0]]).__name__}; text is needed")
    stated = row.get("published") or row.get("date")
    day = _day(str(stated)) if stated else published
    if day is None and stated:
        raise DocumentError(f"published {stated!r}: a day such as 2022-09-10 is needed")
    given = {k: str(row[k]) for k in ("source", "lang", "url", "title") if row.get(k)}
    name = str(row.get("id") or row.get("doc") or "")
    return Document(row["text"], name, published=day, **{"source": source, **given})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
