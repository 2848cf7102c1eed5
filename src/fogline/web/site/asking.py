"""Asking the application as a browser does, without a socket."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import unquote, urlsplit

from starlette.types import ASGIApp, Message, Scope

from fogline.errors import FoglineError

# Seconds between two questions for what is being worked out.
_PAUSE = 0.1


@dataclass(frozen=True)
class Client:
    """Asks an application for the addresses that a site is made of."""

    app: ASGIApp

    async def ask(self, address: str) -> bytes:
        """The body of an answer.

        Raises:
            FoglineError: there is no answer; the message says to which address.
        """
        while True:
            status, body = await self._answer(address)
            if status == HTTPStatus.OK:
                return body
            if status != HTTPStatus.ACCEPTED:
                raise FoglineError(f"address {address}", body.decode(errors="replace"))
            await asyncio.sleep(_PAUSE)

    async def text(self, address: str) -> str:
        """The same as text."""
        return (await self.ask(address)).decode()

    async def _answer(self, address: str) -> tuple[int, bytes]:
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        await self.app(_scope(address), receive, send)
        body = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")
        return int(sent[0]["status"]), body


def _scope(address: str) -> Scope:
    parts = urlsplit(address)
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [(b"host", b"localhost")],
        "client": ("127.0.0.1", 0),
        "server": ("localhost", 80),
    }
