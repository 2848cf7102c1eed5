"""Groups whose names hold a country, and who is named as the doer."""

from __future__ import annotations

from datetime import date

import pytest

from fogline import read
from fogline.model import Claim, Document


def _claims(text: str, theatre: str) -> list[Claim]:
    return list(read(Document(text, "x", "Gazette", date(2024, 5, 20)), theatre).claims)


def test_a_country_in_a_groups_name_is_not_its_state() -> None:
    text = "The Alliance for the Liberation of the Congo attacked two villages in Ituri Province."
    found = _claims(text, "drc")
    assert found
    assert {c.actor for c in found} == {None}
    assert "capture" not in {c.event for c in found}


def test_the_state_itself_still_acts() -> None:
    (claim,) = _claims("The army of the Congo attacked Bunagana.", "drc")
    assert (claim.event, claim.actor) == ("attack", "FARDC")


def test_countries_in_a_groups_name_are_no_places() -> None:
    text = "Islamic State in Iraq and the Levant fighters attacked Benghazi."
    reading = read(Document(text, "x", "Gazette", date(2015, 5, 20)), "libya")
    assert {m.text for m in reading.places} == {"Benghazi"}


@pytest.mark.parametrize(
    ("text", "theatre", "actor"),
    [
        ("Nine people were slain by the Karuma Boys in Mandalay.", "myanmar", None),
        ("Nine people were killed by the Arakan Army in Mandalay.", "myanmar", "AA"),
        ("A school in Kharkiv was hit by Russian shells.", "ukraine", "RU"),
    ],
)
def test_the_first_by_names_who_did_it(text: str, theatre: str, actor: str | None) -> None:
    found = [c for c in _claims(text, theatre) if c.event in {"harm", "shell", "strike"}]
    assert found
    assert {c.actor for c in found} == {actor}


def test_what_is_abandoned_by_a_side_is_left_by_it() -> None:
    text = "The Arakan Army claims that 40 posts in Rakhine State were abandoned by the military."
    assert ("withdraw", "JUNTA") in {(c.event, c.actor) for c in _claims(text, "myanmar")}


@pytest.mark.parametrize(
    "text",
    [
        "The army said that its seizure of power in Naypyidaw on 1 February was lawful.",
        "The council urged the Arakan Army to halt hostilities in Rakhine State.",
        "Hospital workers begin a three-day strike in Yangon over pay.",
        "Thousands of refugees crossed into Bangladesh after the army shelled Maungdaw.",
    ],
)
def test_what_is_no_deed_of_a_force(text: str) -> None:
    events = {c.event for c in _claims(text, "myanmar")}
    assert not events & {"capture", "repel", "strike", "advance"}


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("Rebels captured ten soldiers near Idlib.", set()),
        ("The prisoners revolted in Hama, seizing several of their guards.", set()),
        ("Islamic State fighters captured Palmyra from government soldiers.", {"Palmyra"}),
        ("Islamic State seized the town of Palmyra from soldiers.", {"Palmyra"}),
    ],
)
def test_who_takes_prisoners_takes_no_place(text: str, taken: set[str]) -> None:
    reading = read(Document(text, "x", "Gazette", date(2015, 5, 20)), "syria")
    found = {reading.places[c.place].text for c in reading.claims if c.event == "capture"}
    assert found == taken
