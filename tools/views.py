"""Draws docs/map.png, and docs/views with docs/views.md: the page with the demo's ledger.

usage: python tools/views.py [FOLDER]   (docs, if none is given)
"""

from __future__ import annotations

import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import uvicorn
from playwright.sync_api import sync_playwright

from fogline import demo
from fogline.web import Settings, create_app

DESK, PHONE = (1440, 900), (390, 844)
MOST_BYTES = 250_000
PATIENCE_MS, SETTLED_MS = 180_000, 2_000
QUALITIES = (90, 80, 70, 60)
FLAGS = ["--no-sandbox", "--use-angle=swiftshader"]
SETTLED = """() => {
  const status = document.getElementById("status");
  const panel = document.getElementById("panel-body");
  return (!status || status.hidden) && (!panel || panel.querySelector("h2") !== null);
}"""
NORTH_EAST = "49.5,37.3,7.6"
DESKS, STAFF, MINISTRY = (
    "Demo assessment desk",
    "Demo Ukrainian staff bulletin",
    "Demo Russian ministry bulletin",
)


@dataclass(frozen=True)
class View:
    """A picture: its file's name, its heading, what it shows, and the address that shows it.

    ``{izium}`` in an address is the place, ``{claim}`` a claim of its capture.
    """

    name: str
    title: str
    shows: str
    address: str
    size: tuple[int, int] = DESK


def _map(**asked: str) -> str:
    return f"/?{urlencode(asked, quote_via=quote, safe=',{}')}"


README = View(
    "map", "", "The README's picture.", _map(day="2022-09-11", place="{izium}", at="49.3,37.3,7.3")
)

VIEWS = (
    View(
        "map",
        "The whole map",
        "The last day of the demo: who held what, by all claims, with the front and its doubt. The"
        " panel lists what changed hands in the week before.",
        _map(day="2022-09-15", at="48.4,33.2,5.4"),
    ),
    View(
        "front",
        "The map at the front",
        "10 September 2022: Kupiansk and Izium have changed hands, and the ground between the towns"
        " is pale, because few claims name it yet.",
        _map(day="2022-09-10", at=NORTH_EAST),
    ),
    View(
        "two-days",
        "Two days compared",
        "The same ground on 12 and on 5 September. Both maps move together.",
        _map(day="2022-09-12", compare="days", day2="2022-09-05", at=NORTH_EAST),
    ),
    View(
        "two-sources",
        "Two sources compared",
        "The war by what one side's ministry printed, beside the war by an assessment desk, with a"
        " list of the places and days about which they differ.",
        _map(day="2022-09-11", compare="sources", source=MINISTRY, source2=DESKS, at=NORTH_EAST),
    ),
    View(
        "then-and-now",
        "Known then and known now",
        "The evening of 9 September by what had been published by then, beside the same evening by"
        " everything that was published later.",
        _map(day="2022-09-09", compare="known", at=NORTH_EAST),
    ),
    View(
        "place",
        "A place's story",
        "Izium: who held it when, as a band with its turns, and for each turn the claims with their"
        " words marked.",
        "/places/{izium}",
    ),
    View(
        "changes",
        "What changed hands",
        "5 to 12 September: each place with the claims behind its change, then km2 by region with"
        " their intervals.",
        "/changes?since=2022-09-05&day=2022-09-12",
    ),
    View(
        "claims",
        "The table of claims",
        "All claims about Kupiansk, in any spelling and script, with facets, denials and forecasts"
        " kept as such.",
        "/claims?place=Kupiansk",
    ),
    View(
        "sources",
        "The sources",
        "Each source, judged by what the others said: every figure has its interval and the number"
        " of cases behind it.",
        "/sources",
    ),
    View(
        "claim",
        "A claim and its words",
        "One claim: who says who did what, where, when and how sure they are, with the words that"
        " it was read from.",
        "/claims/{claim}",
    ),
    View(
        "phone-map",
        "The map on a phone",
        "The same page at 390 by 844.",
        _map(day="2022-09-10"),
        PHONE,
    ),
    View(
        "phone-place",
        "A place on a phone",
        "Izium on 11 September at 390 by 844.",
        _map(day="2022-09-11", place="{izium}"),
        PHONE,
    ),
)


@contextmanager
def served(ledger: Path) -> Iterator[str]:
    """The ledger's pages on a free port of this machine; gives their address."""
    with socket.socket(proto=socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        app = create_app(Settings(str(ledger)))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(20)


def known(page: Any, at: str) -> dict[str, str]:
    """What stands in addresses: the place Izium and a claim that it was taken."""
    izium = _answer(page, f"{at}/api/v1/search?q=Izium")["places"][0]["id"]
    asked = urlencode({"place": izium, "event": "capture", "limit": "1"})
    (claim,) = _answer(page, f"{at}/api/v1/claims?{asked}")["claims"]
    return {"izium": izium, "claim": claim["id"]}


def _answer(page: Any, address: str) -> Any:
    """An answer of the API, which may take a while to be worked out."""
    for _ in range(PATIENCE_MS // SETTLED_MS):
        found = page.request.get(address)
        if found.status == 200:
            return found.json()
        page.wait_for_timeout(SETTLED_MS)
    raise SystemExit(f"{address}: no answer, the last status was {found.status}")


def _settle(page: Any) -> None:
    """Wait until the map's panel is filled and nothing more is being calculated."""
    for _ in range(PATIENCE_MS // SETTLED_MS):
        page.wait_for_timeout(SETTLED_MS)
        if page.evaluate(SETTLED):
            return
    raise SystemExit(f"{page.url}: it is still being calculated")


def draw(browser: Any, view: View, address: str, folder: Path) -> str:
    """Take a view's picture; gives its file's name."""
    page = browser.new_page(viewport={"width": view.size[0], "height": view.size[1]})
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    on_map = view.address.startswith("/?")
    page.wait_for_selector("html[data-ready=yes]" if on_map else "main h1", state="attached")
    page.wait_for_selector("[data-again]", state="detached")
    _settle(page)
    if on_map and "place=" in address:
        page.wait_for_selector("#panel-body article.turn")  # comes after the rest of the panel
    taken, ending = page.screenshot(), "png"
    for quality in () if view is README else QUALITIES:
        if len(taken) <= MOST_BYTES:
            break
        taken, ending = page.screenshot(type="jpeg", quality=quality), "jpg"
    page.close()
    (folder / f"{view.name}.{ending}").write_bytes(taken)
    return f"{view.name}.{ending}"


def page_of(files: dict[str, str]) -> str:
    """docs/views.md: each picture with what it shows."""
    parts = ["# Views", "The page with the demo's ledger (`fogline serve --demo`); made by"]
    parts[1] += " `python tools/views.py`. [The page](web.md) says what each part is."
    for view in VIEWS:
        parts.append(f"## {view.title}\n{view.shows}")
        parts.append(f"![{view.title}](views/{files[view.name]})")
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Draw all views anew."""
    docs = Path(sys.argv[1] if len(sys.argv) > 1 else "docs")
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("chromium: not on this machine; apt-get install chromium")
    shutil.rmtree(docs / "views", ignore_errors=True)
    (docs / "views").mkdir(parents=True)
    files = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        served(demo.ledger(Path(folder))) as at,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        names = known(browser.new_page(), at)
        draw(browser, README, at + README.address.format(**names), docs)
        for view in VIEWS:
            address = at + view.address.format(**names)
            files[view.name] = draw(browser, view, address, docs / "views")
            print(files[view.name], (docs / "views" / files[view.name]).stat().st_size)
        browser.close()
    (docs / "views.md").write_text(page_of(files), encoding="utf-8")


if __name__ == "__main__":
    main()
