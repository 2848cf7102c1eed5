"""Responses that are kept: compressed once, and not sent again to a client that has them."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from starlette.requests import Request
from starlette.responses import Response

from fogline.web.encoding import JSON
from fogline.web.job_queue import JobQueue

# What a request asks for: everything that the response depends on.
Key = tuple[object, ...]
# Bytes that are kept, and what an entry costs beside its body: its key, headers and slots.
_MOST_BYTES, _ENTRY_BYTES = 128 * 2**20, 2048
# Smaller bodies are not worth compressing: they fit one packet.
_SMALL_BYTES = 1024
# One of gzip's fast levels: the first who asks waits for it.
_LEVEL = 2
# Bytes of the hash in an ETag.
_TAG_BYTES = 12


@dataclass(frozen=True)
class CachedResponse:
    """A body with its media type and ETag, compressed unless it is small."""

    body: bytes
    compressed: bool
    media_type: str
    etag: str

    @classmethod
    def of(cls, body: bytes, media_type: str) -> CachedResponse:
        """A body, made ready to be sent often."""
        compressed = len(body) >= _SMALL_BYTES
        kept = gzip.compress(body, _LEVEL, mtime=0) if compressed else body
        digest = hashlib.blake2b(body, digest_size=_TAG_BYTES).hexdigest()
        return cls(kept, compressed, media_type, f'"{digest}"')

    def response(self, request: Request) -> Response:
        """What a client gets: the body in an encoding that it accepts, or 304 if it has it.

        A cache must ask each time whether its copy still holds.
        """
        headers = {"ETag": self.etag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        sent = request.headers.get("if-none-match", "").split(",")
        tags = {tag.strip().removeprefix("W/") for tag in sent}
        if self.etag in tags or "*" in tags:
            return Response(status_code=304, headers=headers)
        body = self.body
        if self.compressed and "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
        elif self.compressed:
            body = gzip.decompress(body)
        return Response(body, headers=headers, media_type=self.media_type)


class ResponseCache:
    """The responses used last, up to 128 MB. Safe to use from several threads."""

    def __init__(self, jobs: JobQueue) -> None:
        self._jobs, self._lock, self._bytes = jobs, Lock(), 0
        self._kept: OrderedDict[Key, CachedResponse] = OrderedDict()

    async def respond(
        self,
        request: Request,
        key: Key,
        make: Callable[[], bytes],
        media_type: str = JSON,
        *,
        slow: bool = False,
        what: str = "",
    ) -> Response:
        """The response for a key; ``make`` makes its body if it is not kept.

        Raises:
            StillWorkingError: it is being worked out; ``what`` says what that is.
        """
        found = self._find(key)
        if found is None:
            found = await self._jobs.result(
                key, lambda: self._keep(key, CachedResponse.of(make(), media_type)), what, slow=slow
            )
        return found.response(request)

    def prepare(self, key: Key, make: Callable[[], bytes], media_type: str) -> None:
        """Make a response before anybody asks for it, unless it is kept."""
        if self._find(key) is None:
            self._keep(key, CachedResponse.of(make(), media_type))

    def _find(self, key: Key) -> CachedResponse | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: Key, made: CachedResponse) -> CachedResponse:
        with self._lock:
            if key not in self._kept:
                self._bytes += len(made.body) + _ENTRY_BYTES
            self._kept[key] = made
            while self._bytes > _MOST_BYTES and len(self._kept) > 1:
                _, old = self._kept.popitem(last=False)
                self._bytes -= len(old.body) + _ENTRY_BYTES
        return made
