"""Checks that every request passes: its host, its size, and how often its client asks."""

from __future__ import annotations

import re
import time
from math import ceil

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fogline.web.clients import client_of
from fogline.web.error_responses import Problem, error_response
from fogline.web.security_headers import EMBED, headers_of
from fogline.web.settings import Settings

_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[\w.-]+)(?::\d{1,5})?")
# Characters of an address with its query, and bytes of a body: far more than a form here sends.
_LONGEST_URL, _LONGEST_BODY = 4_096, 65_536
# Characters of a wrong host that an error repeats.
_QUOTED = 80


class RequestChecks:
    """ASGI middleware that refuses bad requests and adds the security headers to all responses.

    A HEAD request is answered as GET, without the body.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings, self._hosts = app, settings, settings.hosts
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._rate = RateLimitItemPerMinute(settings.rate) if settings.rate else None
        self._headers, self._embed_headers = (headers_of(p, settings) for p in ("", EMBED))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check a request and pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        head = scope["method"] == "HEAD"
        scope = {**scope, "method": "GET"} if head else scope

        async def send_checked(message: Message) -> None:
            if head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            if message["type"] == "http.response.start":
                given = MutableHeaders(scope=message)
                embedded = scope["path"] == EMBED
                headers = self._embed_headers if embedded else self._headers
                for name, value in headers.items():
                    given.setdefault(name, value)
            await send(message)

        try:
            self._check(scope)
        except Problem as problem:
            await error_response(scope["path"], problem)(scope, receive, send_checked)
            return
        await self._app(scope, receive, send_checked)

    def _check(self, scope: Scope) -> None:
        given = Headers(scope=scope)
        self._check_host(given.get("host", ""))
        if len(scope.get("raw_path", b"")) + len(scope.get("query_string", b"")) > _LONGEST_URL:
            what = f"the address is longer than {_LONGEST_URL} characters"
            raise Problem(414, what, advice="ask for less at a time")
        if scope["method"] == "POST":
            size = given.get("content-length", "")
            if not size.isdigit() or int(size) > _LONGEST_BODY:
                what = f"a body needs a Content-Length of at most {_LONGEST_BODY}"
                raise Problem(413, what, advice="send less")
        self._check_rate(client_of(scope.get("client")))

    def _check_host(self, given: str) -> None:
        """Refuse other hosts, so that no other page can ask through a reader's browser."""
        found = _HOST.fullmatch(given)
        host = found[1].strip("[]") if found else given[:_QUOTED]
        if found is None or host.casefold() not in self._hosts:
            advice = "start the server with --name for other names of its host"
            raise Problem(400, f"host {host!r} is not served here", advice=advice)

    def _check_rate(self, client: str) -> None:
        if self._rate is None or self._limiter.hit(self._rate, client):
            return
        reset = self._limiter.get_window_stats(self._rate, client).reset_time
        raise Problem(
            429,
            f"more than {self._settings.rate} requests in a minute",
            advice="wait, or start the server with another --rate",
            headers={"Retry-After": str(max(1, ceil(reset - time.time())))},
        )
