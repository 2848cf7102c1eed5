"""Names on the map: the reader's language, former names, and one label for each town."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from pathlib import Path

import pytest

from fogline.gazetteer import Gazetteer, import_file, open_gazetteer
from fogline.theatre import load
from fogline.web.place_names import CITY, LANGUAGES, PART, labels, sizes


@cache
def _gazetteer(theatre: str) -> Gazetteer:
    return open_gazetteer(load(theatre))


def _called(theatre: str, name: str, language: str) -> tuple[str, str]:
    gazetteer = _gazetteer(theatre)
    places = gazetteer.settlements.places
    named, former = labels(gazetteer, places, language)
    at = max((k for k, p in enumerate(places) if p.name == name), key=lambda k: places[k].weight)
    return named[at], former[at]


@pytest.mark.parametrize(
    ("language", "name", "former"),
    [
        ("en", "Bakhmut", "Artemivsk"),
        ("uk", "Бахмут", "Артемівськ"),
        ("ru", "Бахмут", "Артёмовск"),
        ("ar", "باخموت", "أرتيموفسك"),
    ],
)
def test_a_renamed_town_has_both_names_in_each_language(
    language: str, name: str, former: str
) -> None:
    assert _called("ukraine", "Bakhmut", language) == (name, former)


def test_a_town_that_kept_its_name_has_one_and_villages_have_theirs_from_the_gazetteer() -> None:
    assert _called("ukraine", "Mariupol", "uk") == ("Маріуполь", "")
    assert _called("ukraine", "Chornobaivka", "uk") == ("Чорнобаївка", "")
    assert _called("syria", "Aleppo", "ar") == ("حلب", "")
    assert _called("syria", "Maskanah", "ar") == ("مسكنة", "")


def test_a_name_that_is_not_known_stays_in_latin_letters() -> None:
    assert _called("ukraine", "Pravyi Bereh", "ar") == ("Pravyi Bereh", "")


def test_the_town_has_the_label_and_its_districts_are_parts() -> None:
    gazetteer = _gazetteer("ukraine")
    places = gazetteer.settlements.places
    size = dict(zip((p.id for p in places), sizes(gazetteer, places), strict=True))
    by_name = {p.name: size[p.id] for p in sorted(places, key=lambda p: p.weight)}
    assert by_name["Pravyi Bereh"] == by_name["Saltivka"] == by_name["Tsentralnyi"] == PART
    assert by_name["Kharkiv"] == by_name["Donetsk"] == CITY
    # Neighbours with a name of their own are no parts.
    for name in ("Mariupol", "Makiyivka", "Irpin", "Bucha", "Avdiyivka", "Chornobaivka", "Oleshky"):
        assert by_name[name] < PART, name


def test_an_imported_town_keeps_the_label_and_the_names_of_its_twin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOGLINE_HOME", str(tmp_path / "own"))
    file = tmp_path / "towns.csv"
    rows = "id,name,kind,region,lat,lon\nosm:1,Sumy,city,Sumy Oblast,50.912,34.803\n"
    file.write_text(rows, encoding="utf-8")
    import_file(file, "ukraine")
    gazetteer = open_gazetteer(load("ukraine"))
    places = gazetteer.settlements.places
    size = dict(zip((p.id for p in places), sizes(gazetteer, places), strict=True))
    district = next(p.id for p in places if p.name == "Zarichnyi" and size[p.id] == PART)
    assert size["osm:1"] == CITY
    assert gazetteer.renown["osm:1"] > 2 * gazetteer.renown[district]
    assert gazetteer.names("ar")["osm:1"] == "سومي"


def test_neighbour_towns_of_other_theatres_keep_their_labels() -> None:
    for theatre, names in {
        "gaza": ("Jabālyā", "Bayt Lāhyā", "Bethlehem"),
        "syria": ("Dārayyā", "al-Yarmūk", "Ḩarastā"),
        "sudan": ("Khartoum North", "Omdurman"),
    }.items():
        gazetteer = _gazetteer(theatre)
        places = gazetteer.settlements.places
        found = dict(zip((p.name for p in places), sizes(gazetteer, places), strict=True))
        assert all(found[name] < PART for name in names), theatre


def test_each_town_of_the_vocabulary_is_in_the_gazetteer_under_one_of_its_names() -> None:
    file = resources.files("fogline.web") / "data" / "towns.toml"
    towns = tomllib.loads(file.read_text(encoding="utf-8"))["town"]
    assert len({t["id"] for t in towns}) == len(towns) > 70
    for town in towns:
        assert set(town) <= {"id", *LANGUAGES}
        gazetteer = next(
            g
            for g in (_gazetteer("ukraine"), _gazetteer("syria"))
            if town["id"] in g.settlements.position
        )
        place = gazetteer.settlements.places[gazetteer.settlements.position[town["id"]]]
        found = gazetteer.find(town["en"][0]) + gazetteer.find(town["uk"][0])
        official = max((m.official for m in found if m.place.id == place.id), default=0)
        assert official > 0.7, (town["en"], place.name)
