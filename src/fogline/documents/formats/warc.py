"""Web archives: the pages of a .warc or .warc.gz file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, BinaryIO

from fogline.documents.charset import charset_of, to_utf8
from fogline.documents.format import MAX_BYTES
from fogline.documents.formats import DocumentError, Format, Readable, Record
from fogline.documents.http_body import body_of
from fogline.documents.warc_records import Block, WarcRecords

# Kinds of records that hold a page, or stand for one.
_PAGES, _AGAIN = {"response", "resource", "conversion"}, "revisit"


def stream(file: BinaryIO, readable: Readable) -> Iterator[Record]:
    """The pages of an archive, each with its payload as evidence.

    A page is a response of status 200 with a readable media type, a resource, or a conversion
    whose page is not in the archive. A revisit stands for a page that was read before.
    """
    archive = _Archive(readable)
    for block in WarcRecords(file):
        found = archive.record(block)
        if found is not None:
            yield found
    if not archive.blocks:
        yield Record("", why="no record in this web archive: it is empty, or cut short")


@dataclass(slots=True)
class _Archive:
    readable: Readable
    blocks: int = 0
    # Addresses and digests of pages that were read, and addresses of all else.
    read: set[str] = field(default_factory=set)
    passed: set[str] = field(default_factory=set)

    def record(self, block: Block) -> Record | None:
        """What a record says; none where it is no page."""
        self.blocks += 1
        where, part = (
            (f": record {block.number}", f"record {block.number}") if block.number else ("", "")
        )
        if block.why and not block.raw:
            return Record(where, part, why=block.why)
        try:
            return self._page(block, Record(where, part))
        except DocumentError as error:
            return Record(where, part, why=str(error))

    def _page(self, block: Block, found: Record) -> Record | None:
        record = _parsed(block.raw)
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        found = replace(found, key=url)
        if record.rec_type == _AGAIN:
            return self._revisit(record, url, found)
        if record.rec_type not in _PAGES:
            return None
        if record.rec_type == "conversion" and url in self.read:
            return replace(found, seen=True, why="its page is in the archive")
        http = record.http_headers
        media = (http or record.rec_headers).get_header("Content-Type", "") or ""
        if (http and http.get_statuscode() != "200") or not self.readable(media):
            self.passed.add(url)
            return None
        if block.why:
            return replace(found, why=block.why)
        try:
            page = _with_payload(replace(found, media=media), record)
        except DocumentError as error:
            return replace(found, why=str(error))
        self.read |= {url, record.rec_headers.get_header("WARC-Payload-Digest") or url}
        return page

    def _revisit(self, record: Any, url: str, found: Record) -> Record | None:
        headers = record.rec_headers
        names = ("WARC-Payload-Digest", "WARC-Refers-To-Target-URI")
        first = [headers.get_header(n) for n in names]
        if any(name in self.read for name in (url, *first) if name):
            return replace(found, seen=True, why="it has not changed since")
        http = record.http_headers
        media = http.get_header("Content-Type", "") if http else ""
        if any(n in self.passed for n in (url, *first)) or (media and not self.readable(media)):
            return None
        why = f"a revisit of {url}: it has not changed, and its page is not in this archive"
        return replace(found, why=why)


def _parsed(raw: bytes) -> Any:
    """The record as the library has it.

    Raises:
        DocumentError: damaged headers.
    """
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.recordloader import ArcWarcRecordLoader
    from warcio.statusandheaders import StatusAndHeadersParserException

    loader = ArcWarcRecordLoader(verify_http=False)
    # How the library fails on damaged bytes.
    failures = (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError)
    try:
        return loader.parse_record_stream(io.BytesIO(raw), known_format="warc")
    except (*failures, AttributeError, TypeError, LookupError) as error:
        reason = str(error)[:100] or type(error).__name__
        raise DocumentError(f"damaged headers ({reason})") from error


def _with_payload(found: Record, record: Any) -> Record:
    http = record.http_headers
    raw = record.raw_stream.read()
    if http:
        transfer, packing = (
            http.get_header(n, "") or "" for n in ("Transfer-Encoding", "Content-Encoding")
        )
        raw = body_of(raw, transfer, packing)
    if len(raw) > MAX_BYTES:
        why = f"{len(raw):,} bytes; one document may have {MAX_BYTES:,}"
        raise DocumentError(why)
    plain = found.media.split(";")[0].strip().lower()
    text = plain.startswith("text/") or plain.endswith("xml")
    return replace(
        found,
        raw=raw,
        body=to_utf8(raw, charset_of(found.media)) if text else b"",
        headers=tuple((str(k), str(v)) for k, v in (http.headers if http else ())),
        at=moment(record.rec_headers.get_header("WARC-Date") or ""),
    )


def moment(stamp: str) -> datetime | None:
    """When a page was saved, in its archive's words; none where they give no offset.

    Raises:
        DocumentError: no time.
    """
    try:
        at = datetime.fromisoformat(stamp) if stamp else None
    except ValueError as error:
        raise DocumentError(f"saved {stamp[:40]!r}", "an archive gives ISO 8601") from error
    return at if at is not None and at.tzinfo is not None else None


FORMAT = Format(
    name="warc", label="web archives", endings=(".warc", ".warc.gz"), stream=stream, many=True
)
