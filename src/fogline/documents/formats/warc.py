"""Web archives: the pages of a .warc or .warc.gz file."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from contextlib import redirect_stderr
from datetime import datetime
from itertools import count
from typing import Any, BinaryIO

from fogline.documents.formats import MAX_BYTES, DocumentError, Format, Readable, Record


def stream(file: BinaryIO, readable: Readable) -> Iterator[Record]:
    """The responses of status 200 with a readable media type; the evidence of each is its payload.

    A payload above the limit ends the archive, for a packed one may unpack without end.
    """
    from warcio.exceptions import ArchiveLoadFailed

    parser = (AttributeError, TypeError, LookupError)  # how the parser fails on damaged bytes
    number = 0
    try:
        for number, record in _records(file):
            if isinstance(record, Record):
                yield record
            elif record.rec_type in {"response", "resource"}:
                found = _response(record, number, readable)
                if found is not None:
                    yield found
    except _TooLargeError as error:
        yield Record(f": record {number}", why=str(error))
    except (ArchiveLoadFailed, EOFError, ValueError, zlib.error, *parser) as error:
        reason = str(error)[:100] or type(error).__name__
        yield Record("", why=f"cut short or damaged from here on ({reason})")
    else:
        if not number:
            yield Record("", why="no record in this web archive: it is empty, or cut short")


class _TooLargeError(DocumentError):
    """A payload above the limit."""


def _records(file: BinaryIO) -> Iterator[tuple[int, Any]]:
    """The archive's records with their numbers, and what its reader complains of them."""
    from warcio.archiveiterator import ArchiveIterator

    records = ArchiveIterator(file)
    for number in count(1):
        complaint = io.StringIO()
        with redirect_stderr(complaint):
            record = next(records, None)
        if complaint.getvalue():
            why = "its length is wrong: its end, or what follows, is lost"
            yield number - 1, Record(f": record {number - 1}", why=why)
        if record is None:
            return
        yield number, record


def _response(record: Any, number: int, readable: Readable) -> Record | None:
    """A record with its payload; none where its status or media type says that it is no text."""
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    media = (record.http_headers or record.rec_headers).get_header("Content-Type", "") or ""
    if status != "200" or not readable(media):
        return None
    raw = record.content_stream().read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        why = f"a payload of more than {MAX_BYTES:,} bytes, the limit of one document"
        raise _TooLargeError(f"{why}; the rest of the archive is left out")
    where, part = f": record {number}", f"record {number}"
    if getattr(record.raw_stream, "limit", 0) > 0:
        return Record(where, part, why="a record cut short: the archive ends before it")
    stamp = record.rec_headers.get_header("WARC-Date") or ""
    try:
        at = datetime.fromisoformat(stamp) if stamp else None
    except ValueError as error:
        return Record(where, part, why=str(error))
    lines = record.http_headers.headers if record.http_headers else ()
    return Record(
        where,
        part,
        raw,
        media,
        record.rec_headers.get_header("WARC-Target-URI") or "",
        headers=tuple((str(k), str(v)) for k, v in lines),
        at=at if at is not None and at.tzinfo is not None else None,
    )


FORMAT = Format(
    name="warc", label="web archives", endings=(".warc", ".warc.gz"), stream=stream, many=True
)
