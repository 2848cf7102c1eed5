"""Finds documents in files, folders and standard input; what can't be read comes back with its reason."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fogline.documents.formats import HTML, LINES, TEXT, DocumentError, decode, from_html, from_line
from fogline.model import Document

# One document is held in memory with its tokens, some thirty times its bytes.
MAX_BYTES = 20_000_000
READABLE = TEXT | HTML | LINES


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says of all documents; fields of a JSONL line win over it."""

    source: str = ""
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A document that can't be read: where it stands and why."""

    where: str
    why: str


def load(inputs: Sequence[str], given: Given) -> Iterator[Document | Problem]:
    """The documents of files, folders (searched through) and ``-`` (standard input), in the order of their names.

    Takes .txt, .md, .html and .jsonl (one document a line: ``id, text, source, published, lang, url, title``). A file
    that can't be read gives a :class:`Problem`; the others are still read.
    """
    for name in inputs:
        if name == "-":
            yield from _guarded("standard input", sys.stdin.buffer.read(MAX_BYTES + 1), ".txt", given)
            continue
        path = Path(name)
        if path.is_dir():
            files = sorted(f for f in path.rglob("*") if f.is_file() and f.suffix.lower() in READABLE)
            if not files:
                yield Problem(name, f"no {', '.join(sorted(READABLE))} file in this folder")
            for file in files:
                yield from _file(file, given)
        else:
            yield from _file(path, given)


def _file(path: Path, given: Given) -> Iterator[Document | Problem]:
    suffix = path.suffix.lower()
    if suffix not in READABLE:
        yield Problem(str(path), f"{suffix or 'no ending'}: fogline reads {', '.join(sorted(READABLE))}; save the text as .txt")
        return
    try:
        if suffix in LINES:
            yield from _lines(path, given)
            return
        size = path.stat().st_size
        if size > MAX_BYTES:
            yield Problem(
                str(path), f"{size:,} bytes; one document may have {MAX_BYTES:,}: split it, or give JSONL with one document a line"
            )
            return
        yield from _guarded(str(path), path.read_bytes(), suffix, given)
    except OSError as error:
        yield Problem(str(path), error.strerror or str(error))


def _guarded(where: str, raw: bytes, suffix: str, given: Given) -> Iterator[Document | Problem]:
    try:
        if len(raw) > MAX_BYTES:
            raise DocumentError(f"more than {MAX_BYTES:,} bytes, the limit of one document: split it, or give JSONL")
        text = decode(raw)
        if suffix in HTML:
            yield from_html(text, where, given.source, given.published)
            return
        if not text.strip():
            raise DocumentError("no text in it")
        name = Path(where).stem if where != "standard input" else ""
        yield Document(text, name, given.source, given.published)
    except DocumentError as error:
        yield Problem(where, str(error))


def _lines(path: Path, given: Given) -> Iterator[Document | Problem]:
    """Streamed, so that a file of many documents may have any size."""
    with path.open("rb") as lines:
        for number, raw in enumerate(iter(lambda: lines.readline(MAX_BYTES + 1), b""), 1):
            where = f"{path}:{number}"
            try:
                if len(raw) > MAX_BYTES:
                    raise DocumentError(
                        f"a line of more than {MAX_BYTES:,} bytes, the limit of one document; the rest of the file is left out"
                    )
                line = decode(raw, complete=False)
                if line.strip():
                    yield from_line(line, given.source, given.published)
            except DocumentError as error:
                yield Problem(where, str(error))
                if len(raw) > MAX_BYTES:
                    return
