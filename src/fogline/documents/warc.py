"""Web archives: the pages of a .warc or .warc.gz file."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from contextlib import redirect_stderr
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from fogline.documents.formats import DocumentError
from fogline.documents.given import Given, Problem
from fogline.documents.guard import Guard
from fogline.model import Evidence, Received

_TEXTS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "text/plain": "text",
}


def from_archive(
    path: Path, given: Given, guard: Guard, limit: int
) -> Iterator[Received | Problem]:
    """The responses of status 200 that hold a page, a PDF or plain text; the evidence of each is its payload.

    A payload above ``limit`` bytes ends the archive, for a packed one may unpack without end.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    number = 0
    with path.open("rb") as stream:
        try:
            records = ArchiveIterator(stream)
            for number in count(1):
                complaint = io.StringIO()
                with redirect_stderr(complaint):
                    record = next(records, None)
                if complaint.getvalue():
                    yield Problem(
                        f"{path}: record {number - 1}",
                        "its length is wrong: its end, or what follows, is lost",
                    )
                if record is None:
                    number -= 1
                    break
                if record.rec_type in {"response", "resource"}:
                    found = _record(record, path, number, given, guard, limit)
                    yield from found
                    if any(
                        isinstance(f, Problem) and f.why.startswith("a payload of more")
                        for f in found
                    ):
                        return
        except (
            ArchiveLoadFailed,
            EOFError,
            ValueError,
            zlib.error,
            AttributeError,
            TypeError,
            LookupError,
        ) as error:
            yield Problem(
                str(path),
                f"cut short or damaged from here on ({str(error)[:100] or type(error).__name__})",
            )
        else:
            if not number:
                yield Problem(str(path), "no record in this web archive: it is empty, or cut short")


def _record(
    record: Any, path: Path, number: int, given: Given, guard: Guard, limit: int
) -> list[Received | Problem]:
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    media = (record.http_headers or record.rec_headers).get_header("Content-Type", "") or ""
    kind = _TEXTS.get(media.split(";")[0].strip().lower())
    if status != "200" or kind is None:
        return []
    url, stamp = (
        record.rec_headers.get_header("WARC-Target-URI") or "",
        record.rec_headers.get_header("WARC-Date") or "",
    )
    raw = record.content_stream().read(limit + 1)
    try:
        if len(raw) > limit:
            raise DocumentError(
                f"a payload of more than {limit:,} bytes, the limit of one document; the rest of the archive is left out"
            )
        if getattr(record.raw_stream, "limit", 0) > 0:
            raise DocumentError("a record cut short: the archive ends before it")
        row = guard.only(kind, raw)
        at = datetime.fromisoformat(stamp) if stamp else None
        fields = {k: row.get(k, "") for k in ("title", "author")}
        source = given.source_of(url, row.get("sitename", ""))
        document = given.document(
            row["text"], url, row.get("date", ""), source=source, url=url, **fields
        )
    except (DocumentError, ValueError) as error:
        return [Problem(f"{path}: record {number}", str(error))]
    headers = (
        tuple((str(k), str(v)) for k, v in record.http_headers.headers)
        if record.http_headers
        else ()
    )
    moment = at if at is not None and at.tzinfo is not None else None
    return [
        Received(
            document, Evidence(raw), path.name, url, f"record {number}", media, headers, moment
        )
    ]
