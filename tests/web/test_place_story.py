"""A place's story: chapters, what each side said, the band, and its links."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html
from web_help import answer

from fogline.web.place_story import links_in

Get = Callable[..., Any]


@pytest.fixture(scope="module")
def izium(get: Get) -> Any:
    return get("/places/Ізюм/story")


def test_chapters_follow_each_other_without_a_gap(izium: Any) -> None:
    chapters = izium["chapters"]
    assert [c["state"] for c in chapters] == ["RU", "UA"]
    assert chapters[0]["first"] == izium["first"]
    assert chapters[-1]["last"] == izium["last"]
    ends = [date.fromisoformat(c["last"]) + timedelta(1) for c in chapters[:-1]]
    assert ends == [date.fromisoformat(c["first"]) for c in chapters[1:]]
    assert sum(c["told"] for c in chapters) == izium["claims"]
    turn = chapters[1]
    assert (turn["first"], turn["before"], turn["begins"]) == ("2022-09-10", "RU", "claims")
    assert turn["least"] <= turn["chance"] <= turn["most"]


def test_a_turn_has_its_claims_with_weights_in_words(izium: Any) -> None:
    turn = izium["chapters"][1]
    nats = [r["nats"] for r in turn["supporting"]]
    assert nats == sorted(nats, reverse=True)
    assert {r["weight"] for r in turn["supporting"]} <= {"strong", "fair", "weak"}
    assert all(r["weight"] == "strong" for r in turn["supporting"] if r["nats"] >= 3)
    assert all(r["nats"] < 0 for r in turn["opposing"])


def test_each_side_stands_beside_what_came_true(izium: Any) -> None:
    sides = {s["side"]: s for s in izium["sides"]}
    assert list(sides) == ["UA", "RU", ""]
    left = [s for s in sides["RU"]["said"] if s["says"] == "left"]
    assert left
    assert all(s["outcome"] == "came true" for s in left)
    for side in sides.values():
        assert sum(side["counts"].values()) == side["total"]
        days = [s["day"] for s in side["said"]]
        assert days == sorted(days)


def test_silence_is_told(get: Get) -> None:
    (chapter,) = get("/places/Kherson/story")["chapters"]
    (silence,) = chapter["silences"]
    first, last = (date.fromisoformat(silence[n]) for n in ("first", "last"))
    assert (last - first).days + 1 == silence["days"] >= 7
    told = [date.fromisoformat(d) for d in get("/places/Kherson/story")["told"]]
    assert not [d for d in told if first <= d <= last]


def test_a_village_that_nobody_names_says_so(client: TestClient, get: Get) -> None:
    places = get("/places")
    silent = places["id"][places["claims"].index(0)]
    page = answer(client, f"/places/{silent}").text
    assert "No claim names" in page
    assert get(f"/places/{silent}/story")["sides"] == []


def test_the_page_says_what_the_story_says(client: TestClient, izium: Any) -> None:
    page = html.fromstring(answer(client, "/places/Izium").text)
    assert len(page.xpath("//li[starts-with(@id, 'chapter-')]")) == len(izium["chapters"])
    marked = {m.text for m in page.xpath("//section[contains(@class,'chapter')]//mark")}
    told = [r["claim"]["trigger"] for c in izium["chapters"] for r in c["supporting"]]
    assert set(told) <= marked
    words = " ".join(page.text_content().split())
    assert "2. 10 September 2022: likeliest Ukrainian from here" in words
    assert "✗ Not borne out" in words or "✓ Borne out" in words
    labels = [t.text for t in page.xpath("//*[@class='letters']")]
    assert labels == ["RU", "UA"], "letters, not colour alone"
    assert page.xpath("count(//img)") == 0


def test_numbers_stand_behind_how_this_is_computed(client: TestClient) -> None:
    for path in ("/places/Izium", "/panel/places/Izium?day=2022-09-10"):
        text = answer(client, path).text
        page = html.fromstring(text)
        for how in page.xpath("//details"):
            how.getparent().remove(how)
        assert "nats" not in page.text_content()
        assert "strong evidence" in page.text_content()
        assert "weight +" not in page.text_content()


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("They took Izium. https://t.me/x/1, (https://example.org/a)", 2),
        ("javascript:alert(1) ftp://example.org/x", 0),
        ("twice https://example.org https://example.org", 1),
    ],
)
def test_links_of_a_post_are_http_only(text: str, links: int) -> None:
    found = links_in(text, [])
    assert len(found) == links
    assert all(link.startswith("https://") and link[-1] not in ".,)" for link in found)


def test_a_long_text_gives_the_links_of_its_claims_paragraph() -> None:
    text = "Russian forces left Izium. https://example.org/1\n" + "Other words. " * 400
    text += "\nhttps://example.org/2"
    assert links_in(text, ["Russian forces left Izium."]) == ["https://example.org/1"]
