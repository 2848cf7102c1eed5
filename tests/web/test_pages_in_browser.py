"""All pages in a real browser: keyboard, screens of all sizes, print, accessibility."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from browser_help import PLACE, eventually, looked_at, picture
from chromium import BROWSED
from fastapi.testclient import TestClient
from web_help import answer

PAGES = [
    "/",
    "/claims",
    "/claims?event=capture&sort=-score&column=day&column=place&column=sentence",
    "/review",
    "/changes",
    "/pockets?day=2022-09-10",
    "/sources",
    "/places/Izium",
    "/about",
    "/api",
    "/nowhere",
    "/claims?place=Atlantis",
    "/?day=2022-09-11&place=Izium",
    "/?day=2022-09-12&compare=sources",
    "first claim",
    "first document",
    "first source",
]
SCREENS = [(360, 740), (768, 1024), (1280, 900), (2560, 1440)]
READ_BY_AXE = {360, 1280}

pytestmark = BROWSED


def test_filters_live_in_the_address(visit: Callable[..., Any]) -> None:
    page = visit("/claims")
    page.click(".facet a[href='/claims?event=withdraw']")
    page.wait_for_load_state()
    page.fill("input[name=place]", "Ізюм")
    page.click(".filter button[type=submit]")
    page.wait_for_load_state()
    asked = looked_at(page)
    assert (asked["place"], asked["event"]) == ("Ізюм", "withdraw")
    count = page.text_content("p[role=status]")
    rows = page.locator("table.claims tbody").count()
    assert rows >= 1
    other = visit("/claims?" + urlsplit(page.url).query)
    assert other.text_content("p[role=status]") == count
    assert other.locator("table.claims tbody").count() == rows
    assert other.input_value("input[name=place]") == "Ізюм"
    picture(other, "claims-filtered", whole=True)


def test_by_keyboard_alone(visit: Callable[..., Any]) -> None:
    page = visit("/?day=2022-09-12")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("(e => e.id || e.className || e.tagName)(document.activeElement)")
        )
        assert page.evaluate(
            "(e => getComputedStyle(e).outlineStyle !== 'none' || e === document.body)"
            "(document.activeElement)"
        )
    assert {"earlier", "play", "later", "day", "source", "compare", "maplibregl-canvas"} <= reached
    page.focus("#q")
    page.keyboard.type("Kupiansk")
    page.wait_for_selector("#found li[role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(PLACE)
    eventually(
        page,
        lambda: page.evaluate("document.activeElement.id") == "panel-title",
        "the evidence has the focus",
    )
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('panel').contains(document.activeElement)")


def _address(client: TestClient, path: str) -> str:
    """A path of the site; of the demo's first claim, its document or its source if it says so."""
    if not path.startswith("first"):
        return path
    claim = client.get("/api/v1/claims").json()["claims"][0]
    what = path.removeprefix("first ")
    found = f"/{what}s/{claim['id' if what == 'claim' else what]}"
    answer(client, found)
    return found


@pytest.mark.parametrize("path", PAGES)
def test_pages_fit_telephones_and_walls_and_axe_finds_nothing(
    visit: Callable[..., Any], client: TestClient, path: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    refused = "404" if path == "/nowhere" else "422" if "Atlantis" in path else ""
    page = visit(_address(client, path), *SCREENS[0], expected=refused)
    name = re.sub(r"[/?&= ]", "-", path.strip("/")) or "map"
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(100)  # what follows the size has moved
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        picture(page, f"{name}-{width}", whole=width == 360)
        if width in READ_BY_AXE:
            assert _found_by_axe(Axe().run(page)) == []


def _found_by_axe(run: Any) -> list[str]:
    return [
        f"{v['id']} ({v['impact']}): {n['html'][:160]}"
        for v in run.response["violations"]
        for n in v["nodes"]
    ]


def test_nothing_jumps_while_the_map_loads(visit: Callable[..., Any]) -> None:
    page = visit("/?day=2022-09-12")
    shift = """() => new Promise(done => { let sum = 0;
      const add = l => { for (const e of l.getEntries()) if (!e.hadRecentInput) sum += e.value; };
      new PerformanceObserver(add).observe({type: 'layout-shift', buffered: true});
      setTimeout(() => done(sum), 500); })"""
    assert page.evaluate(shift) < 0.1


def test_prints_are_readable(visit: Callable[..., Any]) -> None:
    page = visit("/?day=2022-09-11&place=Izium")
    page.emulate_media(media="print")
    page.wait_for_timeout(400)
    picture(page, "print", whole=True)
    for hidden in (".controls", ".search", "nav"):
        assert page.locator(hidden).first.is_hidden()
    assert page.locator("#panel-title").is_visible()
    assert page.locator("#legend-body").is_visible()
