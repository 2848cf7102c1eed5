"""Finds documents in files, folders, globs and standard input; what can't be read comes back with its reason."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from glob import glob
from pathlib import Path

from fogline.documents.crawl import from_web
from fogline.documents.formats import DocumentError, decode, from_line, words_of
from fogline.documents.given import Given, Problem
from fogline.documents.guard import Guard
from fogline.documents.warc import from_archive
from fogline.documents.web import Web
from fogline.model import Evidence, Received

# One document is held in memory with its tokens, some thirty times its bytes; an export holds many.
MAX_BYTES, MAX_EXPORT = 20_000_000, 200_000_000
LINES, ARCHIVES = frozenset({".jsonl", ".ndjson"}), (".warc", ".warc.gz")
KINDS = {
    ".txt": "text", ".md": "text", ".html": "html", ".htm": "html", ".pdf": "pdf", ".docx": "docx", ".json": "telegram",
    ".xml": "feed", ".rss": "feed", ".atom": "feed",
}  # fmt: skip
READABLE = tuple(sorted({*KINDS, *LINES, *ARCHIVES}))
_guard = Guard()


def load(
    inputs: Sequence[str], given: Given, web: Web | None = None
) -> Iterator[Received | Problem]:
    """The documents of files, folders (searched through), globs, addresses and ``-`` (standard input), in the order of their names.

    Takes .txt, .md, .html, .pdf, .docx, .jsonl (one document a line: ``id, text, source, published, lang, url, title,
    author``), Telegram Desktop exports (result.json), saved feeds (.xml, .rss, .atom) and .warc(.gz). What can't be read
    gives a :class:`Problem`; the others are still read. Addresses (http, https) of pages, feeds and sitemaps are fetched
    by ``web``.
    """
    for name in inputs:
        if name == "-":
            yield from _whole("standard input", sys.stdin.buffer.read(MAX_BYTES + 1), "text", given)
        elif _is_address(name):
            yield from _addressed(name, given, web)
        else:
            files = _files(name)
            if not files:
                yield Problem(name, f"no {', '.join(READABLE)} file in this folder")
            for file in files:
                yield from _file(file, given)


def count(inputs: Sequence[str]) -> int:
    """How many documents :func:`load` will find, as far as files tell: 0 where an address, an export or an archive hides their number."""
    total = 0
    for name in inputs:
        for file in [] if name == "-" or _is_address(name) else _files(name):
            if _ending(file) in {*ARCHIVES, ".json", ".xml", ".rss", ".atom"}:
                return 0
            total += _lines_of(file) if _ending(file) in LINES and file.is_file() else 1
        if name == "-" or _is_address(name):
            return 0
    return total


def _lines_of(path: Path) -> int:
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))


def _is_address(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))


def _files(name: str) -> list[Path]:
    """The files of a folder, a glob, or the file itself."""
    path = Path(name)
    if path.is_dir():
        return sorted(f for f in path.rglob("*") if f.is_file() and _ending(f) in READABLE)
    # Path.glob takes no absolute pattern.
    matches = () if path.exists() else sorted(glob(name, recursive=True))  # noqa: PTH207
    return [Path(f) for f in matches if Path(f).is_file()] or [path]


def _addressed(url: str, given: Given, web: Web | None) -> Iterator[Received | Problem]:
    fetcher = web or Web()
    try:
        yield from from_web(url, given, fetcher, _guard)
    finally:
        if web is None:
            fetcher.close()


def _ending(path: Path) -> str:
    name = path.name.lower()
    return next((a for a in ARCHIVES if name.endswith(a)), path.suffix.lower())


def _file(path: Path, given: Given) -> Iterator[Received | Problem]:
    ending = _ending(path)
    if ending not in READABLE:
        yield Problem(
            str(path),
            f"{ending or 'no ending'}: fogline reads {', '.join(READABLE)}; save the text as .txt",
        )
        return
    try:
        if ending in LINES:
            yield from _lines(path, given)
            return
        if ending in ARCHIVES:
            yield from from_archive(path, given, _guard, MAX_BYTES)
            return
        kind, size = KINDS[ending], path.stat().st_size
        limit = MAX_EXPORT if kind == "telegram" else MAX_BYTES
        if size > limit:
            yield Problem(
                str(path),
                f"{size:,} bytes; one document may have {limit:,}: split it, or give JSONL with one document a line",
            )
            return
        yield from _whole(str(path), path.read_bytes(), kind, given)
    except OSError as error:
        yield Problem(str(path), error.strerror or str(error))


def _whole(where: str, raw: bytes, kind: str, given: Given) -> Iterator[Received | Problem]:
    """The document, or documents, of one file."""
    try:
        if kind != "text":
            yield from extracted(where, raw, kind, given)
            return
        if len(raw) > MAX_BYTES:
            raise DocumentError(
                f"more than {MAX_BYTES:,} bytes, the limit of one document: split it, or give JSONL"
            )
        name = Path(where).stem if where != "standard input" else ""
        yield Received(
            given.document(decode(raw), name), Evidence(raw), Path(where).name, media="text/plain"
        )
    except DocumentError as error:
        yield Problem(where, str(error))


def extracted(where: str, raw: bytes, kind: str, given: Given) -> Iterator[Received | Problem]:
    """The documents that a parser finds in bytes; one that can't be used does not stop the others.

    Raises:
        DocumentError: the bytes as a whole can't be parsed.
    """
    evidence = Evidence(raw)
    single = kind in {"html", "pdf", "docx"}
    rows = _guard.extract(kind, raw)
    if not rows:
        yield Problem(where, f"a {kind} in which nothing has a text")
    for number, row in enumerate(rows, 1):
        try:
            yield _received(where, evidence, kind, given, row, single=single)
        except DocumentError as error:
            yield Problem(
                where if single else f"{where}: {kind} {row.get('id') or number}", str(error)
            )


def _received(
    where: str, evidence: Evidence, kind: str, given: Given, row: dict[str, str], *, single: bool
) -> Received:
    key = row.get("id", "")
    name = Path(where).stem if single else f"{Path(where).stem}:{key}"
    channel = row.get("sitename", "") if kind == "telegram" else ""
    source = (
        given.source or given.publisher("", channel)
        if channel
        else given.source_of(row.get("url", ""), row.get("sitename", ""))
    )
    stated = "" if single and given.published else row.get("date", "")
    fields = {k: row.get(k, "") for k in ("title", "author", "url")}
    document = given.document(words_of(row), name, stated, source=source, **fields)
    return Received(
        document, evidence, Path(where).name, key, f"{kind} {key}" if key else "", media=kind
    )


def _lines(path: Path, given: Given) -> Iterator[Received | Problem]:
    """Streamed, so that a file of many documents may have any size; the evidence of a document is its line."""
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
                    document, key = from_line(line, given)
                    yield Received(
                        document,
                        Evidence(raw),
                        path.name,
                        key,
                        f"line {number}",
                        media="application/jsonl",
                    )
            except DocumentError as error:
                yield Problem(where, str(error))
                if len(raw) > MAX_BYTES:
                    return
