"""GeoJSON maps as sources."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from fogline.model import Document, Reading
from fogline.reading import ReadingError, open_reader
from fogline.theatre import load

SQUARE = [[[36.0, 49.0], [37.0, 49.0], [37.0, 50.0], [36.0, 50.0], [36.0, 49.0]]]


def _feature(kind: str = "Polygon", coordinates: Any = SQUARE, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def _map(*features: Any, indent: int | None = None) -> str:
    return json.dumps(
        {"type": "FeatureCollection", "name": "карта", "features": list(features)},
        ensure_ascii=False,
        indent=indent,
    )


def _read(text: str, holder: str, day: date | None = date(2022, 9, 10)) -> Reading:
    return open_reader("maps", load("ukraine"), holder=holder).read(
        Document(text, "m", "Cartographer", day)
    )


@pytest.mark.parametrize("indent", [None, 2])
def test_each_polygon_is_a_claim_bound_to_its_characters(indent: int | None) -> None:
    text = _map(
        _feature(held="RU"),
        _feature("Point", [36.0, 49.0], held="RU"),
        _feature("MultiPolygon", [SQUARE, SQUARE], held="Ukrainian-held"),
        indent=indent,
    )
    reading = _read(text, "held")
    assert [(c.event, c.actor, c.status, c.speaker) for c in reading.claims] == [
        ("hold", "RU", "actual", "source"),
        ("hold", "UA", "actual", "source"),
    ]
    for claim, words in zip(reading.claims, ("RU", "Ukrainian-held"), strict=True):
        assert json.loads(claim.sentence.of(text))["properties"]["held"] == words
        assert claim.trigger.of(text) == claim.trigger_text == words
        assert claim.when.start == date(2022, 9, 10)
    assert len({c.id for c in reading.claims}) == 2
    place = reading.places[0].place
    assert place is not None
    assert (place.lat, place.lon) == (49.4, 36.4)


def test_a_label_serves_for_all_polygons_and_a_single_feature_is_a_map() -> None:
    (claim,) = _read(json.dumps(_feature()), "UA").claims
    assert claim.actor == "UA"


@pytest.mark.parametrize(
    ("text", "holder", "words"),
    [
        ("{", "RU", "not GeoJSON"),
        ("[]", "RU", "no GeoJSON: it needs an object of the type FeatureCollection or Feature"),
        (_map(), "RU", "no polygon in it"),
        (
            _map(_feature(side="RU")),
            "held",
            r"feature 1: holder 'held': no label and no property of it \(it has side\); "
            "give one of UA, RU",
        ),
        (
            _map(_feature(held="Atlantis")),
            "held",
            "feature 1: held 'Atlantis' is no side of ukraine",
        ),
        (_map(_feature("Polygon", [[["x", 1]]])), "RU", "feature 1: the geometry can't be read"),
        (_map(_feature("Polygon", [[[500, 1], [2, 3], [4, 5]]])), "RU", "outside -90..90"),
        (_map(_feature(), 3), "RU", "a feature that is no object"),
    ],
)
def test_maps_that_can_not_be_read(text: str, holder: str, words: str) -> None:
    with pytest.raises(ReadingError, match=words):
        _read(text, holder)


DEEPSTATE = _map(
    _feature(name="Окупована територія ///Occupied ///", fill="#a52714"),
    _feature(name="Звільнена територія ///Liberated ///", fill="#0f9d58"),
    _feature(name="Невизначений статус ///Unknown status ///", fill="#bcaaa4"),
    _feature(name="Інші території ///Foreign ///"),
    _feature("Point", [36.0, 49.0], name="Штаб ///Headquarters ///"),
    _feature("GeometryCollection", None, name="Occupied Crimea"),
    indent=1,
)
SIDES = {"occupied": "RU", "Liberated": "UA", "unknown": "-"}


def _legend(text: str, holder: str = "name", **options: Any) -> Reading:
    return open_reader("maps", load("ukraine"), holder=holder, **options).read(
        Document(text, "m", "Cartographer", date(2022, 9, 10))
    )


def test_a_legend_tells_the_sides_and_foreign_labels_are_left_out() -> None:
    whole = json.loads(DEEPSTATE)
    whole["features"][-1]["geometry"] = {
        "type": "GeometryCollection",
        "geometries": [{"type": "Point", "coordinates": [1, 2]}, _feature()["geometry"]],
    }
    for ascii in (True, False):
        text = json.dumps(whole, ensure_ascii=ascii)
        reading = _legend(text, sides=SIDES)
        assert [(c.actor, json.loads(c.sentence.of(text))["properties"]["name"]) for c in
            reading.claims] == [
            ("RU", "Окупована територія ///Occupied ///"),
            ("UA", "Звільнена територія ///Liberated ///"),
            ("RU", "Occupied Crimea"),
        ]  # fmt: skip
        for claim in reading.claims:
            assert json.loads(f'"{claim.trigger.of(text)}"') == claim.actor_text
        assert [(left.where, left.fault) for left in reading.left_out] == [
            ("feature 3", False),
            ("feature 4", True),
            ("feature 5", False),
            ("feature 6", False),
        ]
        assert "is none of occupied, Liberated, unknown" in reading.left_out[1].why
        assert reading.left_out[2].why == "no polygon, but Point"
        assert reading.left_out[3].why == "beside its polygons, GeometryCollection of Point"


POINTS = {
    "type": "GeometryCollection",
    "geometries": [
        {"type": "Point", "coordinates": [37.0, 49.0]},
        {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [37, 49]}]},
        {"type": "LineString", "coordinates": [[37.0, 49.0], [38.0, 49.0]]},
    ],
}


def _of(geometry: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"name": "occupied"}, "geometry": geometry}


def test_collections_without_an_area_are_left_out_with_what_they_hold() -> None:
    empty = {"type": "GeometryCollection", "geometries": []}
    reading = _legend(_map(_of(POINTS), _of(empty), _of(None), _feature(name="occupied")), "RU")
    assert len(reading.claims) == 1
    assert [(left.why, left.fault) for left in reading.left_out] == [
        ("no polygon, but GeometryCollection of LineString, 2 Point", False),
        ("no polygon, but GeometryCollection of nothing", False),
        ("no polygon, but no geometry", False),
    ]
    with pytest.raises(ReadingError, match=r"no polygon in it; .* it has 1 other features"):
        _legend(_map(_of(POINTS)), "RU")


def test_of_collections_the_areas_are_kept() -> None:
    area = _feature()["geometry"]
    mixed = {"type": "GeometryCollection", "geometries": [area, POINTS, area]}
    reading = _legend(_map(_of(mixed)), "RU")
    assert len(reading.claims) == 1
    (left,) = reading.left_out
    assert left.why == "beside its polygons, GeometryCollection of LineString, 2 Point"
    only = {"type": "GeometryCollection", "geometries": [area]}
    assert _legend(_map(_of(only)), "RU").left_out == ()


def test_a_fault_is_told_before_what_no_polygon_is() -> None:
    """By what went wrong, not by the words for it: a value may begin with any."""
    text = _map(_of(POINTS), _feature(name="no polygon"))
    with pytest.raises(ReadingError, match="feature 2: name 'no polygon' is none of occupied"):
        _legend(text, sides={"occupied": "RU"})


@pytest.mark.parametrize(
    ("value", "side"),
    [
        ("OCCUPIED", "RU"),
        ("occupied by Wagner", "RU"),
        ("Not occupied", None),
        ("unoccupied", None),
        ("occupied by Ukrainian forces", None),
        ("Occupied /// Liberated", None),
        ("occupiedness", None),
        (7, None),
    ],
)
def test_a_value_means_a_side_or_is_left_out(value: Any, side: str | None) -> None:
    text = _map(_feature(name=value), _feature(name="liberated"))
    found = [c.actor for c in _legend(text, sides=SIDES).claims]
    assert found == ([side] if side else []) + ["UA"]


def test_numbers_name_sides_too() -> None:
    text = _map(_feature(code=1, name="1"), _feature(code=2))
    reading = _legend(text, "code", sides={"1": "RU", "2": "UA"})
    assert [(c.actor, c.trigger.of(text)) for c in reading.claims] == [("RU", "1"), ("UA", "2")]
    assert text[reading.claims[0].trigger.start - 8 :].startswith('"code": 1')


def test_only_polygons_that_are_asked_for() -> None:
    text = _map(
        _feature(type="occupied", year=2022),
        _feature(type="occupied", year=2014),
        _feature(type="contested", year=2022),
        _feature(type="claimed", year=2022),
    )
    where = {"type": ["occupied", "contested"], "year": ["2022"]}
    reading = _legend(text, "RU", where=where)
    assert [json.loads(c.sentence.of(text))["properties"]["type"] for c in reading.claims] == [
        "occupied",
        "contested",
    ]
    assert {left.why for left in reading.left_out} == {
        "left out as asked: year is not 2022",
        "left out as asked: type is not occupied or contested",
    }
    with pytest.raises(
        ReadingError, match=r"feature 1 \(and 3 more\): left out as asked: type is not lost"
    ):
        _legend(text, "RU", where={"type": ["lost"]})


@pytest.mark.parametrize(
    ("holder", "sides", "words"),
    [
        ("name", {"occupied": "XX"}, "the side 'XX' of 'occupied': no side of ukraine; give one"),
        ("RU", {"occupied": "RU"}, "holder 'RU': a side's label for all areas"),
    ],
)
def test_legends_that_can_not_be(holder: str, sides: dict[str, str], words: str) -> None:
    with pytest.raises(ReadingError, match=words):
        _legend(DEEPSTATE, holder, sides=sides)


def test_a_map_needs_a_day() -> None:
    with pytest.raises(ReadingError, match="give it with --day"):
        _read(_map(_feature()), "RU", None)
