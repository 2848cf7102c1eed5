from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from chromium import BROWSED, CHROMIUM, FLAGS

import fogline
from fogline.exports import reading_as
from fogline.model import Document
from fogline.theatre import load

pytestmark = BROWSED
# What the example's page may be high: a little more than it is.
_TALLEST = {360: 3400, 1280: 1900, 2560: 1900}
EXAMPLE = Path(fogline.__file__).parent / "data" / "example.txt"


@pytest.mark.parametrize("width", [360, 1280, 2560])
def test_the_page_in_a_browser(tmp_path: Path, width: int) -> None:
    from playwright.sync_api import sync_playwright

    text = EXAMPLE.read_text(encoding="utf-8")
    reading = fogline.read(Document(text, "example", "fogline example", date(2022, 9, 12)))
    page_file = tmp_path / "page.html"
    page_file.write_text(reading_as("html", [reading], load("ukraine")), encoding="utf-8")
    problems: list[str] = []
    requests: list[str] = []
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.on(
            "console", lambda m: problems.append(m.text) if m.type in {"error", "warning"} else None
        )
        page.on("request", lambda r: requests.append(r.url))
        page.goto(page_file.as_uri())
        assert page.locator(".card").count() == len(reading.claims)
        assert page.locator("svg circle").count() > 3
        page.locator("a.claim").first.click()
        assert page.locator(".card:target").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.evaluate("document.documentElement.scrollHeight") < _TALLEST[width]
        more = page.locator("details.card dl")
        assert not more.first.is_visible()
        page.emulate_media(media="print")
        assert all(more.nth(k).is_visible() for k in range(more.count()))
        page.emulate_media(media="screen")
        page.locator("details.card summary").first.click()
        assert more.first.is_visible()
        page.screenshot(path=str(tmp_path / f"page-{width}.png"))
        browser.close()
    assert not problems
    assert all(url.startswith("file:") for url in requests)
