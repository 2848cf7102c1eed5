"""A surname that speaks is no village of that name."""

from __future__ import annotations

from datetime import date

from fogline import read
from fogline.model import Document


def _places(text: str) -> set[str]:
    return {m.text for m in read(Document(text, "x", "newspaper", date(2022, 9, 12))).places}


def test_who_speaks_is_no_place() -> None:
    text = (
        "According to Lyman, the city had no food. People blocked Russian forces from entering "
        "Izium. Kupiansk told reporters that two were wounded when soldiers attacked the city."
    )
    assert _places(text) == {"Izium"}


def test_a_place_that_the_text_is_in_stays_one() -> None:
    assert "Lyman" in _places("Russian forces attacked in Lyman. Lyman said nothing.")


def test_a_town_may_speak_for_its_council() -> None:
    assert "Kharkiv" in _places("Kharkiv said two people were killed. Shells hit Kharkiv.")


def test_the_last_of_a_list_of_places_does_not_speak_by_itself() -> None:
    assert _places("Residents of Udy and Lukiantsi said that Russian soldiers had left.") == {
        "Udy",
        "Lukiantsi",
    }
