"""The map in a real browser: days, places, comparisons, links. Screenshots go to a folder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from browser_help import PLACE, READY, eventually, find, looked_at, picture
from chromium import BROWSED

pytestmark = BROWSED


def test_the_map_loads_and_slides(visit: Callable[..., Any]) -> None:
    page = visit()
    assert "2022-09-15" in page.text_content("#pane-a .caption")
    areas = page.text_content("#legend-body")
    assert "km²" in areas
    features = "document.getElementById('pane-a').map.querySourceFeatures('front').length"
    assert page.evaluate(features) > 3
    page.focus("#day")
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    eventually(
        page, lambda: looked_at(page)["day"] == "2022-09-10", "the address follows the slider"
    )
    eventually(
        page,
        lambda: "2022-09-10" in page.text_content("#pane-a .caption"),
        "the caption follows the slider",
    )
    eventually(
        page, lambda: page.text_content("#legend-body") != areas, "the areas follow the slider"
    )
    page.keyboard.press("Home")
    eventually(page, lambda: page.input_value("#day") == "0", "the first day")
    eventually(
        page,
        lambda: page.get_attribute("#day", "aria-valuetext") == page.text_content("#day-out"),
        "the label follows the picture",
    )
    picture(page, "map-first-day")


def test_playing_goes_day_by_day_and_stops(visit: Callable[..., Any]) -> None:
    page = visit("/?day=2022-09-05")
    page.click("#play")
    eventually(page, lambda: looked_at(page)["day"] >= "2022-09-07", "days go by")
    assert page.get_attribute("#play", "aria-pressed") == "true"
    page.click("#play")
    stopped = looked_at(page)["day"]
    page.wait_for_timeout(1200)
    assert looked_at(page)["day"] <= max(stopped, "2022-09-08")
    assert page.get_attribute("#play", "aria-pressed") == "false"


def test_a_place_is_found_in_any_spelling_and_shows_its_evidence(
    visit: Callable[..., Any],
) -> None:
    page = visit("/?day=2022-09-11")
    for words in ("Izum", "Ізюм", "Изюм", "Izium"):
        find(page, words)
        page.wait_for_selector(PLACE)
        assert page.text_content("#panel-title").startswith(("Izium", "Izyum"))
        assert page.locator("#panel-body .timeline svg").count() == 1
        page.click("#close")
        page.wait_for_selector(PLACE, state="detached")
    find(page, "Izium")
    page.wait_for_selector(PLACE)
    cards = page.locator("#panel-body article.card")
    assert cards.count() > 1
    first = cards.first
    assert first.locator("blockquote mark").count() >= 1
    quoted = " ".join(first.locator("blockquote").inner_text().split())
    first.locator("a[href^='/documents/']").click()
    page.wait_for_selector(".text")
    assert page.url.endswith(page.evaluate("location.hash"))
    picture(page, "document-from-a-place")
    shown = " ".join(page.inner_text("div.text").split())
    assert quoted.split(" [")[0][:40] in shown


def test_a_click_on_the_map_opens_the_nearest_settlement_and_its_change(
    visit: Callable[..., Any],
) -> None:
    page = visit("/?day=2022-09-11&at=49.19,37.27,9")
    page.wait_for_selector("#panel-body article.turn")
    box = page.locator("#pane-a canvas").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector(PLACE)
    eventually(page, lambda: "place" in looked_at(page), "the address names the place")
    assert page.locator("#panel-body article.turn").count() <= 1
    picture(page, "place")
    page.locator("#panel-body .timeline svg").click(position={"x": 4, "y": 20})
    eventually(
        page,
        lambda: looked_at(page)["day"] < "2022-09-11",
        "a click on the timeline goes to its day",
    )
    page.click("#close")
    eventually(page, lambda: "place" not in looked_at(page), "closed")


def test_a_change_shows_the_claims_that_made_it(visit: Callable[..., Any]) -> None:
    page = visit("/?day=2022-09-12")
    page.wait_for_selector("#panel-body article.turn article.card blockquote")
    turn = page.locator("#panel-body article.turn").filter(has=page.locator("article.card")).first
    name = turn.get_attribute("data-place")
    turn.locator("a[data-open]").first.click()
    eventually(page, lambda: looked_at(page).get("place") == name, "the change opens its place")


def test_two_sources_side_by_side_with_their_differences(visit: Callable[..., Any]) -> None:
    page = visit("/?day=2022-09-12")
    page.select_option("#compare", "sources")
    page.wait_for_selector("#pane-b .caption:not(:empty)")
    names = [page.text_content(f"#pane-{k} .caption") for k in "ab"]
    assert names[0] != names[1]
    page.wait_for_selector("#panel-body dl, #panel-body .empty")
    assert (
        page.locator("#status").is_hidden()
        or page.wait_for_selector("#status", state="hidden", timeout=30_000) is None
    )
    centres = """k => { const c = document.getElementById(k).map.getCenter();
      return [c.lng.toFixed(3), c.lat.toFixed(3)]; }"""
    page.evaluate("document.getElementById('pane-a').map.panBy([80, 40], {animate: false})")
    page.wait_for_timeout(200)
    assert page.evaluate(centres, "pane-a") == page.evaluate(centres, "pane-b")
    picture(page, "two-sources")
    linked = page.url
    other = visit("/" + linked[linked.index("?") :])
    eventually(
        other,
        lambda: [other.text_content(f"#pane-{k} .caption") for k in "ab"] == names,
        "the link shows the same",
    )


@pytest.mark.parametrize("compare", ["days", "known"])
def test_two_days_and_two_states_of_knowledge(visit: Callable[..., Any], compare: str) -> None:
    page = visit(f"/?day=2022-09-10&compare={compare}&day2=2022-09-05")
    page.wait_for_selector("#pane-b .caption:not(:empty)")
    eventually(page, lambda: page.locator("#status").is_hidden(), "both are drawn")
    one, two = (page.text_content(f"#pane-{k} .caption") for k in "ab")
    assert one != two
    areas = "k => document.getElementById(k).map.querySourceFeatures('front').length"
    eventually(page, lambda: page.evaluate(areas, "pane-b") > 0, "the second map has a front")
    if compare == "days":
        between = "5 September 2022 – 10 September 2022"
        eventually(page, lambda: between in page.inner_text("#panel-body"), "what changed between")
        assert page.locator("#changed").is_hidden()
    picture(page, f"compare-{compare}")


def test_back_leads_over_steps(visit: Callable[..., Any]) -> None:
    page = visit("/?day=2022-09-11")
    for words in ("Kupiansk", "Izium"):
        find(page, words)
        page.wait_for_selector(PLACE)
        eventually(page, lambda: "place" in looked_at(page), "the address names the place")
        page.wait_for_timeout(600)
    izium = looked_at(page)["place"]
    page.select_option("#compare", "days")
    page.wait_for_selector("#pane-b .caption:not(:empty)")
    page.go_back()
    eventually(page, lambda: page.locator("#pane-b").is_hidden(), "one map again")
    assert looked_at(page)["place"] == izium
    page.go_back()
    eventually(page, lambda: looked_at(page).get("place", izium) != izium, "the place before")
    page.go_back()
    eventually(page, lambda: "place" not in looked_at(page), "no place")


def test_a_link_leads_to_the_same_view_again_and_again(visit: Callable[..., Any]) -> None:
    page = visit("/?day=2022-09-09&compare=known&at=49.200,37.200,8.00")
    for _ in range(2):
        eventually(page, lambda: page.locator("#status").is_hidden(), "both are drawn")
        page.wait_for_timeout(500)
        assert looked_at(page)["at"] == "49.200,37.200,8.00"
        page.reload()
        page.wait_for_selector(READY)


def test_a_day_without_an_estimate_is_told(visit: Callable[..., Any]) -> None:
    page = visit("/?day=2023-01-01")
    assert "no estimate of 2023-01-01" in page.text_content("#status")
    assert looked_at(page)["day"] == "2022-09-15"


def test_enter_on_the_map_opens_the_place_in_the_middle(visit: Callable[..., Any]) -> None:
    page = visit("/?day=2022-09-11&at=49.19,37.27,9")
    page.focus("#pane-a canvas")
    page.keyboard.press("Enter")
    page.wait_for_selector(PLACE)
    assert "Izyum" in page.text_content("#panel-title")


def test_names_are_in_the_readers_language_and_the_address_keeps_it(
    visit: Callable[..., Any],
) -> None:
    page = visit("/?at=48.6,37.9,8")
    names = (
        "[...new Set(document.getElementById('pane-a').map.querySourceFeatures('places')"
        ".map(f => f.properties.name))]"
    )
    eventually(page, lambda: "Bakhmut" in page.evaluate(names), "English names")
    page.select_option("#lang", "uk")
    eventually(page, lambda: "Бахмут" in page.evaluate(names), "Ukrainian names")
    assert looked_at(page)["lang"] == "uk"
    page.go_back()
    eventually(page, lambda: "Bakhmut" in page.evaluate(names), "English names again")
    page = visit("/?at=48.6,37.9,8&lang=ar")
    eventually(page, lambda: "باخموت" in page.evaluate(names), "Arabic names")
    assert page.input_value("#lang") == "ar"
    picture(page, "map-arabic-names")
