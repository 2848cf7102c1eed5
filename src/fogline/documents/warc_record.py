"""An answer as a record of a web archive (WARC 1.1, ISO 28500): what other tools open and replay.

The body is kept as it was sent, packed or not; only its transfer coding is undone.
"""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime

# What a header is called whose words are true no longer, as web archives call it.
_UNDONE = {"transfer-encoding": "X-Archive-Orig-Transfer-Encoding"}


def warc_record(url: str, headers: Iterable[tuple[str, str]], body: bytes, at: datetime) -> bytes:
    """The record of an answer of status 200; the same answer gives the same bytes."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    kept = [(_UNDONE.get(name.lower(), name), value) for name, value in headers]
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False, warc_version="1.1")
    record = writer.create_warc_record(
        url,
        "response",
        payload=io.BytesIO(body),
        http_headers=StatusAndHeaders("200 OK", kept, protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": stamp},
    )
    named = f"{url} {stamp} {record.rec_headers.get_header('WARC-Payload-Digest')}"
    identity = uuid.uuid5(uuid.NAMESPACE_URL, named)
    record.rec_headers.replace_header("WARC-Record-ID", f"<urn:uuid:{identity}>")
    try:
        writer.write_record(record)
    finally:
        record.raw_stream.close()  # the library's own temporary file
    return buffer.getvalue()
