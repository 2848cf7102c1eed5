"""JSON Lines: one document a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from fogline.documents.formats import (
    MAX_BYTES,
    DocumentError,
    Format,
    Parsed,
    Readable,
    Record,
    decode,
)

_FIELDS = ("id", "text", "source", "published", "lang", "url", "title", "author")
# Bytes read at once when lines are counted: a mebibyte.
_CHUNK = 1 << 20


def stream(file: BinaryIO, readable: Readable) -> Iterator[Record]:
    """The lines of a file, which may have any size; the evidence of a document is its line."""
    for number, raw in enumerate(iter(lambda: file.readline(MAX_BYTES + 1), b""), 1):
        where, part = f":{number}", f"line {number}"
        if len(raw) > MAX_BYTES:
            why = f"a line of more than {MAX_BYTES:,} bytes, the limit of one document"
            yield Record(where, part, why=f"{why}; the rest of the file is left out")
            return
        try:
            line = decode(raw, complete=False)
            if line.strip():
                found = parsed(line)
                yield Record(where, part, raw, "application/jsonl", found.id, found)
        except DocumentError as error:
            yield Record(where, part, why=str(error))


def parsed(line: str) -> Parsed:
    """What a line says of its document.

    Raises:
        DocumentError: malformed JSON, no text, or a field of the wrong kind.
    """
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise DocumentError(f"not JSON: {error.msg} at column {error.colno}") from error
    except (RecursionError, ValueError) as error:
        why = f"nested too deeply, or a number too long ({type(error).__name__})"
        raise DocumentError(f"not a document: {why}") from error
    if not isinstance(row, dict):
        needed = f"a line holds an object with the keys {', '.join(_FIELDS)}"
        raise DocumentError(f"a JSON {type(row).__name__}; {needed}")
    # Of many headlines nothing else was kept.
    text = next(
        (row[k] for k in ("text", "title") if isinstance(row.get(k), str) and row[k].strip()), ""
    )
    if not text:
        needed = "the key 'text', or 'title' of a headline, must hold the document's words"
        raise DocumentError("no text", needed)
    wrong = [k for k in _FIELDS if row.get(k) is not None and not isinstance(row[k], str | int)]
    if wrong:
        kind = type(row[wrong[0]]).__name__
        raise DocumentError(f"the key {wrong[0]!r} holds a {kind}; text is needed")
    fields = {k: str(row[k]) for k in ("source", "lang", "url", "title", "author") if row.get(k)}
    stated = str(row.get("published") or row.get("date") or "")
    return Parsed(text, id=str(row.get("id") or row.get("doc") or ""), date=stated, **fields)


def count(file: BinaryIO) -> int:
    """The number of lines; the last one may have no end."""
    lines, last = 0, b"\n"
    for last in iter(lambda: file.read(_CHUNK), b""):
        lines += last.count(b"\n")
    return lines + (not last.endswith(b"\n"))


FORMAT = Format(
    name="jsonl",
    label="JSON Lines",
    endings=(".jsonl", ".ndjson"),
    stream=stream,
    many=True,
    count=count,
)
