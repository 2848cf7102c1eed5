"""A map style of the user's, from another server."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from browser_help import READY, eventually, picture, served
from chromium import BROWSED

from fogline.web import Settings, create_app

pytestmark = BROWSED


def test_a_style_of_the_users_lies_below(browser: Any, war: Path) -> None:
    asked: list[str] = []
    with (
        _styles(asked) as style,
        served(create_app(Settings(str(war), style=f"{style}/style.json"))) as site,
    ):
        page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        page.goto(site)
        page.wait_for_selector(READY, timeout=60_000)
        layers = page.evaluate(
            "document.getElementById('pane-a').map.getStyle().layers.map(l => l.id)"
        )
        assert layers[0] == "paper"
        assert {"area", "texture", "line", "symbols"} < set(layers)
        assert (
            page.evaluate(
                "document.getElementById('pane-a').map.querySourceFeatures('front').length"
            )
            > 3
        )
        picture(page, "style-of-the-users")
        page.close()
    assert asked == ["/style.json"]


def test_a_style_that_is_missing_is_told(browser: Any, war: Path) -> None:
    with (
        _styles([]) as style,
        served(create_app(Settings(str(war), style=f"{style}/none.json"))) as site,
    ):
        page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        page.goto(site)
        eventually(
            page,
            lambda: "could not be loaded" in page.text_content("#status"),
            "the page says what failed",
        )
        assert "none.json" in page.text_content("#status")
        page.close()


@contextmanager
def _styles(asked: list[str]) -> Iterator[str]:
    """Another server on this machine, with a style of one layer."""
    style = {
        "version": 8,
        "sources": {},
        "layers": [{"id": "paper", "type": "background", "paint": {"background-color": "#ffeecc"}}],
    }

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200 if self.path == "/style.json" else 404)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(json.dumps(style).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
