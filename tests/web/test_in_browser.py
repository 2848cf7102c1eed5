"""The page in a real browser, with a mouse, a keyboard, on small and large screens.

Screenshots go to a folder.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from chromium import BROWSED, CHROMIUM, FLAGS
from fastapi.testclient import TestClient
from web_help import answer

from fogline.web import Settings, create_app

SCREENS = Path(__file__).parents[2] / "build" / "screens"
PAGES = [
    "/",
    "/claims",
    "/changes",
    "/pockets?day=2022-09-10",
    "/sources",
    "/about",
    "/api",
    "/nowhere",
    "/claims?place=Atlantis",
]
READY, PLACE = "html[data-ready=yes]", "#panel-title[data-id]"

pytestmark = BROWSED


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


def picture(page: Any, name: str, *, whole: bool = False) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(SCREENS / f"{name}.png"), full_page=whole)


def looked_at(page: Any) -> dict[str, str]:
    return {k: v[0] for k, v in parse_qs(urlsplit(page.url).query).items()}


def eventually(page: Any, holds: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < until, what
        page.wait_for_timeout(50)


def find(page: Any, words: str) -> None:
    page.fill("#q", words)
    page.wait_for_selector("#found li[role=option]:not([aria-disabled])")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


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
    assert page.get_attribute("#day", "aria-valuetext") == page.text_content("#day-out")
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


@pytest.mark.parametrize("words", ["Izum", "Ізюм", "Изюм", "Izium"])
def test_a_place_is_found_in_any_spelling_and_shows_its_evidence(
    visit: Callable[..., Any], words: str
) -> None:
    page = visit("/?day=2022-09-11")
    find(page, words)
    page.wait_for_selector(PLACE)
    assert "Izium" in page.text_content("#panel-title") or "Izyum" in page.text_content(
        "#panel-title"
    )
    assert page.locator("#panel-body .timeline svg").count() == 1
    cards = page.locator("#panel-body article.card")
    assert cards.count() > 1
    first = cards.first
    assert first.locator("blockquote mark").count() >= 1
    quoted = " ".join(first.locator("blockquote").inner_text().split())
    first.locator("a[href^='/documents/']").click()
    page.wait_for_selector(".text")
    assert page.url.endswith(page.evaluate("location.hash"))
    picture(page, f"document-from-{words}")
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
    picture(page, f"compare-{compare}")


def test_filters_live_in_the_address(visit: Callable[..., Any]) -> None:
    page = visit("/claims")
    page.fill("input[name=place]", "Ізюм")
    page.select_option("select[name=event]", "withdraw")
    page.click(".filter button[type=submit]")
    page.wait_for_load_state()
    asked = looked_at(page)
    assert (asked["place"], asked["event"]) == ("Ізюм", "withdraw")
    count = page.text_content("p[role=status]")
    cards = page.locator("article.card").count()
    assert cards >= 1
    other = visit("/claims?" + urlsplit(page.url).query)
    assert other.text_content("p[role=status]") == count
    assert other.locator("article.card").count() == cards
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


@pytest.mark.parametrize(("width", "height"), [(360, 740), (768, 1024), (2560, 1440)])
@pytest.mark.parametrize(
    "path", [*PAGES, "/?day=2022-09-11&place=Izium", "/?day=2022-09-12&compare=sources"]
)
def test_pages_fit_telephones_and_walls(
    visit: Callable[..., Any], path: str, width: int, height: int
) -> None:
    page = visit(
        path,
        width,
        height,
        expected="404" if path == "/nowhere" else "422" if "Atlantis" in path else "",
    )
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    name = (
        path.strip("/").replace("/", "-").replace("?", "-").replace("&", "-").replace("=", "-")
        or "map"
    )
    picture(page, f"{name}-{width}", whole=width == 360)


@pytest.mark.parametrize(
    "path",
    [
        *PAGES,
        "/?day=2022-09-11&place=Izium",
        "/?day=2022-09-12&compare=sources",
        "first claim",
        "first document",
        "first source",
    ],
)
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_serious(
    visit: Callable[..., Any], client: TestClient, path: str, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    if path.startswith("first"):
        claim = client.get("/api/v1/claims").json()["claims"][0]
        path = {
            "claim": f"/claims/{claim['id']}",
            "document": f"/documents/{claim['document']}",
            "source": f"/sources/{claim['source']}",
        }[path[6:]]
        answer(client, path)
    page = visit(
        path, width, expected="404" if path == "/nowhere" else "422" if "Atlantis" in path else ""
    )
    found = Axe().run(page).response["violations"]
    told = [
        f"{v['id']} ({v['impact']}): {n['html'][:160]}"
        for v in found
        for n in v["nodes"]
        if v["impact"] in {"serious", "critical"}
    ]
    assert told == []
    assert [v["id"] for v in found] == []


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
        assert {"area", "doubt", "line", "symbols"} < set(layers)
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
