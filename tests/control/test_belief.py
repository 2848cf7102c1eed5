"""How far claims are believed, and what wrong ones among real ones do."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from war import BASELINE, FIRST, REGIONS, SIDES, Claims, judged_estimate

from fogline.control import Control, estimate, explain, updated
from fogline.control.field import FieldControl
from fogline.control.injection import WrongClaims, with_wrong
from fogline.control.territory_belief import Corroboration
from fogline.errors import UsageError
from fogline.theatre import load

WHOLE = json.dumps(
    [{"role": role, "start": 0, "end": 1, "text": role} for role in ("whole", "object")]
)


@pytest.fixture(scope="module")
def theatre(grid: Callable[..., tuple[str, list[Any]]]) -> str:
    return grid(rows=8, columns=8, baseline=BASELINE.format(lon=24.5), speakers=REGIONS)[0]


def _estimate(theatre: str, claims: Claims) -> FieldControl:
    return judged_estimate(theatre, claims, 40)


def _region_taken(
    theatre: str, claims: Claims, day: int, source: str, event: str = "capture"
) -> None:
    place = f"{load(theatre).name}:North"
    claims.add(
        place, day, event, "BLU", source, kind="admin", relation="in", cues=WHOLE,
        document=f"{source}-{day}",
    )  # fmt: skip


def _fought_for(claims: Claims, control: Control, side: str, days: range) -> None:
    """Claims that a side goes on repelling attacks at the places of the north."""
    for k, place in enumerate(p for p in control.places if p.region == "North"):
        for day in days:
            if (k + day) % 4 == 0:
                claims.add(place.id, day, "repel", side, "Watch", relation="in")


def test_a_region_is_not_taken_where_its_holder_goes_on_fighting(theatre: str) -> None:
    claims = Claims([])
    claims.add("p0", 1, "hold", "RED")
    control = _estimate(theatre, claims)
    _fought_for(claims, control, "RED", range(5, 35))
    _region_taken(theatre, claims, 15, "Alpha")
    control = _estimate(theatre, claims)
    (zone,) = control.inputs.zones
    assert zone.believed < 0.3
    place = next(p.id for p in control.places if p.region == "North")
    told = explain(control, place, FIRST + timedelta(15)).reasons
    (taken,) = (r for r in told if r.claim.event == "capture")
    assert "claims speak against it at" in taken.why
    day, north = (
        control.day(FIRST + timedelta(20)),
        [k for k, p in enumerate(control.places) if p.region == "North"],
    )
    red = SIDES.index("RED")
    before = control.chances[0, red, north].mean()
    assert control.chances[day, red, north].mean() > before - 0.15


def test_other_documents_bear_a_territory_out(theatre: str) -> None:
    found = []
    for sources in (("Alpha",), ("Alpha", "Bravo", "Carol")):
        claims = Claims([])
        claims.add("p0", 1, "hold", "RED")
        for day, source in enumerate(sources, 15):
            _region_taken(theatre, claims, day, source)
        found.append(max(z.believed for z in _estimate(theatre, claims).inputs.zones))
    assert found[0] < found[1]


def test_a_lone_capture_far_behind_the_front_is_doubted_and_says_so(theatre: str) -> None:
    claims = Claims([])
    control = _estimate(theatre, _one(claims))
    west = int(np.argmin(control.lon))
    holder = control.states[int(control.chances[0, :-1, west].argmax())]
    other = next(s for s in SIDES if s != holder)
    near = _one(Claims([]))
    near.add(control.places[west].id, 20, "capture", other, "Alpha")
    alone = _estimate(theatre, near)
    place, day = control.places[west].id, FIRST + timedelta(21)
    assert alone.at(place, day)[other] < 0.7
    told = [r for r in explain(alone, place, day).reasons if r.claim.event == "capture"]
    assert told
    assert max(r.believed for r in told) < 0.7
    assert all("no other document speaks of the place then" in r.why for r in told)
    for source in ("Bravo", "Carol", "Delta"):
        near.add(control.places[west].id, 20, "capture", other, source)
    assert _estimate(theatre, near).at(place, day)[other] > alone.at(place, day)[other]


def test_two_documents_make_a_capture_and_one_alone_does_not(theatre: str) -> None:
    one = Claims([])
    one.add("p0", 20, "capture", "BLU", "Alpha")
    day = FIRST + timedelta(21)
    alone = _estimate(theatre, one).at("p0", day)["BLU"]
    assert alone <= 0.7
    one.add("p0", 22, "capture", "BLU", "Bravo")
    assert _estimate(theatre, one).at("p0", day + timedelta(2))["BLU"] > max(0.7, alone)


def test_an_update_keeps_what_was_believed_and_judges_what_is_new(theatre: str) -> None:
    claims = _one(Claims([]))
    _region_taken(theatre, claims, 15, "Alpha")
    control = _estimate(theatre, claims)
    before = {z.claim: z.believed for z in control.inputs.zones}
    claims.add("p5", 30, "capture", "BLU", "Bravo")
    _region_taken(theatre, claims, 20, "Carol")
    more = updated(control, claims.view())
    after = {z.claim: z.believed for z in more.inputs.zones}
    assert {c: after[c] for c in before} == pytest.approx(before)
    assert len(after) == len(before) + 1
    assert more.made_by == "judged"
    assert ((more.inputs.items.believed > 0) & (more.inputs.items.believed < 1)).all()


def test_a_little_believed_territory_bears_no_other_out(theatre: str) -> None:
    """What counts is how far the others are believed themselves."""
    claims = _one(Claims([]))
    for day, source in ((15, "Alpha"), (20, "Bravo")):
        _region_taken(theatre, claims, day, source)
    inputs = _estimate(theatre, claims).inputs
    same = Corroboration(inputs)
    doubted, trusted = (tuple(replace(z, believed=b) for z in inputs.zones) for b in (0.01, 0.99))
    assert same.bears_out(0, doubted) < 0.1 < 1 < same.bears_out(0, trusted)


def test_nobody_takes_again_what_was_taken_weeks_ago(theatre: str) -> None:
    claims = _one(Claims([]))
    for day, source in ((5, "Alpha"), (12, "Bravo"), (30, "Charlie")):
        _region_taken(theatre, claims, day, source)
    _region_taken(theatre, claims, 38, "Delta", event="hold")
    inputs = _estimate(theatre, claims).inputs
    assert [z.day for z in inputs.zones] == [5, 12, 30, 38]
    same, alone = Corroboration(inputs), Corroboration(replace(inputs, zones=inputs.zones[:3]))
    assert [same.bears_out(k, inputs.zones) > 0 for k in range(4)] == [True] * 4
    borne_out = [alone.bears_out(k, inputs.zones[:3]) > 0 for k in range(3)]
    assert borne_out == [True, True, False]


def _one(claims: Claims) -> Claims:
    claims.add("p0", 1, "hold", "RED")
    return claims


CLAIM = st.tuples(
    st.integers(0, 35), st.integers(0, 39), st.sampled_from(["capture", "hold", "withdraw"]),
    st.sampled_from(SIDES), st.sampled_from(["Alpha", "Bravo"]),
)  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(st.lists(CLAIM, min_size=1, max_size=20))
def test_belief_is_a_chance(theatre: str, told: list[tuple[int, int, str, str, str]]) -> None:
    claims = Claims([])
    for place, day, event, side, source in told:
        claims.add(f"p{place}", day, event, side, source)
    control = _estimate(theatre, claims)
    believed = control.inputs.items.believed
    assert np.isfinite(control.chances).all()
    assert ((believed > 0) & (believed < 1)).all()


@pytest.mark.parametrize("kind", ["regional", "local", "swapped"])
def test_wrong_claims_are_put_among_the_real_ones(theatre: str, kind: str) -> None:
    claims = Claims([])
    for k in range(12):
        claims.add(f"p{k}", 5 + k, "capture", SIDES[k % 2], "Alpha")
    control, view = _estimate(theatre, claims), claims.view()
    misled = with_wrong(control, WrongClaims(kind, 7, seed=3))
    assert misled.equals(with_wrong(control, WrongClaims(kind, 7, seed=3)))
    assert misled.num_rows == view.num_rows + 7
    assert len(set(misled["id"].to_pylist())) == misled.num_rows
    rows = misled.slice(view.num_rows).to_pylist()
    assert all(r["kind"] == "admin" or kind != "regional" for r in rows)
    assert estimate(misled, control.inputs.options, "judged").chances.shape == control.chances.shape


def test_unknown_wrong_claims_are_refused() -> None:
    with pytest.raises(UsageError, match="regional, local, swapped"):
        WrongClaims("foreign", 3)
    with pytest.raises(UsageError, match="1 or more"):
        WrongClaims("local", 0)


def test_an_explanation_says_when_a_place_was_last_named(theatre: str) -> None:
    claims = Claims([])
    claims.add("p0", 10, "hold", "RED")
    claims.add("p0", 30, "hold", "RED")
    control = _estimate(theatre, claims)
    assert explain(control, "p0", FIRST + timedelta(20)).named == FIRST + timedelta(10)
    other = next(p.id for p in control.places if p.id != "p0")
    assert explain(control, other, FIRST + timedelta(20)).named is None


def test_a_source_alone_is_believed_as_far_as_among_the_others(theatre: str) -> None:
    claims = Claims([])
    claims.add("p0", 10, "capture", "BLU", "Alpha")
    claims.add("p9", 10, "hold", "RED", "Bravo")
    found = explain(_estimate(theatre, claims), "p0", FIRST + timedelta(20))
    assert found.sources["Alpha"] == pytest.approx(found.alone, abs=0.001)
