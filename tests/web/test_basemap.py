"""What the map stands on: land, water, borders, regions and rivers."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from shapely.geometry import Point, shape

from fogline.theatre import load
from fogline.web.basemap import BaseMap, area_of, credits_of

THEATRES = ("ukraine", "syria", "gaza", "sudan", "drc", "libya", "myanmar")
_BASE = BaseMap()


@cache
def _around(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(_BASE.around(load(name)))["features"]
    return found


@pytest.mark.parametrize("name", THEATRES)
def test_every_theatre_has_land_borders_and_regions(name: str) -> None:
    kinds = [f["properties"]["kind"] for f in _around(name)]
    assert kinds.count("land") == 1
    assert {"border", "region"} <= set(kinds)
    assert area_of(load(name)) == name


def test_crimea_is_drawn_as_contested_and_once() -> None:
    crimea = [f for f in _around("ukraine") if "Crimea" in f["properties"].get("about", "")]
    assert [f["properties"]["kind"] for f in crimea] == ["contested"]
    lines = [
        p
        for part in crimea[0]["geometry"]["coordinates"]
        for p in (part if isinstance(part[0], list) else [part])
    ]
    assert all(32 < lon < 36 and 45.5 < lat < 46.6 for lon, lat in lines)
    assert any("Crimea" in line for line in _BASE.contested_borders)


def test_rivers_have_their_names_in_each_language() -> None:
    rivers = {f["properties"]["en"]: f["properties"] for f in _around("ukraine") if _river(f)}
    assert rivers["Dnipro"]["uk"] == "Дніпро"
    assert rivers["Siverskyi Donets"]["ru"] == "Северский Донец"
    assert rivers["Danube"]["ar"] == "الدانوب"


def _river(feature: dict[str, Any]) -> bool:
    return bool(feature["properties"]["kind"] == "river")


@pytest.mark.parametrize(
    ("name", "wet", "dry"),
    [
        ("ukraine", ((46.3, 31.0), (45.9, 35.4), (47.45, 34.2)), ((46.64, 32.61), (47.1, 37.55))),
        ("gaza", ((31.5, 34.2),), ((31.5, 34.47),)),
        ("drc", ((-2.0, 29.2),), ((-1.67, 29.22),)),
    ],
)
def test_seas_and_lakes_are_water_and_towns_beside_them_are_not(
    name: str, wet: tuple[tuple[float, float], ...], dry: tuple[tuple[float, float], ...]
) -> None:
    found = json.loads(_BASE.water(load(name)))["features"]
    assert [f["properties"]["kind"] for f in found] == ["land", "water"]
    water = shape(found[1]["geometry"])
    assert all(water.contains(Point(lon, lat)) for lat, lon in wet)
    assert not any(water.contains(Point(lon, lat)) for lat, lon in dry)


def test_a_theatre_inside_a_packaged_area_has_it_and_another_has_the_world() -> None:
    ukraine = load("ukraine")
    donbas = replace(ukraine, name="donbas", box=(47.0, 36.5, 50.0, 40.0))
    assert area_of(donbas) == "ukraine"
    assert len(credits_of(donbas)) == 2
    elsewhere = replace(ukraine, name="elsewhere", box=(-35.0, -70.0, -20.0, -55.0))
    assert area_of(elsewhere) == ""
    assert len(credits_of(elsewhere)) == 1
    kinds = {f["properties"]["kind"] for f in json.loads(_BASE.around(elsewhere))["features"]}
    assert kinds == {"land", "border", "river"}  # its rivers are its own
    assert json.loads(_BASE.water(elsewhere))["features"] == []
