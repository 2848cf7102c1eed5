from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from html.parser import HTMLParser

import pytest
from rich.console import Console

import fogline
from fogline.exports import print_reading, reading_as
from fogline.exports.jsonl import as_row
from fogline.model import Document, Reading
from fogline.theatre import load

TEXT = (
    "Russian forces reportedly left Izium on September 10. Half of Kupiansk may still be held by"
    " heroic Russian troops."
)
EVIL = (
    '<script>alert(1)</script> "><img src=x onerror=alert(2)> Russian forces shelled Izium &'
    " 'Lyman'. =1+1 </div>"
)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return fogline.read(Document(TEXT, "doc-1", "A & B", date(2022, 9, 11), title="T"))


def test_the_contract_has_every_key(reading: Reading) -> None:
    row = json.loads(reading_as("jsonl", [reading], load("ukraine")))
    assert {"doc", "published", "source", "places", "claims"} <= set(row)
    assert {
        "start",
        "end",
        "text",
        "name",
        "kind",
        "lat",
        "lon",
        "id",
        "status",
        "candidates",
    } <= set(row["places"][0])
    keys = {
        "id",
        "sentence",
        "trigger",
        "event",
        "actor",
        "actor_text",
        "target",
        "place",
        "relation",
        "extent",
        "date",
        "speaker",
        "speakers",
    }
    keys |= {"certainty", "status", "polarity", "cues", "wording", "reader"}
    assert keys <= set(row["claims"][0])
    for claim in row["claims"]:
        assert claim["speaker"] == claim["speakers"][-1]
        trigger = claim["trigger"]
        assert TEXT[trigger["start"] : trigger["end"]] == trigger["text"]
    assert [w["text"] for w in row["wording"]] == ["heroic"]


def test_csv_has_a_row_a_claim_and_no_formula(reading: Reading) -> None:
    rows = list(csv.DictReader(io.StringIO(reading_as("csv", [reading], load("ukraine")))))
    assert len(rows) == len(reading.claims)
    assert rows[0]["event"] == reading.claims[0].event
    evil = fogline.read(
        Document("=cmd() Russian forces shelled Izium.", "=1+1", "+x", date(2022, 9, 1))
    )
    cells = [
        c
        for row in csv.reader(io.StringIO(reading_as("csv", [evil], load("ukraine"))))
        for c in row
    ]
    assert not [c for c in cells if c.startswith(("=", "+", "@"))]


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_words_of_documents_stay_text() -> None:
    hostile = fogline.read(
        Document(
            EVIL,
            '"><script>x</script>',
            "<b>pub</b>",
            date(2022, 9, 11),
            title="</title><script>y</script>",
        )
    )
    seen = _Seen()
    seen.feed(reading_as("html", [hostile], load("ukraine")))
    assert not [t for t, _ in seen.tags if t in {"script", "img", "b"} and t != "b"]
    assert not [a for _, attrs in seen.tags for a in attrs if a.startswith("on")]
    assert EVIL in seen.text


def test_the_page_stands_alone(reading: Reading) -> None:
    page = reading_as("html", [reading], load("ukraine"))
    seen = _Seen()
    seen.feed(page)
    links = [a.get("href") or a.get("src") or "" for _, a in seen.tags]
    assert all(link.startswith("#") or not link for link in links)
    anchors = {a["id"] for _, a in seen.tags if a.get("id")}
    assert {link[1:] for link in links if link} <= anchors
    assert TEXT in "".join(seen.text.split("\x00"))
    assert "<svg" in page
    assert all(
        len(found) > 20 for found in re.findall(r'<path class="(?:land|river)" d="([^"]*)"', page)
    )
    assert page.count("<details") == len(reading.claims)


def test_the_table_shows_each_claim(reading: Reading) -> None:
    out = io.StringIO()
    print_reading(reading, load("ukraine"), Console(file=out, width=160))
    for claim in reading.claims:
        assert claim.event in out.getvalue()
    assert "probable" in out.getvalue()


def test_a_reading_is_its_row(reading: Reading) -> None:
    assert as_row(reading)["reader"] == reading.reader
