"""Which spelling is a place's name in a language."""

from __future__ import annotations

import pytest

from fogline.gazetteer import open_gazetteer
from fogline.gazetteer.languages import name_in
from fogline.theatre import load

TORETSK = ("Dzerzhynsk", "Toretsk", "Дзержинск", "Дзержинськ", "Торецк", "Торецьк")


@pytest.mark.parametrize(
    ("language", "name", "spellings", "expected"),
    [
        ("uk", "Toretsk", TORETSK, "Торецьк"),
        ("ru", "Toretsk", TORETSK, "Торецк"),
        ("en", "Toretsk", TORETSK, "Toretsk"),
        ("uk", "Kharkiv", ("Харьков", "Харків"), "Харків"),
        ("ru", "Kharkiv", ("Харьков", "Харкив", "Харків"), "Харьков"),
        ("ru", "Myrne", ("Мирне", "Мирное"), "Мирное"),
        ("ar", "Ar Raqqah", ("رقه", "الرقة", "Ракка"), "الرقة"),
        ("ar", "Maskanah", ("بالس", "مسكنة"), "مسكنة"),
        ("ar", "Toretsk", TORETSK, "Toretsk"),
    ],
)
def test_the_name_is_the_one_of_the_language(
    language: str, name: str, spellings: tuple[str, ...], expected: str
) -> None:
    assert name_in(language, name, spellings) == expected


def test_a_former_name_is_never_taken_for_the_name() -> None:
    assert name_in("uk", "Bakhmut", ("Артемівськ",)) == "Bakhmut"


def test_the_gazetteer_names_every_settlement_and_knows_how_renowned_it_is() -> None:
    gazetteer = open_gazetteer(load("ukraine"))
    names = gazetteer.names("uk")
    assert set(names) == set(gazetteer.renown) >= {p.id for p in gazetteer.settlements.places}
    assert names["gn:706448"] == "Херсон"
    assert gazetteer.renown["gn:701822"] > 5 * gazetteer.renown["gn:13580034"]  # a district of it
