"""The body of an HTTP answer as it was meant: without chunks and unpacked, whatever headers say."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

import pyarrow as pa

from fogline.documents.errors import DocumentError
from fogline.documents.format import MAX_BYTES

_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_GZIP, _ZSTD = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd"
# Window bits of zlib: its own head or gzip's, whichever is there; and none.
_ANY_HEAD, _NO_HEAD = 47, -15
# Encodings one in the other: a server names one, seldom two.
_DEEPEST = 3


def body_of(raw: bytes, transfer: str, encodings: str) -> bytes:
    """The body; ``transfer`` and ``encodings`` are the headers Transfer-Encoding, Content-Encoding.

    A header that the bytes belie counts for nothing: archives keep the headers of bodies that they
    have unpacked, and drop those of others.

    Raises:
        DocumentError: chunks or a packing that break off, an unknown encoding, or more bytes than
            one document may have.
    """
    body = _dechunked(raw, stated="chunked" in transfer.lower())
    named = [e.strip().lower() for e in encodings.split(",") if e.strip()]
    for name in reversed(named[:_DEEPEST]):
        body = _unpacked(body, name)
    if body.startswith(_GZIP):
        return _unpacked(body, "gzip")
    return _unpacked(body, "zstd") if body.startswith(_ZSTD) else body


def _dechunked(raw: bytes, *, stated: bool) -> bytes:
    """The body without its chunks, if it has any; all of them must be there."""
    parts: list[bytes] = []
    at = 0
    while (head := _SIZE.match(raw, at)) is not None:
        size = int(head[1], 16)
        end = head.end() + size
        if not size and (stated or (parts and not raw[end:].strip())):
            return b"".join(parts)
        if not size or raw[end : end + 1] not in (b"\r", b"\n"):
            break
        parts.append(raw[head.end() : end])
        at = end + (2 if raw.startswith(b"\r\n", end) else 1)
    if stated and (parts or head):
        raise DocumentError("its chunks break off: the page is cut short")
    return raw


def _unpacked(body: bytes, name: str) -> bytes:
    """The body out of one encoding, or as it is where it is plain text already."""
    if name in {"identity", "none"} or not body:
        return body
    unpack = _PACKINGS.get(name)
    if unpack is None and _is_charset(name):
        return body  # a common mistake of servers: what the charset of Content-Type should say
    if unpack is None:
        raise DocumentError(f"Content-Encoding {name!r}", f"fogline reads {', '.join(_PACKINGS)}")
    try:
        return unpack(body)
    except (OSError, zlib.error) as error:
        if _is_text(body):
            return body
        raise DocumentError(f"its {name} packing is damaged ({str(error)[:80]})") from error


def _zlib(body: bytes, bits: int) -> bytes:
    opened = zlib.decompressobj(bits)
    out = opened.decompress(body, MAX_BYTES + 1)
    _refuse_large(out)
    if not opened.eof:
        raise zlib.error("it has no end")
    return out


def _deflate(body: bytes) -> bytes:
    try:
        return _zlib(body, _ANY_HEAD)
    except zlib.error:
        return _zlib(body, _NO_HEAD)  # as some servers send it


def _arrow(codec: str) -> Callable[[bytes], bytes]:
    def unpack(body: bytes) -> bytes:
        with pa.CompressedInputStream(pa.BufferReader(body), codec) as stream:
            out: bytes = stream.read(MAX_BYTES + 1)
        _refuse_large(out)
        return out

    return unpack


_PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda body: _zlib(body, _ANY_HEAD),
    "x-gzip": lambda body: _zlib(body, _ANY_HEAD),
    "deflate": _deflate,
    "br": _arrow("brotli"),
    "zstd": _arrow("zstd"),
}


def _is_charset(name: str) -> bool:
    try:
        "a".encode(name)
    except (LookupError, ValueError):
        return False
    return True


def _is_text(body: bytes) -> bool:
    """Whether bytes are text already, in UTF-8 or an encoding of one byte a letter."""
    start = body[:MAX_BYTES].lstrip()
    return start.startswith(b"<") or (b"\x00" not in body and _decodes(body))


def _decodes(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _refuse_large(out: bytes) -> None:
    if len(out) > MAX_BYTES:
        raise DocumentError(f"more than {MAX_BYTES:,} bytes unpacked, the limit of one document")
