"""What came of watching the sources, on the page and in the API."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from browser_help import served
from fastapi.testclient import TestClient
from lxml import html
from web_help import HOST, answer, copied

from fogline.ledger import open_ledger
from fogline.reading import open_reader
from fogline.theatre import load
from fogline.watch import Watcher, read_sources
from fogline.web import Settings, create_app

FEED = "http://127.0.0.1:9/feed"
SOURCES = f"""
[watch]
settle = "0 s"
[[publisher]]
name = "<b>The Paper</b>"
feeds = ["{FEED}"]
folders = ["private/reports"]
"""


@pytest.fixture
def watched(war: Path, tmp_path: Path) -> Path:
    """The demo's ledger after a cycle in which a folder was read and a feed could not be had."""
    ledger, file = copied(war, tmp_path), tmp_path / "sources.toml"
    (tmp_path / "private" / "reports").mkdir(parents=True)
    row = {"id": "a", "text": "Russian forces left Izium.", "published": "2022-09-10"}
    (tmp_path / "private" / "reports" / "a.jsonl").write_text(json.dumps(row) + "\n{broken\n")
    file.write_text(SOURCES)
    with open_ledger(ledger) as book:
        theatre = load(book.theatre())
        reader, chance = open_reader("linear", theatre), random.Random(1)
        with Watcher(book, read_sources(file), theatre, reader, chance=chance) as watcher:
            watcher.once()
    return ledger


def _cells(client: TestClient) -> list[list[str]]:
    page = html.fromstring(client.get("/panel/watch").text)
    return [[" ".join(c.text_content().split()) for c in r] for r in page.findall(".//tbody/tr")]


def test_each_source_with_its_last_success_and_failures(watched: Path, tmp_path: Path) -> None:
    with TestClient(create_app(Settings(str(watched), patience=20.0)), base_url=HOST) as client:
        feed, folder = _cells(client)
        assert [feed[0], feed[1], feed[2]] == ["<b>The Paper</b>", f"feed {FEED}", "none yet"]
        assert feed[4].startswith("the last visit failed")
        assert "Connection refused" in feed[4]
        assert folder[1] == "folder reports"
        assert folder[2].endswith("UTC")
        assert folder[3].startswith("1 last")
        assert "Not read: reports/a.jsonl:2: not JSON" in folder[4]
        told = client.get("/api/v1/watch")
        assert [s["failures"] for s in told.json()] == [1, 0]
        assert str(tmp_path) not in told.text + client.get("/panel/watch").text
        assert 'data-panel="/panel/watch"' in _sources(client)


def _sources(client: TestClient) -> str:
    return str(answer(client, "/sources").text)


def test_the_page_follows_a_watch_although_no_claim_is_new(watched: Path) -> None:
    with TestClient(create_app(Settings(str(watched), patience=20.0)), base_url=HOST) as client:
        before = client.get("/api/v1/watch")
        assert not any(s["late"] for s in before.json())
        with open_ledger(watched) as book:
            topic = "watched sources"
            state = json.loads(book.notes.read(topic)[FEED])
            state |= {"failures": 7, "due": "2022-09-10T00:00:00Z"}
            book.notes.write({topic: {FEED: json.dumps(state)}})
        after = client.get("/api/v1/watch", headers={"If-None-Match": before.headers["ETag"]})
        assert after.status_code == 200
        assert (after.json()[0]["failures"], after.json()[0]["late"]) == (7, True)
        assert "overdue: perhaps no watch is running" in _cells(client)[0][5]


def test_a_ledger_that_nothing_watches_shows_nothing(client: TestClient) -> None:
    assert client.get("/panel/watch").text.strip() == ""
    assert client.get("/api/v1/watch").json() == []


@pytest.mark.browser
def test_the_page_of_sources_shows_it(watched: Path, browser: Any) -> None:
    with served(create_app(Settings(str(watched), patience=20.0))) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.goto(f"{address}/sources")
        page.wait_for_selector("section[data-panel] table", timeout=120_000)
        words = page.inner_text("section[data-panel]")
        assert "Watched sources" in words
        assert "<b>The Paper</b>" in words
        assert page.locator("section[data-panel] th b").count() == 0
        shot = Path(__file__).parents[2] / "build" / "screens" / "watch.png"
        shot.parent.mkdir(parents=True, exist_ok=True)
        page.locator("section[data-panel]").screenshot(path=str(shot))
        page.close()
