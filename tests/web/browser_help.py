"""What browser tests share: a served application, screenshots, and waiting."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

SCREENS = Path(__file__).parents[2] / "build" / "screens"
READY, PLACE = "html[data-ready=yes]", "#panel-title[data-id]"


@contextmanager
def served(app: Any, lifespan: str = "on") -> Iterator[str]:
    """An application on a socket of this machine."""
    import uvicorn

    with socket.socket(proto=socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan=lifespan))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(20)


def picture(page: Any, name: str, *, whole: bool = False) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(SCREENS / f"{name}.png"), full_page=whole)


def looked_at(page: Any) -> dict[str, str]:
    return {k: v[0] for k, v in parse_qs(urlsplit(page.url).query).items()}


def eventually(page: Any, holds: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + 120  # tells a hang from a busy machine
    while not holds():
        assert time.monotonic() < until, what
        page.wait_for_timeout(50)


def find(page: Any, words: str) -> None:
    page.fill("#q", words)
    page.wait_for_selector("#found li[role=option]:not([aria-disabled])")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
