"""Responses that are kept: compressed once, and not sent again to a client that has them."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from fogline.disk_cache import DiskCache
from fogline.web.encoding import JSON
from fogline.web.job_queue import JobQueue
from fogline.web.workers import Work

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

    def to_bytes(self) -> bytes:
        """The response as bytes: a line of JSON about its body, and the body."""
        about = [self.compressed, self.media_type, self.etag]
        return json.dumps(about).encode() + b"\n" + self.body

    @classmethod
    def from_bytes(cls, kept: bytes) -> CachedResponse:
        """The response again."""
        about, _, body = kept.partition(b"\n")
        return cls(body, *json.loads(about))

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
    """The responses used last, up to 128 MB; those that took long also on disk, by the version of
    the ledger that a key begins with. Safe to use from several threads.
    """

    def __init__(self, jobs: JobQueue, disk: Callable[[str], DiskCache]) -> None:
        self._jobs, self._disk, self._lock, self._bytes = jobs, disk, Lock(), 0
        self._kept: OrderedDict[Key, CachedResponse] = OrderedDict()

    async def respond(
        self,
        request: Request,
        key: Key,
        make: Callable[[], bytes],
        media_type: str = JSON,
        *,
        work: Work | None = None,
    ) -> Response:
        """The response for a key; ``make`` makes its body if it is not kept.

        Raises:
            StillWorkingError: it is being worked out; ``work`` says what that is.
        """
        work = work or Work()
        found = self._find(key)
        if found is None and work.slow:
            found = await run_in_threadpool(self._find_on_disk, key)
        if found is None:
            found = await self._jobs.result(
                key, lambda: self._made(key, make, media_type, lasting=work.slow), work
            )
        return found.response(request)

    def prepare(self, key: Key, make: Callable[[], bytes], media_type: str = JSON) -> None:
        """Make a response before anybody asks for it, unless it is kept."""
        if (found := self._find(key)) is not None:
            self._write(key, found)
        elif self._find_on_disk(key) is None:
            self._made(key, make, media_type, lasting=True)

    def _made(
        self, key: Key, make: Callable[[], bytes], media_type: str, *, lasting: bool
    ) -> CachedResponse:
        made = CachedResponse.of(make(), media_type)
        if lasting:
            self._write(key, made)
        return self._keep(key, made)

    def _write(self, key: Key, made: CachedResponse) -> None:
        """Keep a response on disk, unless it is there."""
        version, *rest = key
        disk, name = self._disk(str(version)), repr(rest)
        if not disk.has(name):
            disk.write(name, made.to_bytes())

    def _find(self, key: Key) -> CachedResponse | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _find_on_disk(self, key: Key) -> CachedResponse | None:
        version, *rest = key
        found = self._disk(str(version)).read(repr(rest))
        return self._keep(key, CachedResponse.from_bytes(found)) if found is not None else None

    def _keep(self, key: Key, made: CachedResponse) -> CachedResponse:
        with self._lock:
            if key not in self._kept:
                self._bytes += len(made.body) + _ENTRY_BYTES
            self._kept[key] = made
            while self._bytes > _MOST_BYTES and len(self._kept) > 1:
                _, old = self._kept.popitem(last=False)
                self._bytes -= len(old.body) + _ENTRY_BYTES
        return made
