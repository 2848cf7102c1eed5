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
            r"holder 'held' is no label and no property of feature 1 \(it has side\); "
            "give one of UA, RU",
        ),
        (
            _map(_feature(held="Atlantis")),
            "held",
            "held 'Atlantis' of feature 1 is no side of ukraine",
        ),
        (_map(_feature("Polygon", [[["x", 1]]])), "RU", "the geometry of feature 1 can't be read"),
        (_map(_feature("Polygon", [[[500, 1], [2, 3], [4, 5]]])), "RU", "outside -90..90"),
        (_map(_feature(), 3), "RU", "a feature that is no object"),
    ],
)
def test_maps_that_can_not_be_read(text: str, holder: str, words: str) -> None:
    with pytest.raises(ReadingError, match=words):
        _read(text, holder)


def test_a_map_needs_a_day() -> None:
    with pytest.raises(ReadingError, match="give it with --day"):
        _read(_map(_feature()), "RU", None)
