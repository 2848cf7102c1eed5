from __future__ import annotations

from datetime import date

import pytest

import fogline
from fogline.model import Mention
from fogline.reading.dateline import dateline_end
from fogline.reading.text import split

DAY = date(2022, 10, 5)


def _places(text: str) -> dict[str, Mention]:
    return {m.text: m for m in fogline.read(text, published=DAY).places}


@pytest.mark.parametrize(
    ("text", "name", "region"),
    [
        ("In Luhansk Oblast Ukrainian forces liberated Makiivka.", "Makiivka", None),
        ("Fighting went on near Lyman (Donetsk Oblast).", "Lyman", "Donetsk Oblast"),
        ("Shells fell on Lyman in Donetsk Oblast.", "Lyman", "Donetsk Oblast"),
    ],
)
def test_the_region_that_the_text_gives_decides(text: str, name: str, region: str | None) -> None:
    """The packaged Makiivka is a city in Donetsk Oblast: too large to be unknown."""
    found = _places(text)[name]
    assert found.place is not None
    assert region is None or found.place.region == region


def test_a_region_that_only_locates_has_no_event_of_its_own() -> None:
    reading = fogline.read("Russian forces shelled Izium in Kharkiv Oblast.", published=DAY)
    assert {reading.places[c.place].text for c in reading.claims if c.place is not None} == {
        "Izium"
    }
    alone = fogline.read("Russian forces shelled Kharkiv Oblast.", published=DAY)
    assert [alone.places[c.place].text for c in alone.claims if c.place is not None] == [
        "Kharkiv Oblast"
    ]


@pytest.mark.parametrize(
    "lead",
    ["KYIV (Reuters) - ", "Kyiv, Ukraine – ", "KYIV, Sept. 10 — ", "Kyiv, 10 September (AP) – "],
)
def test_a_dateline_is_no_place_of_an_event(lead: str) -> None:
    reading = fogline.read(f"{lead}Russian forces shelled Izium.", published=DAY)
    assert {reading.places[c.place].text for c in reading.claims if c.place is not None} == {
        "Izium"
    }


@pytest.mark.parametrize("text", ["Izium – liberated.", "Kyiv - Russian missiles hit the city."])
def test_a_place_before_a_dash_is_a_topic_and_no_dateline(text: str) -> None:
    assert dateline_end(split(text)[0]) == 0


def test_a_village_that_no_gazetteer_knows_stays_in_its_list() -> None:
    text = "Russian forces shelled Izium, Kupiansk, Nova Xylivka and Svatove."
    found = _places(text)
    assert found["Nova Xylivka"].status == "unknown"
    reading = fogline.read(text, published=DAY)
    assert len({c.place for c in reading.claims}) == 4
