from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import shapely

from fogline.errors import FoglineError
from fogline.theatre import TheatreError, known, load
from fogline.theatre.theatre import ModelAddress

# A theatre file as short as may be.
MINE = (
    'name="mine"\ntitle="M"\ncountries=["FR"]\nbox=[1,2,3,4]\n'
    '[[belligerent]]\nlabel="A"\nname="A"\n'
)


@pytest.mark.parametrize("name", known())
def test_each_theatre_loads_with_its_sides(name: str) -> None:
    theatre = load(name)
    assert len(theatre.labels) == len(set(theatre.labels)) >= 2
    south, west, north, east = theatre.box
    assert south < north
    assert west < east
    for voice in theatre.voices:
        assert voice.side is None or voice.side in theatre.labels


@pytest.mark.parametrize("name", known())
def test_each_theatre_has_an_outline_in_its_box(name: str) -> None:
    theatre = load(name)
    south, west, north, east = theatre.box
    points = [p for ring in theatre.outline for p in ring]
    assert len(points) > 60
    assert all(shapely.polygons(ring).is_valid for ring in theatre.outline)
    assert all(
        south - 0.01 <= lat <= north + 0.01 and west - 0.01 <= lon <= east + 0.01
        for lat, lon in points
    )


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ('colour = "red"', "colour 'red'; give it as #rrggbb"),
        ('names = "Alpha"', "names = 'Alpha': the value is of another kind; give a list of texts"),
        ("capitals = [1]", "give a list of texts"),
        ('[[region]]\nnames = ["R"]\nlat = "49"', "give a number"),
        ('[[deictic]]\nwords = ["we"]\nby_speaker = {}\nattributive = 1', "give true or false"),
        ('[[deictic]]\nwords = ["we"]', "the key 'by_speaker' is missing"),
        (
            '[[deictic]]\nwords = ["we"]\nby_speaker = {}\nrecalls = ["X"]',
            "label 'X'; give one of the belligerents",
        ),
        ('[[publisher]]\ndomains = ["x.org"]', "the key 'name' is missing"),
        ('[[publisher]]\nname = "X"\nzone = "Mars"', "unknown zone 'Mars'; give an IANA name"),
        ('kind = "gang"', "give one of state, external, armed group"),
        ('[[belligerent]]\nlabel = "A"\nname = "B"', "each belligerent one of its own"),
        ('[[belligerent]]\nlabel = "contested"\nname = "B"', "a state of control"),
        ("[outline]\nrings = [[1, 2], [3, 4]]", "in a list"),
        ("[[outline]]\nrings = []", "give one \\[outline\\]"),
        (
            '[baseline]\nday = 2022-02-24\nbegan = 2022-03-01\nholder = "A"',
            "began 2022-03-01 is after day",
        ),
        ('[baseline]\nday = 2022-02-24T10:00:00\nholder = "A"', "is no date"),
    ],
)
def test_what_is_wrong_in_a_theatre_is_named(tmp_path: Path, words: str, why: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(MINE + words + "\n", encoding="utf-8")
    with pytest.raises(TheatreError, match=why):
        load(str(file))


def test_a_theatre_extends_a_packaged_one(tmp_path: Path) -> None:
    file = tmp_path / "later.toml"
    file.write_text(
        'extends = "ukraine"\n[baseline]\nday = 2022-09-01\nbegan = 2022-02-24\nholder = "UA"\n',
        encoding="utf-8",
    )
    found, whole = load(str(file)), load("ukraine")
    assert (found.name, found.labels, found.rivers, found.outline) == (
        whole.name,
        whole.labels,
        whole.rivers,
        whole.outline,
    )
    assert found.baseline is not None
    assert (found.baseline.areas, found.baseline.began) == ((), date(2022, 2, 24))
    file.write_text('extends = "narnia"\n', encoding="utf-8")
    load.cache_clear()
    with pytest.raises(TheatreError, match="it extends 'narnia'; give one of drc"):
        load(str(file))


def test_crimea_is_within_ukraines_outline() -> None:
    (ring,) = [
        r for r in load("ukraine").outline if any(lat < 44.6 and 33 < lon < 35 for lat, lon in r)
    ]
    assert min(lon for _, lon in ring) < 23


def test_there_are_wars_with_other_and_more_sides() -> None:
    assert {"ukraine", "sudan", "syria"} <= set(known())
    assert len(load("syria").labels) > 2


def test_an_error_has_its_parts(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(MINE + '[[belligerent]]\nlabel = "B"\nname = "B"\nkind = "gang"\n')
    with pytest.raises(FoglineError) as caught:
        load(str(file))
    error = caught.value
    assert (error.where, error.what) == ("belligerent 'B'", "unknown kind 'gang'")
    assert error.advice == "give one of state, external, armed group"


def test_a_file_of_sources_names_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text('[[publisher]]\nname = "Daily"\ndomains = ["Daily.ORG"]\n', encoding="utf-8")
    assert load("ukraine", str(file)).publishers[0].owns("news.daily.org")
    file = tmp_path / "wrong.toml"
    file.write_text('[[publisher]]\ndomains = ["x.org"]\n', encoding="utf-8")
    with pytest.raises(TheatreError, match="a publisher without the key 'name'"):
        load("ukraine", str(file))


def test_an_unknown_theatre_lists_those_there_are() -> None:
    with pytest.raises(TheatreError, match="sudan, syria, ukraine"):
        load("narnia")


def test_a_theatre_file_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        MINE,
        encoding="utf-8",
    )
    assert load(str(file)).labels == ("A",)
    file2 = tmp_path / "bad.toml"
    file2.write_text("name = ", encoding="utf-8")
    with pytest.raises(TheatreError, match="not valid TOML"):
        load(str(file2))
    file3 = tmp_path / "short.toml"
    file3.write_text('name="x"', encoding="utf-8")
    with pytest.raises(TheatreError, match="box"):
        load(str(file3))


def test_the_enemy_depends_on_who_speaks() -> None:
    theatre = load("ukraine")
    assert theatre.side_of("Ukrainian General Staff, situation update") == "UA"
    assert theatre.side_of("Russian defence ministry, daily briefing") == "RU"
    assert theatre.enemy_of("UA") == "RU"
    assert theatre.enemy_of("RU") == "UA"
    assert theatre.side_of("Reuters") is None


def test_the_baseline_and_the_rivers_of_ukraine() -> None:
    theatre = load("ukraine")
    assert theatre.baseline is not None
    assert theatre.baseline.day.isoformat() == "2022-02-24"
    assert {a.holder for a in theatre.baseline.areas} == {"RU"}
    assert all(a.source for a in theatre.baseline.areas)
    assert {"Dnipro", "Oskil", "Siverskyi Donets", "Inhulets"} <= {
        n for r in theatre.rivers for n in r.names
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[baseline]\nday = 2022-01-01\nholder = "C"\n', "unknown holder 'C'; give one of A, B"),
        ('[baseline]\nday = "2022-01-01"\nholder = "A"\n', "is no date"),
        (
            '[baseline]\nday = 2022-01-01\nholder = "A"\n[[baseline.area]]\n'
            'name = "Q"\nholder = "B"\nring = [[1, 2], [3, 4]]\n',
            "Q: give at least 3 points",
        ),
        ('[[river]]\nnames = ["R"]\nline = [[1, 2], [300, 4]]\n', "R: give at least 2 points"),
    ],
)
def test_baselines_and_rivers_are_checked(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "mine.toml"
    sides = '[[belligerent]]\nlabel="A"\nname="A"\n[[belligerent]]\nlabel="B"\nname="B"\n'
    file.write_text(
        'name="mine"\ntitle="M"\ncountries=["FR"]\nbox=[1,2,3,4]\n' + sides + text, encoding="utf-8"
    )
    with pytest.raises(TheatreError, match=words):
        load(str(file))


@pytest.mark.parametrize("name", ["drc", "libya", "myanmar", "syria"])
def test_a_baseline_says_where_its_lines_are_known_from(name: str) -> None:
    start = load(name).baseline
    assert start is not None
    assert all(area.source for area in start.areas)


def test_ground_of_no_known_holder_is_unclear(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    area = '[[baseline.area]]\nname="Q"\nholder="unclear"\nring=[[1, 2], [3, 4], [1, 4]]\n'
    file.write_text(MINE + '[baseline]\nday=2022-01-01\nholder="A"\n' + area, encoding="utf-8")
    start = load(str(file)).baseline
    assert start is not None
    assert [a.holder for a in start.areas] == ["unclear"]


def test_a_theatre_adds_settlements(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    town = '[[settlement]]\nnames=["Q", "Q air base"]\nregion="R"\nlat=1.5\nlon=2.5\n'
    file.write_text(MINE + town, encoding="utf-8")
    (feature,) = load(str(file)).features
    assert (feature.names, feature.place.kind, feature.place.region, feature.place.lat) == (
        ("Q", "Q air base"),
        "settlement",
        "R",
        1.5,
    )


@pytest.mark.parametrize(
    ("label", "members", "words"),
    [
        ("A", '["B"]', "alliance 'A': this label is taken"),
        ("C", '["D"]', "member 'D'; give belligerents"),
        ("C", '["A", "A"]', "member 'A'; give belligerents"),
    ],
)
def test_alliances_are_checked(tmp_path: Path, label: str, members: str, words: str) -> None:
    file = tmp_path / "mine.toml"
    other = '[[belligerent]]\nlabel="B"\nname="B"\n'
    alliance = f'[[alliance]]\nlabel="{label}"\nname="C"\nmembers={members}\n'
    file.write_text(MINE + other + alliance, encoding="utf-8")
    with pytest.raises(TheatreError, match=words):
        load(str(file))


def test_a_theatre_knows_where_its_large_model_is_and_no_key(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    where = '[large_model]\nmodel="m"\nendpoint="http://localhost:8000/v1"\n'
    file.write_text(MINE + where, encoding="utf-8")
    found = load(str(file))
    assert found.large_model == ModelAddress("m", "http://localhost:8000/v1")
    assert found.spelling == replace(found, large_model=None).spelling  # readings are the same
    other = tmp_path / "other.toml"
    other.write_text(MINE + where + 'key="secret"\n', encoding="utf-8")
    with pytest.raises(TheatreError, match="large_model has 'key'; give model and endpoint here"):
        load(str(other))


def test_an_ally_holds_for_its_side(tmp_path: Path) -> None:
    syria = load("syria")
    assert syria.labels[syria.holder("RUS")] == "GOV"
    assert syria.labels[syria.holder("OPP")] == "OPP"
    assert syria.holder("nobody") == -1
    file = tmp_path / "mine.toml"
    file.write_text(MINE + 'holds_for="B"\n', encoding="utf-8")
    with pytest.raises(TheatreError, match=r"holds_for 'B'.*give one of"):
        load(str(file))
