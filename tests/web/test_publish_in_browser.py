"""A published site in a real browser, from a plain host, below a path: nothing missing, nobody
else asked.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from browser_help import PLACE, READY, eventually, find, looked_at, picture
from chromium import BROWSED

from fogline.web import Settings, publish

pytestmark = BROWSED


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def hosted(war: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("host")
    publish(Settings(str(war), texts=False), root / "war", say=lambda _: None)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(root))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/war/"
        server.shutdown()


@pytest.fixture
def look(browser: Any, hosted: str) -> Iterator[Callable[..., Any]]:
    """Opens a page of the site; in the end nothing may be missing and nobody else asked."""
    wrong: list[str] = []
    asked: list[str] = []
    contexts = []

    def opened(path: str = "", **more: Any) -> Any:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.on("response", lambda r: wrong.append(r.url) if r.status >= 400 else None)
        page.on("request", lambda r: asked.append(r.url))
        page.goto(hosted + path)
        if not path or path.startswith(("?", "index.html")):
            page.wait_for_selector(READY, timeout=60_000)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not wrong
    assert [u for u in asked if not u.startswith((hosted, "blob:", "data:"))] == []


def test_the_map_slides_and_says_what_changed(look: Callable[..., Any]) -> None:
    page = look()
    page.wait_for_selector("#panel-body article.turn")
    assert "2022-09-15" in page.text_content("#pane-a .caption")
    assert page.locator("#known, #source, #picture").filter(visible=True).count() == 0
    areas = page.text_content("#legend-body")
    page.focus("#day")
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    eventually(page, lambda: looked_at(page).get("day") == "2022-09-10", "the address follows")
    eventually(page, lambda: page.text_content("#legend-body") != areas, "the areas follow")
    features = "document.getElementById('pane-a').map.querySourceFeatures('front').length"
    eventually(page, lambda: page.evaluate(features) > 3, "a front is drawn")
    base = "document.getElementById('pane-a').map.querySourceFeatures('base').length"
    assert page.evaluate(base) > 0
    picture(page, "site-map")


@pytest.mark.parametrize("words", ["Ізюм", "Изюм", "Izum"])
def test_a_place_is_found_in_any_script_and_shows_its_claims(
    look: Callable[..., Any], words: str
) -> None:
    page = look("?day=2022-09-11")
    find(page, words)
    page.wait_for_selector(PLACE)
    assert "Izyum" in page.text_content("#panel-title")
    assert page.locator("#panel-body .timeline svg").count() >= 1
    card = page.locator("#panel-body article.card").first
    marked = card.locator("blockquote mark").inner_text()
    card.locator("h4 a").click()
    page.wait_for_selector("main article.card")
    assert "/war/view.html?at=" in page.url
    assert page.locator("main blockquote mark").inner_text() == marked
    assert page.locator("main dl.facts").count() == 1


def test_a_place_on_a_day_without_news_has_its_chances_of_the_day(
    look: Callable[..., Any],
) -> None:
    page = look("?day=2022-09-02")
    find(page, "Izium")
    page.wait_for_selector(PLACE)
    title = page.text_content("#panel-title")
    assert "2 September 2022" in title
    assert page.locator("#panel-body table.chances").count() >= 1


def test_a_place_that_no_claim_names_has_its_chances_too(look: Callable[..., Any]) -> None:
    page = look("?day=2022-09-11")
    find(page, "Lviv")
    page.wait_for_selector(PLACE)
    assert page.locator("#panel-body table.chances tr").count() == 3
    assert page.locator("#panel-body article.card").count() == 0
    chart = page.locator("#panel-body .timeline svg")
    chart.click(position={"x": 4, "y": 20})
    eventually(page, lambda: looked_at(page)["day"] < "2022-09-11", "the chart leads to its day")


def test_a_link_leads_to_the_same_view(look: Callable[..., Any]) -> None:
    page = look("index.html?day=2022-09-09&compare=days&day2=2022-09-03&at=49.200,37.200,8.00")
    page.wait_for_selector("#pane-b .caption:not(:empty)")
    assert "2022-09-03" in page.text_content("#pane-b .caption")
    assert looked_at(page)["at"] == "49.200,37.200,8.00"


def test_claims_are_found_in_the_browser(look: Callable[..., Any]) -> None:
    page = look("claims.html")
    page.wait_for_selector("#citations li")
    every = page.text_content("#count")
    page.fill("input[name=text]", "izyum")
    page.select_option("select[name=event]", "withdraw")
    page.click("form button[type=submit]")
    eventually(page, lambda: page.text_content("#count") != every, "fewer")
    assert "event=withdraw" in page.url
    page.locator("#citations a").first.click()
    page.wait_for_selector("main article.card a[href*='documents']")
    page.locator("main article.card a[href*='documents']").click()
    page.wait_for_selector("main section.cards")
    picture(page, "site-document")


@pytest.mark.parametrize("path", ["changes.html", "sources.html", "about.html", "pockets.html"])
def test_pages_can_be_read_without_scripts(look: Callable[..., Any], path: str) -> None:
    page = look(path, java_script_enabled=False)
    assert page.locator("h1").count() == 1
    assert page.locator("nav a[aria-current=page]").count() == 1


def test_what_the_site_does_not_have_is_told(look: Callable[..., Any]) -> None:
    page = look("view.html?at=/claims/none")
    page.wait_for_selector("main [role=alert]")
    assert "nothing at this address" in page.inner_text("main")
