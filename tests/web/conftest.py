from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from browser_help import READY, served
from chromium import CHROMIUM, FLAGS
from fastapi.testclient import TestClient
from web_help import HOST, answer

from fogline import demo
from fogline.web import Settings, create_app


@pytest.fixture(scope="session")
def war(_home: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's ledger."""
    return demo.ledger(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def client(war: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(str(war), patience=20.0)), base_url=HOST) as made:
        yield made


@pytest.fixture(scope="session")
def get(client: TestClient) -> Callable[..., Any]:
    """The JSON of a path of the API, with its parameters."""

    def ask(path: str, **given: Any) -> Any:
        response = answer(client, f"/api/v1{path}", given)
        assert response.status_code == 200, response.text
        return response.json()

    return ask


@pytest.fixture(scope="module")
def site(client: TestClient) -> Iterator[str]:
    """The demo, by the same application that the other tests ask."""
    answer(client, "/api/v1/war")
    with served(client.app, lifespan="off") as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        opened = p.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Any, site: str) -> Iterator[Callable[..., Any]]:
    """Opens a path; in the end nothing may have gone wrong and nobody else may have been asked."""
    wrong: list[str] = []
    asked: list[str] = []
    contexts = []

    def opened(
        path: str = "/", width: int = 1280, height: int = 900, expected: str = "", **more: Any
    ) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, **more)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda m: (
                wrong.append(m.text)
                if m.type == "error" and not (expected and expected in m.text)
                else None
            ),
        )
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.on("request", lambda r: asked.append(r.url))
        page.goto(site + path)
        if urlsplit(path).path == "/":
            page.wait_for_selector(READY, timeout=60_000)
            page.wait_for_selector(
                "#panel-body .flows, #panel-body article, #panel-body .empty, #panel-title",
                timeout=60_000,
            )
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not wrong
    assert asked
    assert [u for u in asked if not u.startswith((site, "blob:", "data:"))] == []
