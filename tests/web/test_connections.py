"""Connections of which nothing comes end, and no client holds all of them."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import uvicorn

from fogline.web import connections
from fogline.web.clients import client_of

HEAD = b"GET /quick HTTP/1.1\r\nHost: localhost\r\n"
POST = b"POST /quick HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n1234"


async def _app(scope: dict, receive: Callable, send: Callable) -> None:  # type: ignore[type-arg]
    """Answers at once, after longer than a request may take, or with more than a client takes."""
    while scope["method"] == "POST" and (await receive()).get("more_body"):
        pass
    await asyncio.sleep(1.0 if scope["path"] == "/slow" else 0.0)
    body = b"x" * (64 << 20 if scope["path"] == "/large" else 2)
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@contextmanager
def _served() -> Iterator[int]:
    config = uvicorn.Config(
        _app, http=connections.ImpatientProtocol, lifespan="off", log_level="error", port=0
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server without patience."""
    monkeypatch.setattr(connections, "_REQUEST_SECONDS", 0.3)
    monkeypatch.setattr(connections, "_TAKE_SECONDS", 0.3)
    with _served() as found:
        yield found


def _opened(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def _taken(sock: socket.socket) -> int:
    """How many bytes come until the server closes; it fails if that takes ten seconds."""
    count = 0
    try:
        while part := sock.recv(1 << 20):
            count += len(part)
    except ConnectionResetError:
        return count
    return count


@pytest.mark.parametrize("sent", [b"", HEAD, POST], ids=["nothing", "half a head", "half a body"])
def test_a_request_that_does_not_come_ends_its_connection(port: int, sent: bytes) -> None:
    with _opened(port) as sock:
        sock.sendall(sent)
        assert _taken(sock) == 0


def test_a_request_that_trickles_in_ends_too(port: int) -> None:
    with _opened(port) as sock, pytest.raises((ConnectionResetError, BrokenPipeError)):
        _trickle(sock)


def _trickle(sock: socket.socket) -> None:
    for _ in range(100):
        sock.sendall(b"G")
        time.sleep(0.05)


def test_half_a_second_request_ends_its_connection(port: int) -> None:
    with _opened(port) as sock:
        sock.sendall(HEAD + b"\r\n")
        while not sock.recv(1000).endswith(b"xx"):
            pass
        sock.sendall(HEAD)
        assert _taken(sock) == 0


def test_an_answer_may_take_longer(port: int) -> None:
    with _opened(port) as sock:
        sock.sendall(HEAD.replace(b"quick", b"slow") + b"\r\n")
        assert sock.recv(1000).startswith(b"HTTP/1.1 200")


def test_who_does_not_take_the_answer_is_left(port: int) -> None:
    with _opened(port) as sock:
        sock.sendall(HEAD.replace(b"quick", b"large") + b"\r\n")
        time.sleep(1.5)
        assert _taken(sock) < 64 << 20


def test_no_client_holds_all_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST_OF_ONE", 3)
    with _served() as port:
        held = [_opened(port) for _ in range(3)]
        with _opened(port) as more:
            assert _taken(more) == 0
        held[0].sendall(HEAD + b"\r\n")
        assert held[0].recv(1000).startswith(b"HTTP/1.1 200")
        for sock in held:
            sock.close()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("198.51.100.7", "198.51.100.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:198.51.100.7", "198.51.100.7", True),
        ("fe80::1%eth0", "fe80::1", True),
    ],
)
def test_what_is_one_client(one: str, other: str, same: bool) -> None:
    assert (client_of((one, 1)) == client_of((other, 2))) is same
    assert client_of(None) == ""
