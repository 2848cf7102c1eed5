"""Places that a sentence takes up from others, and names that are no places."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.gazetteer import open_gazetteer
from fogline.model import Document, Mention, Span
from fogline.reading import layout, places, resolve
from fogline.reading.model import load as load_model
from fogline.reading.not_places import is_no_place
from fogline.reading.taken_up import AHEAD, BACK, MOST, Memory
from fogline.reading.triggers import Triggers
from fogline.theatre import load

Spots = list[list[tuple[str, bool]]]


def _spots(text: str, theatre: str = "syria") -> Spots:
    """Per sentence the places offered, and whether each is taken up."""
    there = load(theatre)
    document = Document(text, published=date(2016, 9, 10))
    laid = layout.lay_out(document, there, open_gazetteer(there))
    found = resolve.resolve(laid, places.find_places(laid, load_model()))
    return [
        [(found[s.index].name, s.carried) for s in c.spots]
        for c in places.contexts(laid, found, Triggers({}))
    ]


def test_the_nearest_places_come_first_and_countries_last() -> None:
    text = "Jets bombed Aleppo. Fighting went on in Syria. A mortar hit Raqqa. Ten people died."
    assert _spots(text)[-1] == [("Ar Raqqah", True), ("Aleppo", True), ("Syria", True)]


def test_a_sentence_that_names_only_a_country_takes_up_towns_too() -> None:
    assert _spots("Jets bombed Aleppo. Ten people died in Syria.")[-1] == [
        ("Syria", False),
        ("Aleppo", True),
    ]


def test_a_title_takes_the_place_of_its_lead() -> None:
    assert _spots("Ten dead in air raid\n\nJets bombed Aleppo on Monday.")[0] == [("Aleppo", True)]


@pytest.mark.parametrize(
    "text", ["Jets bombed Aleppo, Syria.", "Jets bombed Syria's besieged city of Aleppo.",
             "A bomb in Syrias Aleppo killed ten."],
)  # fmt: skip
def test_a_country_that_only_locates_a_town_has_no_event_of_its_own(text: str) -> None:
    assert _spots(text) == [[("Aleppo", False)]]


def _mention(name: str, kind: str = "settlement") -> Mention:
    return Mention(Span(0, 1), name, name, kind, "unknown", "")


@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.sampled_from("ABCDEFGH"), st.booleans()), max_size=25
    ),
    st.integers(0, 20),
)
def test_few_places_are_taken_up_each_once_and_from_near(
    named: list[tuple[int, str, bool]], at: int
) -> None:
    memory = Memory()
    for k, (sentence, name, country) in enumerate(sorted(named)):
        memory.add(
            sentence, [(k, _mention(name, "country" if country else "settlement"))], frozenset()
        )
    found = memory.nearby(at)
    names = [sorted(named)[t.index][1] for t in found]
    assert len(names) == len(set(names)) <= MOST + 1
    assert all(1 <= t.way.ago <= BACK for t in found if at) or at == 0
    assert all(t.way.ago >= -AHEAD for t in found)
    assert not memory.nearby(at, set("ABCDEFGH"))


@pytest.mark.parametrize(
    ("name", "alike", "none"),
    [("Sudanese", 1.0, True), ("I’ve", 1.0, True), ("UN", 0.97, True), ("EU", 1.0, False),
     ("KYIV", 1.0, False), ("Syria", 1.0, False)],
)  # fmt: skip
def test_peoples_contractions_and_acronyms_are_no_places(
    name: str, alike: float, none: bool
) -> None:
    assert is_no_place(name, alike) is none
