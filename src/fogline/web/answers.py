"""Answers as bytes: kept, compressed once, and not sent again to who has them."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from starlette.requests import Request
from starlette.responses import Response

from fogline.web.jobs import Jobs

_KEPT, _SMALL, _LEVEL, _ENTRY = 128 * 2**20, 1024, 2, 2048
PROBLEM = "application/problem+json"
JSON, GEOJSON, HTML, SVG = (
    "application/json",
    "application/geo+json",
    "text/html; charset=utf-8",
    "image/svg+xml",
)


@dataclass(frozen=True)
class Answer:
    """Bytes of a kind, compressed unless there are few, and their tag."""

    body: bytes
    packed: bool
    kind: str
    tag: str

    @classmethod
    def of(cls, body: bytes, kind: str) -> Answer:
        """An answer of bytes."""
        packed = len(body) >= _SMALL
        kept = gzip.compress(body, _LEVEL, mtime=0) if packed else body
        return cls(kept, packed, kind, f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"')

    def response(self, request: Request) -> Response:
        """What a client gets: nothing new, or the bytes as it takes them. A cache must ask whether they still hold."""
        headers = {"ETag": self.tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        given = {
            t.strip().removeprefix("W/")
            for t in request.headers.get("if-none-match", "").split(",")
        }
        if self.tag in given or "*" in given:
            return Response(status_code=304, headers=headers)
        if self.packed and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(
                self.body, headers={**headers, "Content-Encoding": "gzip"}, media_type=self.kind
            )
        return Response(
            gzip.decompress(self.body) if self.packed else self.body,
            headers=headers,
            media_type=self.kind,
        )


class Answers:
    """The answers of late, up to a size; a question is a tuple that names all that its answer depends on."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs, self._lock, self._size = jobs, Lock(), 0
        self._kept: OrderedDict[tuple[object, ...], Answer] = OrderedDict()

    async def answer(
        self,
        request: Request,
        question: tuple[object, ...],
        make: Callable[[], bytes],
        kind: str = JSON,
        *,
        slow: bool = False,
        what: str = "",
    ) -> Response:
        """The answer to a question, made if it is not kept.

        Raises:
            Working: it is being worked out; ``what`` says what that is.
        """
        found = self._find(question)
        if found is None:
            found = await self._jobs.result(
                question, lambda: self._keep(question, Answer.of(make(), kind)), what, slow=slow
            )
        return found.response(request)

    def prepare(self, question: tuple[object, ...], make: Callable[[], bytes], kind: str) -> None:
        """Make an answer before anybody asks for it, unless it is kept."""
        if self._find(question) is None:
            self._keep(question, Answer.of(make(), kind))

    def _find(self, question: tuple[object, ...]) -> Answer | None:
        with self._lock:
            if question in self._kept:
                self._kept.move_to_end(question)
            return self._kept.get(question)

    def _keep(self, question: tuple[object, ...], answer: Answer) -> Answer:
        with self._lock:
            if question not in self._kept:
                self._size += len(answer.body) + _ENTRY
            self._kept[question] = answer
            while self._size > _KEPT and len(self._kept) > 1:
                _, old = self._kept.popitem(last=False)
                self._size -= len(old.body) + _ENTRY
        return answer
