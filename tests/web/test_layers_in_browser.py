"""Layers, timeline, tooltips, ruler, sharing and embedding in a real browser."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser_help import READY, SCREENS, eventually, looked_at, picture, served
from chromium import BROWSED

from fogline.web import Settings, create_app

pytestmark = BROWSED
VISIBLE = """id => document.getElementById('pane-a').map
  .getLayoutProperty(id, 'visibility') !== 'none'"""
IZIUM = "/?day=2022-09-12&at=49.190,37.270,9.00"


def test_layers_are_switched_and_the_address_keeps_it(visit: Callable[..., Any]) -> None:
    page = visit("/?day=2022-09-12")
    assert page.evaluate(VISIBLE, "area")
    assert not page.evaluate(VISIBLE, "fighting")
    assert "layers" not in looked_at(page)
    page.check("input[value=fighting]")
    page.uncheck("input[value=control]")
    page.uncheck("input[value=claimed-RU]")
    eventually(page, lambda: not page.evaluate(VISIBLE, "area"), "control is off")
    assert page.evaluate(VISIBLE, "fighting")
    assert looked_at(page)["layers"] == "claimed-UA,fighting,changes,reports"
    picture(page, "layers-switched")
    page.reload()
    page.wait_for_selector(READY)
    assert not page.is_checked("input[value=control]")
    eventually(page, lambda: not page.evaluate(VISIBLE, "area"), "control stays off")
    page.check("input[value=control]")
    page.check("input[value=claimed-RU]")
    page.uncheck("input[value=fighting]")
    eventually(page, lambda: "layers" not in looked_at(page), "the usual layers need no word")


def test_the_legend_is_open_on_wide_screens_and_can_be_closed_on_narrow_ones(
    visit: Callable[..., Any],
) -> None:
    wide = visit("/?day=2022-09-12", width=1440)
    for words in ("held", "believed", "unknown", "2022-09-12"):
        assert words in wide.inner_text("#legend-body")
    narrow = visit("/?day=2022-09-12", width=390, height=844)
    assert not narrow.locator("#legend-body").is_visible()
    narrow.click("#legend > summary")
    assert narrow.locator("#legend-body").is_visible()


def test_the_panel_says_what_it_waits_for(visit: Callable[..., Any]) -> None:
    page = visit("/?day=2022-09-12")
    old = page.inner_text("#panel-title")
    held: list[Any] = []
    page.route(re.compile(r"/panel/changes"), lambda route: held.append(route))
    page.click("#earlier")
    page.wait_for_selector("#panel-body.waiting .awaited")
    assert "the evidence of this day" in page.inner_text(".awaited")
    assert page.inner_text("#panel-title") == old
    held[0].continue_()
    page.wait_for_selector(".awaited", state="detached")
    assert page.inner_text("#panel-title") != old
    assert page.locator("#panel-body.waiting").count() == 0


def test_no_label_comes_before_its_picture(visit: Callable[..., Any]) -> None:
    page = visit("/?day=2022-09-12")
    held: list[Any] = []
    page.route(re.compile(r"/api/v1/front\?day=2022-08-31"), lambda route: held.append(route))
    page.focus("#day")
    page.keyboard.press("Home")
    eventually(page, lambda: bool(held), "the front is asked for")
    page.wait_for_selector(".pane.waiting")
    page.wait_for_timeout(500)
    assert page.text_content("#pane-a .caption") == "2022-09-12"
    assert page.text_content("#day-out") == "2022-09-12"
    assert "2022-09-12" in page.inner_text("#extents")
    opacity = "getComputedStyle(document.querySelector('.pane .canvas')).opacity"
    eventually(page, lambda: float(page.evaluate(opacity)) < 0.6, "the old picture is dimmed")
    held[0].continue_()
    eventually(page, lambda: page.text_content("#day-out") == "2022-08-31", "and then told")
    assert page.text_content("#pane-a .caption") == "2022-08-31"
    assert page.locator(".pane.waiting").count() == 0


def test_the_timeline_goes_to_the_day_that_is_pressed_or_dragged_to(
    visit: Callable[..., Any],
) -> None:
    page = visit("/?day=2022-09-12")
    page.wait_for_selector("#timeline svg")
    assert "Claims a day" in page.get_attribute("#timeline svg", "aria-label")
    box = page.locator("#timeline").bounding_box()
    day = box["width"] / 16
    page.mouse.move(box["x"] + 2.5 * day, box["y"] + 10)
    page.mouse.down()
    eventually(page, lambda: looked_at(page)["day"] == "2022-09-02", "the day under the pointer")
    page.mouse.move(box["x"] + 9.5 * day, box["y"] + 10)
    page.mouse.up()
    eventually(page, lambda: looked_at(page)["day"] == "2022-09-09", "the day that it is let go")


def test_changes_are_shown_since_a_day_of_choice(visit: Callable[..., Any]) -> None:
    page = visit("/?day=2022-09-12")
    assert page.locator("#days-since").is_hidden()
    page.select_option("#changed", "since")
    page.focus("#since")
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    eventually(page, lambda: looked_at(page)["since"] == "2022-09-14", "the address has it")
    page.keyboard.press("Home")
    eventually(page, lambda: looked_at(page)["since"] == "2022-08-31", "the first day")
    eventually(
        page,
        lambda: "31 August 2022 – 12 September" in page.inner_text("#panel-body"),
        "the panel too",
    )
    eventually(page, lambda: "2022-08-31" in page.inner_text("[data-layer=changes]"), "the legend")
    page.select_option("#changed", "week")
    eventually(page, lambda: "since" not in looked_at(page), "a week again")


def test_the_pointer_is_told_the_place(visit: Callable[..., Any]) -> None:
    page = visit(IZIUM)
    box = page.locator("#pane-a canvas").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(box["x"] + box["width"] / 2 + 2, box["y"] + box["height"] / 2 + 2)
    page.wait_for_selector(".tip:not([hidden])")
    told = page.inner_text(".tip")
    assert "Izium" in told
    assert re.search(r"Ukraine: >?\d+ % on 2022-09-12", told)
    assert "named" in told
    picture(page, "tooltip")


def test_with_the_keyboard_the_middle_of_the_map_is_told(visit: Callable[..., Any]) -> None:
    page = visit(IZIUM)
    page.focus("#close") if page.locator("#close").is_visible() else page.focus("#q")
    page.evaluate("document.querySelector('#pane-a canvas').focus({focusVisible: true})")
    page.keyboard.press("ArrowUp")
    eventually(page, lambda: "% on 2022-09-12" in page.text_content("#said"), "it is said")


def test_the_ruler_measures_by_mouse_and_keyboard(visit: Callable[..., Any]) -> None:
    page = visit(IZIUM)
    page.click("#ruler")
    assert page.get_attribute("#ruler", "aria-pressed") == "true"
    box = page.locator("#pane-a canvas").bounding_box()
    for share in (0.45, 0.65):
        page.mouse.click(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)
        page.wait_for_timeout(400)
    eventually(page, lambda: " km in all" in page.inner_text("#ruler-out"), "a length")
    km = float(page.inner_text("#ruler-out").split()[0])
    span = page.evaluate(
        """([a, b]) => { const {map} = document.getElementById('pane-a');
        const y = map.getCanvas().clientHeight / 2, w = map.getCanvas().clientWidth;
        return map.unproject([w * a, y]).distanceTo(map.unproject([w * b, y])) / 1000; }""",
        [0.45, 0.65],
    )
    assert km == pytest.approx(span, rel=0.02)
    assert "place" not in looked_at(page)
    page.focus("#pane-a canvas")
    page.keyboard.press("Enter")
    eventually(page, lambda: float(page.inner_text("#ruler-out").split()[0]) > km, "a third point")
    picture(page, "ruler")
    page.keyboard.press("Escape")
    assert page.locator("#ruler-out").is_hidden()


def test_a_view_is_shared_as_link_and_pictures(visit: Callable[..., Any]) -> None:
    page = visit(IZIUM)
    page.click("#share > summary")
    eventually(page, lambda: page.input_value("#share-link") == page.url, "the link is there")
    west, south, east, north = map(float, _bbox(page.get_attribute("#svg", "href")))
    assert west < 37.27 < east
    assert south < 49.19 < north
    assert page.locator("#frame-row").is_hidden()
    svg = page.request.get(page.url.split("/?")[0] + page.get_attribute("#svg", "href"))
    assert svg.ok
    assert "2022-09-12" in svg.text()
    picture(page, "share")
    with page.expect_download() as saved:
        page.click("#png")
    assert saved.value.suggested_filename == "fogline-2022-09-12.png"
    made = Path(saved.value.path()).read_bytes()
    assert made.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", made[16:24])  # as a PNG's header has them
    canvas = page.locator("#pane-a canvas").bounding_box()
    assert width == pytest.approx(canvas["width"], abs=2)
    assert height > canvas["height"] + 100
    (SCREENS / "shared.png").write_bytes(made)


def _bbox(href: str) -> list[str]:
    found = re.search(r"bbox=([^&]+)", href)
    assert found
    return found[1].replace("%2C", ",").split(",")


@pytest.mark.parametrize("height", [300, 700])
def test_the_map_stands_in_a_page_of_another_site(browser: Any, war: Path, height: int) -> None:
    site = "http://localhost:1"
    with served(create_app(Settings(str(war), embed_on=(site,)))) as address:
        page = browser.new_context(viewport={"width": 600, "height": height}).new_page()
        page.goto(f"{address}/embed?day=2022-09-11&at=49.190,37.270,8.00")
        page.wait_for_selector(READY, timeout=60_000)
        assert "2022-09-11" in page.text_content(".caption")
        assert "GeoNames" in page.text_content("#rests-on")
        link = page.get_attribute("#whole", "href")
        assert link == "/?day=2022-09-11&at=49.190,37.270,8.00"
        assert page.locator("#controls, #panel").count() == 0
        picture(page, f"embedded-{height}")
        page.close()


@pytest.mark.parametrize("width", [360, 1440, 2560])
def test_nothing_is_wider_than_the_page_and_axe_finds_nothing(
    visit: Callable[..., Any], width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = visit("/?day=2022-09-12", width=width, height=900)
    page.click("#share > summary")
    if width < 1100:
        page.click("#legend > summary")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
    found = Axe().run(page).response["violations"]
    assert [v["id"] for v in found if v["impact"] in {"serious", "critical"}] == []
