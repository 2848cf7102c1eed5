"""Names that a word beside them makes a region's, a sea's or an airfield's."""

from __future__ import annotations

from datetime import date

import pytest

from fogline import read
from fogline.model import Document


def _places(text: str, theatre: str = "ukraine") -> list[tuple[str, str]]:
    """The places of a text: its words, and what it was found to be."""
    places = read(Document(text, "x", "Paper", date(2022, 9, 12)), theatre).places
    return [(m.text, m.place.name if m.place else m.status) for m in places]


@pytest.mark.parametrize(
    ("text", "theatre", "names"),
    [
        ("Clashes went on in the province of Idlib.", "syria", ["Idlib Governorate"]),
        ("They hold the eastern province of Deir ez-Zor.", "syria", ["Deir ez-Zor Governorate"]),
        ("Russian forces attacked across the Zaporizhia-Donetsk Oblast border.", "ukraine",
         ["Zaporizhzhia Oblast", "Donetsk Oblast"]),
        ("Rockets hit stations in the central Ukraine region of Vinnytsia.", "ukraine",
         ["Ukraine", "Vinnytsia Oblast"]),
        ("У Херсоні порт зруйновано росіянами.", "ukraine", ["Kherson"]),
        ("Окупанти обстріляли Харківщину.", "ukraine", ["Kharkiv Oblast"]),
    ],
)  # fmt: skip
def test_a_name_is_the_regions(text: str, theatre: str, names: list[str]) -> None:
    assert [name for _, name in _places(text, theatre)] == names


def test_a_town_behind_a_province_that_there_is_not_is_a_town() -> None:
    assert _places("Shells fell in the region of Bakhmut.") == [("Bakhmut", "Bakhmut")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Окупанти запустили ракети з акваторії Чорного моря.", "Чорного моря"),
        ("Ракети запустили над Азовським морем.", "Азовським морем"),
        ("Удар по Бердянському аеродрому.", "Бердянському аеродрому"),
        ("Взрыв у Каховского водохранилища.", "Каховского водохранилища"),
    ],
)
def test_an_adjective_before_a_sea_or_an_airfield_is_no_village(text: str, words: str) -> None:
    ((found, name),) = _places(text)
    assert found == words
    assert name in {"unknown", "ambiguous", "Азовське море", words}


def test_a_short_name_is_no_other_one_that_is_nearly_alike() -> None:
    assert _places("IS captured Adra.", "syria") == [("Adra", "unknown")]
    shelled = "Government forces shelled the town of Ras al-Ayn in Hasakah."
    assert _places(shelled, "syria")[0] == ("Ras al-Ayn", "Ra’s al ‘Ayn")
