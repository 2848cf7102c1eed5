from __future__ import annotations

import gc
import os
import weakref
from pathlib import Path

import pytest

from fogline.errors import FoglineError
from fogline.gazetteer import GazetteerError, import_file, open_gazetteer
from fogline.gazetteer.gazetteer import OpenGazetteers
from fogline.theatre import load

HEAD = "id,name,name_uk,kind,region,lat,lon,spellings\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOGLINE_HOME", str(tmp_path / "own"))
    return tmp_path


@pytest.mark.parametrize("name", ["Izum", "Izyum", "Izium", "Изюм", "Ізюм"])
def test_the_embedded_gazetteer_knows_a_town_in_any_spelling(name: str) -> None:
    best = open_gazetteer(load("ukraine")).find(name)[0].place
    assert (round(best.lat or 0, 1), round(best.lon or 0, 1)) == (49.2, 37.2) or (
        round(best.lat or 0, 1),
        round(best.lon or 0, 1),
    ) == (
        49.2,
        37.3,
    )


def test_an_imported_village_is_found_from_then_on(home: Path) -> None:
    theatre = load("ukraine")
    assert not [m for m in open_gazetteer(theatre).find("Kleshcheevka") if m.place.id == "v:1"]
    file = home / "villages.csv"
    file.write_text(
        HEAD + "v:1,Klishchiivka,Кліщіївка,village,Donetsk Oblast,48.53,37.96,Kleshcheyevka\n",
        encoding="utf-8",
    )
    assert import_file(file, "ukraine") == 1
    for name in ("Kleshcheevka", "Klishchiivka", "Кліщіївки", "Клещеевка"):
        assert open_gazetteer(theatre).find(name)[0].place.id == "v:1"
    second = home / "waters.csv"
    second.write_text(
        HEAD + "w:1,Bakhmutka,Бахмутка,river,Donetsk Oblast,48.6,38.0,\n", encoding="utf-8"
    )
    import_file(second, "ukraine")
    found = open_gazetteer(theatre)
    assert found.find("Bakhmutka")[0].place.kind == "river"
    assert found.find("Klishchiivka")[0].place.id == "v:1"


def test_geonames_tables(home: Path) -> None:
    row = [
        "7",
        "Robotyne",
        "Robotyne",
        "Rabotino",
        "47.44",
        "35.83",
        "P",
        "PPL",
        "UA",
        "",
        "",
        "",
        "",
        "",
        "480",
        "",
        "",
        "Europe/Kyiv",
        "2020-01-01",
    ]
    (home / "UA.txt").write_text("\t".join(row) + "\n", encoding="utf-8")
    names = home / "alternateNamesV2.txt"
    names.write_text("1\t7\tuk\tРоботине\t\t\t\t\n2\t99\ten\tElsewhere\t\t\t\t\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="first"):
        import_file(names, "ukraine")
    import_file(home / "UA.txt", "ukraine")
    import_file(names, "ukraine")
    assert open_gazetteer(load("ukraine")).find("Роботине")[0].place.id == "gn:7"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id,name,kind,lat\n1,a,village,2\n", "columns missing: lon"),
        (HEAD + "1,a,,village,,95,37,\n", "2: lat '95'"),
        (HEAD + "1,a,,village,,north,37,\n", "'north'"),
        (HEAD, "no place in it"),
    ],
)
def test_a_wrong_file_changes_nothing(home: Path, text: str, message: str) -> None:
    file = home / "wrong.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(GazetteerError, match=message):
        import_file(file, "ukraine")
    assert not list(Path(os.environ["FOGLINE_HOME"]).rglob("wrong*"))


def test_an_error_has_its_parts(home: Path) -> None:
    file = home / "wrong.csv"
    file.write_text(HEAD + "1,a,,village,,95,37,\n", encoding="utf-8")
    with pytest.raises(FoglineError) as caught:
        import_file(file, "ukraine")
    assert (caught.value.where, caught.value.what) == (f"{file}:2", "lat '95', lon '37'")


def test_a_file_in_another_encoding_is_named(home: Path) -> None:
    file = home / "latin.csv"
    file.write_bytes((HEAD + "1,Ізюм,,village,,49,37,\n").encode("cp1251"))
    with pytest.raises(GazetteerError, match="not UTF-8"):
        import_file(file, "ukraine")


def test_gazetteers_in_use_are_bounded_and_can_be_dropped() -> None:
    kept = OpenGazetteers(limit=2)
    first = open_gazetteer(load("ukraine"), kept)
    assert open_gazetteer(load("ukraine"), kept) is first
    for name in ("gaza", "sudan"):
        open_gazetteer(load(name), kept)
    assert len(kept) == 2
    assert open_gazetteer(load("ukraine"), kept) is not first
    assert first.find("Izium")  # still open for those who use it
    gone = weakref.ref(first)
    kept.clear()
    del first
    gc.collect()
    assert (len(kept), gone()) == (0, None)


def test_misprints_are_found_apart_from_names() -> None:
    gazetteer = open_gazetteer(load("ukraine"))
    assert gazetteer.fuzzy("Severodonestk")[0].place.name.startswith(("S", "Si"))
    assert gazetteer.fuzzy("Xyzzyqwert") == ()
