"""What every request and every answer passes: who may be asked for, how much, how often, and what a browser may do with it."""

from __future__ import annotations

import re
import time
from math import ceil
from urllib.parse import urlsplit

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fogline.web.problem import Problem
from fogline.web.refusal import refuse
from fogline.web.settings import Settings

_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[\w.-]+)(?::\d{1,5})?")
_LONGEST_URL, _LONGEST_BODY = 4_096, 65_536


def policy(style: str) -> str:
    """The Content-Security-Policy: nothing but our own; with a style of the user's also that style's host.

    MapLibre makes its worker of a blob.
    """
    other = ""
    if style:
        parts = urlsplit(style)
        other = f" {parts.scheme}://{parts.netloc}"
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; worker-src blob:; child-src blob:; "
        f"img-src 'self' data: blob:{other}; connect-src 'self'{other}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def headers(settings: Settings) -> dict[str, str]:
    """What every answer says to browsers."""
    return {
        "Content-Security-Policy": policy(settings.style), "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "X-Frame-Options": "DENY",
        "Cache-Control": "no-cache", "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    }  # fmt: skip


class Guard:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings, self._hosts = app, settings, settings.hosts
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._rate = RateLimitItemPerMinute(settings.rate) if settings.rate else None
        self._headers = headers(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check a request and pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        head = scope["method"] == "HEAD"
        scope = {**scope, "method": "GET"} if head else scope

        async def sent(message: Message) -> None:
            if head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            if message["type"] == "http.response.start":
                given = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    given.setdefault(name, value)
            await send(message)

        try:
            self._check(scope)
        except Problem as problem:
            await refuse(scope["path"], problem)(scope, receive, sent)
            return
        await self._app(scope, receive, sent)

    def _check(self, scope: Scope) -> None:
        given = Headers(scope=scope)
        found = _HOST.fullmatch(given.get("host", ""))
        host = found[1].strip("[]") if found else given.get("host", "")[:80]
        if found is None or host.casefold() not in self._hosts:
            raise Problem(
                400,
                f"host {host!r} is not served here",
                "start the server with --name for other names of its host",
            )
        if len(scope.get("raw_path", b"")) + len(scope.get("query_string", b"")) > _LONGEST_URL:
            raise Problem(
                414,
                f"the address is longer than {_LONGEST_URL} characters",
                "ask for less at a time",
            )
        if scope["method"] == "POST":
            size = given.get("content-length", "")
            if not size.isdigit() or int(size) > _LONGEST_BODY:
                raise Problem(
                    413, f"a body needs a Content-Length of at most {_LONGEST_BODY}", "send less"
                )
        client = scope["client"][0] if scope.get("client") else "unknown"
        if self._rate and not self._limiter.hit(self._rate, client):
            wait = {
                "Retry-After": str(
                    max(
                        1,
                        ceil(
                            self._limiter.get_window_stats(self._rate, client).reset_time
                            - time.time()
                        ),
                    )
                )
            }
            raise Problem(
                429,
                f"more than {self._settings.rate} requests in a minute",
                "wait, or start the server with another --rate",
                wait,
            )
