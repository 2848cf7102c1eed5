"""Web archives, made record by record."""

from __future__ import annotations

import gzip

PAGE = (
    "<html><head><title>Front</title></head><body><article>"
    + "<p>Ukrainian forces entered Kupiansk on Saturday, officials said, after two days.</p>" * 4
    + "</article></body></html>"
)
HTML = "text/html; charset=utf-8"
URL = "https://tass.com/defense/1"


def record(kind: str, body: bytes, url: str = URL, **headers: str) -> bytes:
    """A record of a kind; ``headers`` are those of the archive, with ``_`` for ``-``."""
    lines = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": "2022-09-10T18:00:00Z",
        "Content-Length": str(len(body)),
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    head = "".join(f"{k}: {v}\r\n" for k, v in lines.items())
    return f"WARC/1.0\r\n{head}\r\n".encode() + body + b"\r\n\r\n"


def answer(
    body: bytes = PAGE.encode(),
    url: str = URL,
    media: str = HTML,
    status: str = "200 OK",
    kind: str = "response",
    **headers: str,
) -> bytes:
    """A record of an HTTP answer; ``headers`` are the answer's, with ``_`` for ``-``."""
    lines = {"Content-Type": media, **{k.replace("_", "-"): v for k, v in headers.items()}}
    head = "".join(f"{k}: {v}\r\n" for k, v in lines.items())
    http = f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body
    return record(kind, http, url, Content_Type="application/http; msgtype=response")


def members(*records: bytes) -> bytes:
    """A gzip member a record."""
    return b"".join(gzip.compress(r) for r in records)


def chunked(body: bytes, size: int = 100) -> bytes:
    """A body in chunks."""
    parts = [body[k : k + size] for k in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"
