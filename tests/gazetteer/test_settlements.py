"""All settlements of a theatre, each once."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.gazetteer.gazetteer import OpenGazetteers
from fogline.gazetteer.settlements import SCHEMA, keep, kept, merge
from fogline.model import Place
from fogline.theatre import load

PLACES = st.lists(
    st.builds(
        lambda n, name, lat, lon, region: Place(f"i{n}", name, "settlement", lat, lon, region, 1.0),
        st.integers(0, 10**6),
        st.sampled_from(["Lyman", "Liman", "Izium", "Balka"]),
        st.floats(47, 50),
        st.floats(35, 39),
        st.sampled_from(["", "East", "West"]),
    ),
    max_size=30,
    unique_by=lambda p: p.id,
)


@given(PLACES)
def test_every_id_leads_to_a_place_of_its_name_nearby(entries: list[Place]) -> None:
    found = merge(entries)
    assert set(found.position) == {e.id for e in entries}
    assert len(found.places) <= len(entries)
    for e in entries:
        place = found.places[found.position[e.id]]
        assert abs((place.lat or 0) - (e.lat or 0)) < 0.05
    assert merge(reversed(entries)) == found
    base = sqlite3.connect(":memory:")
    base.executescript(SCHEMA)
    keep(base, found)
    assert kept(base) == found
    assert list(kept(base).position) == list(found.position)


def test_an_index_keeps_the_settlements_merged(monkeypatch: pytest.MonkeyPatch) -> None:
    theatre = load("ukraine")
    found = OpenGazetteers().open(theatre)
    again = found.merged()
    monkeypatch.setattr(found, "merged", lambda: pytest.fail("merged again"))
    assert found.settlements == again


def test_entries_of_two_files_become_one_with_the_region_of_either() -> None:
    one = Place("osm:1", "Izium", "settlement", 49.19, 37.28, "Kharkiv Oblast", 3.9)
    two = Place("gn:2", "Izyum", "settlement", 49.21, 37.26, "", 4.6)
    far = Place("osm:3", "Izium", "settlement", 48.0, 36.0, "Elsewhere", 2.0)
    lone = Place("gn:4", "Kamianka", "settlement", 49.15, 37.3, "", 2.0)
    found = merge([two, one, far, lone])
    assert [p.id for p in found.places] == ["osm:1", "osm:3", "gn:4"]
    assert found.places[found.position["gn:2"]] == Place(
        "osm:1", "Izium", "settlement", 49.19, 37.28, "Kharkiv Oblast", 4.6
    )
    assert found.places[found.position["gn:4"]].region == "Kharkiv Oblast"
