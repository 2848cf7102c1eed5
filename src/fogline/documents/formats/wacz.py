"""Web archives in one zip file (WACZ): archives, and the list of the pages that were saved."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, BinaryIO, cast

from fogline.documents.formats import DocumentError, Format, Parsed, Readable, Record, warc
from fogline.documents.packed import FAILURES, failure, open_zip

_ARCHIVES, _ENDINGS = "archive/", (".warc", ".warc.gz")
# Lists of pages: those that were asked for, and those found on the way (WACZ 1.1.1).
_LISTS = ("pages/pages.jsonl", "pages/extraPages.jsonl")
# What the zip may unpack to, bytes; a saved site has some gigabytes, packed already.
MAX_UNPACKED = 1_000_000_000_000
# The longest line of a list of pages, which may hold a page's text.
_LINE = 20_000_000


def stream(file: BinaryIO, readable: Readable) -> Iterator[Record]:
    """The pages of all archives in the zip, then listed pages that no archive holds.

    The text that a list keeps of a page stands in where no archive gives one; a page without one
    is named.
    """
    try:
        with open_zip(file, MAX_UNPACKED) as opened:
            yield from _records(opened, readable)
    except DocumentError as error:
        yield Record("", why=str(error))


def _records(opened: zipfile.ZipFile, readable: Readable) -> Iterator[Record]:
    archives = [
        n for n in opened.namelist() if n.startswith(_ARCHIVES) and n.lower().endswith(_ENDINGS)
    ]
    if not archives:
        yield Record("", why=f"no archive in it: a WACZ file has {_ARCHIVES}*.warc.gz")
    for name in archives:
        yield from _in_archive(opened, name, readable)
    for name in _LISTS:
        if name in opened.namelist():
            yield from _stand_ins(opened, name)


def _in_archive(opened: zipfile.ZipFile, name: str, readable: Readable) -> Iterator[Record]:
    try:
        with opened.open(name) as file:
            for found in warc.stream(cast(BinaryIO, file), readable):
                part = f"{name} {found.part}".strip()
                yield replace(found, where=f": {name}{found.where}", part=part)
    except (*FAILURES, zlib.error) as error:
        yield Record(f": {name}", name, why=f"damaged from here on ({failure(error)})")


def _stand_ins(opened: zipfile.ZipFile, name: str) -> Iterator[Record]:
    try:
        with opened.open(name) as file:
            for number, line in enumerate(iter(lambda: file.readline(_LINE + 1), b""), 1):
                if len(line) > _LINE:
                    why = f"a line of more than {_LINE:,} bytes; the rest of the list is left out"
                    yield Record(f": {name}:{number}", why=why)
                    return
                found = _listed(line, f": {name}:{number}", f"{name} line {number}")
                if found is not None:
                    yield found
    except (*FAILURES, zlib.error) as error:
        yield Record(f": {name}", name, why=f"damaged from here on ({failure(error)})")


def _listed(line: bytes, where: str, part: str) -> Record | None:
    """A line of a list; none for its head and an empty line."""
    try:
        row: Any = json.loads(line) if line.strip() else {}
    except (ValueError, RecursionError) as error:
        return Record(where, part, why=f"not JSON ({failure(error)})")
    url = row.get("url") if isinstance(row, dict) else None
    if not isinstance(url, str):
        return None
    text, title, stamp = (
        v if isinstance(v := row.get(k), str) else "" for k in ("text", "title", "ts")
    )
    if not text.strip():
        why = f"{url} is listed, but no archive holds a readable page of it"
        return Record(where, part, key=url, why=why, stands_in=True)
    # When it was saved is not when it was published, which nothing says here.
    found = Parsed(text, id=url, title=title, url=url)
    media, at = "application/jsonl", _moment(stamp)
    return Record(where, part, line, media, url, found, at=at, stands_in=True)


def _moment(stamp: str) -> datetime | None:
    """When a page was saved; a list that gives no time is as good as one without."""
    try:
        return warc.moment(stamp)
    except DocumentError:
        return None


FORMAT = Format(
    name="wacz", label="web archives in a zip", endings=(".wacz",), stream=stream, many=True
)
