"""A village that no gazetteer has does not take the place of a namesake far away."""

from __future__ import annotations

from datetime import date

import pytest

from fogline import read
from fogline.model import Document, Mention


def _mentions(text: str) -> dict[str, Mention]:
    document = Document(text, "x", "newspaper", date(2022, 6, 3))
    return {m.text: m for m in read(document, "ukraine", reader="linear").places}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Russian forces captured Bila Hora near Lysychansk.", "Bila"),
        ("Fighting went on in Torske and Zelena Dolyna, west of Kreminna.", "Dolyna"),
        ("Russian troops took Rai-Oleksandrivka, south of Lysychansk.", "Rai"),
        ("Russian troops attacked Ivano-Darivka near Siversk.", "Darivka"),
    ],
)
def test_half_a_name_is_no_place(text: str, name: str) -> None:
    found = _mentions(text)
    assert name not in found or found[name].status != "located"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Russian forces shelled Sosnove, Sviatohirsk and Yarova near Lyman.", "Sosnove"),
        ("Ukrainian forces took Barvinok near Kherson.", "Barvinok"),
        ("Russian forces advanced from Izium to Pasika.", "Pasika"),
    ],
)
def test_a_small_place_far_from_all_beside_it_is_unknown(text: str, name: str) -> None:
    found = _mentions(text)[name]
    assert found.status == "unknown"
    assert "beside it" in found.reason


def test_the_text_says_how_far_a_place_is_from_another() -> None:
    found = _mentions("Russian forces attacked Pasika (approximately 20km southeast of Izium).")
    assert found["Pasika"].status == "unknown"
    assert "20 km from Izyum" in found["Pasika"].reason


def test_the_distance_decides_between_namesakes() -> None:
    near_kharkiv = _mentions("Shells hit Rohan, 15 km southeast of Kharkiv.")["Rohan"]
    assert near_kharkiv.status == "located"
    assert near_kharkiv.place is not None
    assert near_kharkiv.place.region == "Kharkiv Oblast"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Fighting went on in Yampil, Siversk and Lyman.", {"Siversk", "Lyman"}),
        ("Russian forces shelled Derhachi, 12 km northwest of Kharkiv.", {"Derhachi", "Kharkiv"}),
        ("Rockets hit Kyiv, Lviv and Stryi.", {"Kyiv", "Lviv", "Stryi"}),
        ("The head in Sviatohirsk Vladimir Rybalkin denied it.", {"Sviatohirsk"}),
        ("Russian forces attacked Marinka (5km west of Donetsk City).", {"Marinka"}),
        ("Our forces took Vysokopillia. The enemy shelled Chuhuiv.", {"Vysokopillia"}),
        ("Shells hit Popasna, Mayor Mykola Khanatov said.", {"Popasna"}),
    ],
)
def test_places_that_may_be_meant_stay(text: str, names: set[str]) -> None:
    found = _mentions(text)
    assert {name for name in names if found[name].status == "located"} == names
