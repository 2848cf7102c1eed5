"""Who takes or holds a place: not those whom an aim is against, nor those whom a prefix denies."""

from __future__ import annotations

from datetime import date

import pytest

from fogline import read
from fogline.model import Document


def _who(text: str, event: str, theatre: str = "syria") -> set[str | None]:
    claims = read(Document(text, "x", "wire", date(2017, 5, 10)), theatre).claims
    return {c.actor for c in claims if c.event == event}


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Turkey began an offensive against the YPG to clear the group from Manbij.", "SDF"),
        ("The battle to retake Raqqa, the capital of Islamic State, has begun.", "IS"),
    ],
)
def test_whom_an_aim_is_against_takes_nothing(text: str, side: str) -> None:
    assert side not in _who(text, "capture")


def test_who_has_the_aim_takes() -> None:
    assert _who("The SDF launched an operation to take Raqqa from Isis.", "capture") == {"SDF"}


def test_a_prefix_says_who_is_not_that_side() -> None:
    text = "Anti-Isis fighters dug in at the edge of Raqqa."
    assert "IS" not in _who(text, "hold") | _who(text, "move")


def test_a_coalition_of_others_is_not_the_one_of_that_name() -> None:
    assert _who("A coalition of rebels captured Ariha on Sunday.", "capture") == {"OPP"}
    assert "US" not in _who("The Kurdish-majority coalition controls Hasakah.", "hold")


def test_an_occupied_city_is_held_by_its_occupier() -> None:
    text = "Our troops are ten kilometres from the temporarily occupied city of Melitopol."
    assert _who(text, "hold", "ukraine") == {"RU"}


def test_what_is_surrendered_to_a_side_is_its_own() -> None:
    assert _who("Daraya was surrendered to the Syrian army in August.", "capture") == {"GOV"}
    assert _who("Lyman fell to Russian forces in May.", "capture", "ukraine") == {"RU"}


@pytest.mark.parametrize(
    "text",
    [
        "A depot exploded in the occupied part of the Zaporizhzhia region.",
        "На тимчасово окупованій частині Запорізької області вибухнув склад.",
    ],
)
def test_an_occupied_part_is_held_by_its_occupier(text: str) -> None:
    assert _who(text, "hold", "ukraine") == {"RU"}


def test_a_direction_is_no_side() -> None:
    text = "The Syrian army took Karnaz and advanced towards the western parts of Hama."
    claims = read(Document(text, "x", "wire", date(2017, 5, 10)), "syria").claims
    assert "US" not in {c.target for c in claims}


def test_army_units_are_those_of_whom_the_words_name_before() -> None:
    assert _who("Army units advanced in the Raqqa countryside against ISIS.", "advance") == {"GOV"}
    assert _who("Turkish army units advanced towards Afrin.", "advance") == {"TUR"}


@pytest.mark.parametrize(
    ("text", "theatre", "held"),
    [
        ("The fall of the IS stronghold of Raqqa was announced on Tuesday.", "syria", "IS"),
        ("Palmyra, a key opposition bastion, fell on Sunday.", "syria", "OPP"),
        ("The Ukrainian stronghold of Avdiivka has fallen.", "ukraine", "UA"),
        ("The IS-held town of Manbij was captured.", "syria", "IS"),
    ],
)
def test_who_held_what_fell_did_not_take_it(text: str, theatre: str, held: str) -> None:
    takers = _who(text, "capture", theatre)
    assert takers
    assert held not in takers


def test_who_takes_a_stronghold_of_its_own_side_again_took_it() -> None:
    assert _who("Rebels seized Idlib, an opposition stronghold.", "capture") == {"OPP"}


def test_a_participle_goes_on_with_the_subject_behind_which_another_stands() -> None:
    text = (
        "Russian forces advanced on Hostomel after partially breaking through Ukrainian defences "
        "at Ivankiv, capturing the airport."
    )
    assert _who(text, "capture", "ukraine") == {"RU"}
