"""What the map's layers, tooltips and timeline are made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import shapely
from fastapi.testclient import TestClient
from shapely.geometry import shape
from web_help import answer

Get = Callable[..., Any]
DAY = "2022-09-12"


def test_ground_has_the_colour_of_what_is_known(get: Get) -> None:
    found = get("/front", day=DAY)
    areas = [f for f in found["features"] if f["properties"]["layer"] == "area"]
    looks = {(f["properties"]["label"], f["properties"]["look"]): f for f in areas}
    assert {look for _, look in looks} == {"held", "believed", "unknown"}
    fought_for, quiet = shapely.Point(37.27, 49.19), shapely.Point(24.03, 49.84)
    assert shape(looks["UA", "held"]["geometry"]).covers(fought_for)
    assert shape(looks["UA", "unknown"]["geometry"]).covers(quiet)
    for state in ("UA", "RU"):
        sizes = sum(f["properties"]["km2"] for (s, _), f in looks.items() if s == state)
        mapped = next(e["km2"] for e in found["extents"] if e["state"] == state)
        assert sizes == pytest.approx(mapped, rel=0.01)


def test_a_claim_is_a_layer_where_its_side_alone_believes_it(get: Get) -> None:
    found = get("/layers", day=DAY)
    claimed = [f["properties"] for f in found["features"] if f["properties"]["layer"] == "claimed"]
    assert claimed
    for c in claimed:
        place = get(f"/places/{c['id']}", day=DAY)
        assert place["why"]["chances"][c["side"]] < 0.5
        assert c["chance"] == round(100 * place["why"]["chances"][c["side"]])
        assert 0 <= c["ago"] < found["claimed_days"]
    ground = {
        f["properties"]["side"]: f for f in found["features"] if "-" in f["properties"]["layer"]
    }
    assert set(ground) == {c["side"] for c in claimed}
    izium = [c for c in claimed if c["name"].startswith("Iz")]
    assert izium == [], "what was true before it changed hands is no claim of today"


def test_fighting_is_counted_by_place(get: Get) -> None:
    found = get("/layers", day=DAY)
    fights = [f["properties"] for f in found["features"] if f["properties"]["layer"] == "fighting"]
    assert len(fights) > 3
    assert all(f["n"] >= 1 for f in fights)


def test_the_changed_ground_is_that_of_the_places_that_changed(get: Get) -> None:
    window = {"since": "2022-09-05", "day": DAY}
    found, listed = get("/changed", **window), get("/changes", **window)
    points = [f for f in found["features"] if f["properties"]["layer"] == "changed"]
    assert len(points) == listed["total"]
    ground = {
        f["properties"]["gained"]: shape(f["geometry"])
        for f in found["features"]
        if f["properties"]["layer"] == "changed-ground"
    }
    for p in points:  # some lie a little outside the land's outline
        assert ground[p["properties"]["gained"]].distance(shape(p["geometry"])) < 0.05
    assert get("/changed", since=DAY, day=DAY)["features"] == []


def test_each_place_has_a_holder_and_the_days_since_it_was_named(get: Get) -> None:
    found, places = get("/holders", day=DAY), get("/places")
    assert len(found["state"]) == len(found["chance"]) == len(found["named"]) == len(places["id"])
    k = places["name"].index("Izyum")
    at = places["position"][k]
    assert found["states"][found["state"][at]] == "UA"
    why = get(f"/places/{places['id'][k]}", day=DAY)["why"]
    assert found["chance"][at] == round(100 * max(why["chances"].values()))
    assert 0 <= found["named"][at] <= 3
    assert -1 in found["named"]


def test_the_timeline_counts_claims_and_changes_by_day(get: Get) -> None:
    found = get("/timeline")
    assert (found["first"], found["last"]) == ("2022-08-31", "2022-09-15")
    assert set(found["claims"]) == {"ground", "fighting", "fire", "other"}
    assert all(len(n) == 16 for n in (*found["claims"].values(), *found["changes"].values()))
    assert sum(found["changes"]["UA"]) > sum(found["changes"]["RU"])
    one = get("/timeline", source="Demo pro-Russian channel")
    assert 0 < sum(map(sum, one["claims"].values())) < sum(map(sum, found["claims"].values()))


def test_the_picture_shows_some_bounds(client: TestClient) -> None:
    whole, part = (
        answer(client, "/api/v1/front.svg", {"day": DAY, **more}).text
        for more in ({}, {"bbox": "36,48.5,38.5,50"})
    )
    assert whole != part
    assert "Izyum" in part
    assert DAY in part
    assert "GeoNames" in part


@pytest.mark.parametrize("bbox", ["38,48,36,50", "36,48,38", "a,b,c,d", "36,48,38,95"])
def test_bounds_that_bound_nothing_are_told(client: TestClient, bbox: str) -> None:
    response = answer(client, "/api/v1/front.svg", {"day": DAY, "bbox": bbox})
    assert response.status_code == 422
    assert bbox in response.json()["detail"]
