"""Claims about regions, banks of rivers, and polygons of maps."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from war import BASELINE, FIRST, REGIONS, Claims

from fogline.control import Control, Options, estimate
from fogline.control.places import Settlements
from fogline.control.rivers import bank_of
from fogline.gazetteer import open_gazetteer
from fogline.theatre import load

RIVER = """
[[river]]
names = ["Long River", "Long"]
line = [[13.0, 22.0], [10.0, 22.0]]
"""


@pytest.fixture(scope="module")
def theatre(grid: Callable[..., tuple[str, list[Any]]]) -> str:
    return grid(rows=8, columns=8, baseline=BASELINE.format(lon=24.5), speakers=REGIONS + RIVER)[0]


def _told(
    theatre: str,
    cues: list[tuple[str, str]],
    event: str = "withdraw",
    actor: str = "RED",
    region: str = "North",
    day_of_end: int = 20,
    **more: Any,
) -> Control:
    """The estimate of one territorial claim, neighbours left aside."""
    claims = Claims([])
    marks = json.dumps([{"role": role, "start": 0, "end": 1, "text": text} for role, text in cues])
    row = {
        "kind": "admin",
        "relation": "from" if event == "withdraw" else "in",
        "cues": marks,
        **more,
    }
    claims.add(f"{load(theatre).name}:{region}", 10, event, actor, **row)
    return estimate(
        claims.view(),
        Options(theatre=theatre, start=FIRST, end=FIRST + timedelta(day_of_end), neighbours=False),
    )


def _freed(control: Control) -> set[str]:
    """Places that are the other side's in the end, of all that were RED's."""
    return {
        p.id for p, state in zip(control.places, control.holder(20), strict=True) if state == "BLU"
    }


def _ids(control: Control, condition: Callable[[float, float], bool]) -> set[str]:
    return {p.id for p in control.places if condition(p.lat or 0, p.lon or 0)}


def test_a_withdrawal_from_a_whole_region_frees_it_and_nothing_else(theatre: str) -> None:
    control = _told(theatre, [("whole", "completed")])
    north = _ids(control, lambda lat, lon: lat > 11.5)
    assert len(north & _freed(control)) > 0.9 * len(north)
    assert not _freed(control) - north


@pytest.mark.parametrize(
    "cues", [[], [("whole", "all"), ("aim", "goal")], [("whole", "all"), ("disputed", "falsely")]]
)
def test_without_quantity_as_an_aim_or_in_dispute_it_frees_nothing(
    theatre: str, cues: list[tuple[str, str]]
) -> None:
    assert not _freed(_told(theatre, cues))


def test_a_denied_or_future_claim_frees_nothing(theatre: str) -> None:
    assert not _freed(_told(theatre, [("whole", "all")], polarity="negative"))
    assert not _freed(_told(theatre, [("whole", "all")], status="future"))


def test_a_bank_is_a_part_of_the_region(theatre: str) -> None:
    control = _told(
        theatre,
        [("whole", "all"), ("bank", "west of the Long River")],
        event="capture",
        actor="BLU",
    )
    west = _ids(control, lambda lat, lon: lat > 11.5 and lon < 21.9)
    assert len(west & _freed(control)) > 0.85 * len(west)
    assert not _freed(control) & _ids(control, lambda lat, lon: lat < 11.4 or lon > 22.3)


def test_who_withdraws_to_a_bank_leaves_the_other(theatre: str) -> None:
    control = _told(theatre, [("bank", "to the left bank of the Long River")])
    # The river runs south: its left bank is the eastern one.
    west = _ids(control, lambda lat, lon: lat > 11.5 and lon < 21.9)
    assert len(west & _freed(control)) > 0.85 * len(west)
    assert not _freed(control) & _ids(control, lambda lat, lon: lon > 22.3)


def test_what_is_left_out_stays(theatre: str) -> None:
    gazetteer = open_gazetteer(load(theatre))
    place = next(
        p for p in gazetteer.settlements.places if (p.lat or 0) > 12.5 and 21 < (p.lon or 0) < 22
    )
    whole = _told(theatre, [("whole", "all")], event="capture", actor="BLU")
    except_one = _told(
        theatre,
        [("whole", "all"), ("except", f"except {place.name}")],
        event="capture",
        actor="BLU",
    )
    day = FIRST + timedelta(10)
    assert except_one.at(place.id, day)["RED"] > whole.at(place.id, day)["RED"] + 0.1


def test_sides_of_rivers() -> None:
    ukraine = load("ukraine")
    oskil = next(r for r in ukraine.rivers if "Oskil" in r.names)
    dnipro = next(r for r in ukraine.rivers if "Dnipro" in r.names)
    gazetteer = open_gazetteer(ukraine)
    field = Settlements(ukraine, gazetteer.settlements.places, gazetteer.settlements.position)

    def near(lat: float, lon: float) -> int:
        return int(np.hypot(field.lat - lat, field.lon - lon).argmin())

    izium, svatove, kherson, melitopol = (
        (49.2, 37.27),
        (49.41, 38.15),
        (46.66, 32.6),
        (46.85, 35.37),
    )
    west, left = (
        bank_of(field, oskil, "west of the oskil river"),
        bank_of(field, dnipro, "left bank of the dnipro"),
    )
    assert west is not None
    assert left is not None
    assert west[near(*izium)]
    assert not west[near(*svatove)]
    assert left[near(*melitopol)]
    assert not left[near(*kherson)]
    assert bank_of(field, oskil, "beside the oskil") is None


def test_a_polygon_of_a_map_holds_the_places_inside(theatre: str) -> None:
    ring = [[20.0, 10.0], [22.0, 10.0], [22.0, 11.5], [20.0, 11.5], [20.0, 10.0]]
    hole = [[20.5, 10.5], [21.0, 10.5], [21.0, 11.0], [20.5, 11.0], [20.5, 10.5]]
    feature = json.dumps(
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring, hole]}}
    )
    claims = Claims([])
    for day in (8, 9, 10):
        claims.add(
            "map:abc:0",
            day,
            "hold",
            "BLU",
            "Cartographer",
            kind="other",
            sentence=feature,
            cues="[]",
        )
    control = estimate(
        claims.view(),
        Options(theatre=theatre, start=FIRST, end=FIRST + timedelta(20), neighbours=False),
    )
    drawn = {
        p.id for z in control.inputs.zones for p in np.array(control.places, dtype=object)[z.places]
    }
    inside = _ids(
        control,
        lambda lat, lon: lat < 11.5 and lon < 22 and not (10.5 < lat < 11 and 20.5 < lon < 21),
    )
    assert drawn == inside
    assert len(inside & _freed(control)) > 0.8 * len(inside)
    assert control.first == date(2030, 1, 1)


def test_what_is_under_way_comes_in_steps(theatre: str) -> None:
    cues = [("whole", "all"), ("object", "x")]
    done, under_way = (
        _told(theatre, [*cues, *more], day_of_end=35) for more in ([], [("ongoing", "began")])
    )
    (zone,) = under_way.inputs.zones
    assert zone.steps == (0, 7, 14, 21)
    assert done.inputs.zones[0].steps == (0,)
    north = [k for k, p in enumerate(under_way.places) if p.region == "North"]
    left = [1 - under_way.chances[day, 0, north].mean() for day in (9, 12, 19, 26, 33)]
    assert left == sorted(left)
    assert left[1] < 1 - done.chances[12, 0, north].mean()


@pytest.mark.parametrize(
    "told",
    [
        {"cues": [("whole", "all"), ("object", "x"), ("before", "since")]},
        {"cues": [("whole", "all"), ("object", "x")], "start": FIRST - timedelta(30)},
    ],
)
def test_what_had_happened_by_then_says_nothing_of_when(theatre: str, told: dict[str, Any]) -> None:
    control = _told(theatre, told.pop("cues"), "capture", "BLU", **told)
    (zone,) = control.inputs.zones
    assert zone.change == 0
    assert zone.state > 0
