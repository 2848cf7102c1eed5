from __future__ import annotations

import json
import time
from importlib import resources
from itertools import pairwise
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from lxml import html
from telegram_files import EVENING, HOUR, chat, message
from web_help import HOST, answer, copied

from fogline.documents import SourceDefaults, load
from fogline.ledger import open_ledger
from fogline.theatre import load as load_theatre
from fogline.web import Settings, create_app
from fogline.web.texts import texts

PAGES = [
    "/",
    "/claims",
    "/claims?place=Izium",
    "/changes",
    "/pockets?day=2022-09-10",
    "/sources",
    "/sources?by=speaker",
    "/about",
    "/api",
    "/sources/Demo wire service",
    "/places/Izium",
    "/panel/places/Izium?day=2022-09-10",
    "/panel/changes?since=2022-09-05&day=2022-09-10",
    "/panel/compare?one=Demo wire service&two=Demo assessment desk",
]


@pytest.mark.parametrize("path", PAGES)
def test_pages_have_titles_and_links_that_lead_somewhere(client: TestClient, path: str) -> None:
    response = answer(client, path)
    assert response.status_code == 200, response.text[:500]
    page = html.fromstring(response.text)
    if not path.startswith("/panel"):
        assert page.findtext(".//title")
        assert len(page.findall(".//h1")) == 1
    headings = [int(h.tag[1]) for h in page.iter("h1", "h2", "h3", "h4", "h5")]
    assert all(after <= before + 1 for before, after in pairwise(headings)), headings
    links = sorted({a.get("href") for a in page.iter("a", "link") if a.get("href")})
    for link in links:
        assert link.startswith(("/", "#", "http"))
    for link in [x for x in links if x.startswith("/") and not x.startswith("/sources/")][:40]:
        assert answer(client, link).status_code == 200, link


def test_what_changed_hands_comes_before_regions_where_nothing_did(client: TestClient) -> None:
    page = html.fromstring(answer(client, "/changes?since=2022-09-05&day=2022-09-12").text)
    assert page.xpath("//h2/text()")[:2] == [
        texts()["changes"]["turns"],
        texts()["changes"]["flows"],
    ]
    shown = page.xpath("//section/div[@class='wide'][1]/table//th[@scope='row']/text()")
    assert "Kharkiv Oblast" in shown
    folded = page.xpath("//details//table//tr/td[3]/text()")
    assert set(folded) <= {"0"}


def test_the_method_names_the_publishers(client: TestClient) -> None:
    page = html.fromstring(answer(client, "/about").text)
    names = page.xpath("//a[starts-with(@href, '/claims?source=')]/text()")
    assert "Demo wire service" in names
    assert len(names) == 6


def test_a_filter_lives_in_the_address(client: TestClient) -> None:
    page = html.fromstring(
        client.get("/claims?event=capture&place=%D0%86%D0%B7%D1%8E%D0%BC&since=&until=").text
    )
    assert page.xpath("string(//input[@name='event']/@value)") == "capture"
    assert page.xpath("string(//input[@name='place']/@value)") == "Ізюм"
    assert page.xpath("count(//table[@class='claims']/tbody)") > 0
    assert "No claim meets all" in client.get("/claims?event=capture&text=zzzz").text


def test_pages_follow_each_other(client: TestClient) -> None:
    page = html.fromstring(client.get("/claims?actor=RU").text)
    seen, path = set(), "/claims?actor=RU"
    while path:
        page = html.fromstring(client.get(path).text)
        ids = {a.get("id") for a in page.iter("tbody")}
        assert not ids & seen
        seen |= ids
        path = page.xpath("string(//a[@rel='next']/@href)")
    assert len(seen) == client.get("/api/v1/claims?actor=RU").json()["total"]


def test_a_document_shows_its_claims_in_place(client: TestClient) -> None:
    claim = client.get("/api/v1/claims?event=withdraw").json()["claims"][0]
    page = html.fromstring(client.get(f"/documents/{claim['document']}").text)
    marked = page.xpath(f"//div[@class='text']//a[@href='#c-{claim['id']}']")
    assert (
        "".join(m.text_content() for m in marked if "trigger" in m.get("class")) == claim["trigger"]
    )
    assert page.xpath(f"//article[@id='c-{claim['id']}']")


def test_every_word_of_the_page_comes_from_the_texts(client: TestClient) -> None:
    methods = set(dir(dict))
    for part in texts().values():
        assert not methods & set(part), (
            "a key that is a dict's method would be called by a template"
        )
    used = "".join(
        f.read_text(encoding="utf-8")
        for f in (resources.files("fogline.web") / "static").iterdir()
        if f.name.endswith(".js")
    )
    for part, words in texts().items():
        for key in words:
            assert isinstance(words[key], str | list), (part, key)
    assert "texts.map" in used


def test_a_snapshot_follows_the_ledger(war: Path, tmp_path: Path) -> None:
    from fogline.ledger import Judgement, open_ledger

    copy = copied(war, tmp_path)
    app = create_app(Settings(str(copy), patience=20.0))
    with TestClient(app, base_url=HOST) as client:
        before = client.get("/api/v1/claims").json()
        with open_ledger(str(copy)) as book:
            book.judge([Judgement(before["claims"][0]["id"], "tester", "reject")])
        app.state.server.estimates.expire()
        after = client.get("/api/v1/claims").json()
        assert after["total"] == before["total"] - 1
        # The map may stay behind until the new estimate is made.
        until = time.monotonic() + 60
        while answer(client, "/api/v1/war").json()["claims"] != after["total"]:
            assert time.monotonic() < until
            time.sleep(0.1)


def test_a_forward_an_edit_and_an_answer_are_told(tmp_path: Path) -> None:
    origin = {"forwarded_from": "Some Ministry", "forwarded_from_id": "channel9"}
    export = chat(
        message(1, "What of Balakliia?"),
        message(
            2, "Russian troops withdrew from Izium.", edited=EVENING + HOUR, reply_to_message_id=1,
            **origin,
        ),
    )  # fmt: skip
    file = tmp_path / "result.json"
    file.write_text(json.dumps(export), encoding="utf-8")
    theatre = load_theatre("ukraine")
    with open_ledger(tmp_path / "war.db", create=True) as book:
        book.add(load([str(file)], SourceDefaults(theatre=theatre)), theatre, reader="linear")
    with TestClient(create_app(Settings(str(tmp_path / "war.db"))), base_url=HOST) as client:
        (claim,) = answer(client, "/api/v1/claims").json()["claims"]
        assert claim["said_by"] == ["Rybar", "Some Ministry"]
        page = html.fromstring(answer(client, f"/documents/{claim['document']}").text)
    (card,), text = page.find_class("card"), page.text_content()
    for words in ("passed on from Some Ministry", "edited 2022-09-10T22:00:00+03:00"):
        assert words in " ".join(card.text_content().split())
    assert "What of Balakliia?" in text
