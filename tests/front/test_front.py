"""The front of a generated war: geometry, samples, changes and pockets."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from war import BASELINE, FIRST, SIDES, Claims, moving_front

from fogline.control import Control, ControlError, Options, estimate
from fogline.errors import UsageError
from fogline.front import changes, draw, history, pockets
from fogline.front.mesh import tessellate
from fogline.front.side_territory import SideTerritory

DAYS = 30
LAST = FIRST + timedelta(DAYS - 1)


@pytest.fixture(scope="module")
def war(grid: Callable[..., tuple[str, list[Any]]]) -> tuple[Control, list[Any], np.ndarray]:
    theatre, places = grid(baseline=BASELINE.format(lon=21.5))
    truth = moving_front(places, DAYS)
    claims = Claims([])
    rng = np.random.default_rng(3)
    for day in range(DAYS):
        for k in np.flatnonzero(rng.random(len(places)) < 0.3):
            changed = day and truth[day, k] != truth[day - 1, k]
            claims.add(
                places[k][0], day, "capture" if changed else "hold", SIDES[int(truth[day, k])]
            )
    return estimate(claims.view(), Options(theatre=theatre, start=FIRST, end=LAST)), places, truth


def _with(control: Control, red: Any) -> Control:
    """The same estimate with other chances: those that RED holds each place, the same on all
    days or by day.
    """
    red = np.broadcast_to(np.asarray(red, dtype=np.float32), (DAYS, len(control.places)))
    return replace(control, chances=np.stack([red, 0.98 - red, np.full_like(red, 0.02)], axis=1))


def test_areas_fill_the_theatre_and_hold_no_place_that_is_surely_anothers(
    war: tuple[Control, list[Any], np.ndarray],
) -> None:
    control, _, _ = war
    mesh = tessellate(control)
    for day in (FIRST, FIRST + timedelta(11), LAST):
        front = draw(control, day)
        shapes = [mesh.plane.metres(a) for a in front.areas.values()]
        assert all(a.is_valid for a in front.areas.values())
        assert front.doubt.is_valid
        assert abs(sum(s.area for s in shapes) / mesh.land.area - 1) < 1e-3
        assert abs(sum(e.mapped for e in front.extents.values()) * 1e6 / mesh.land.area - 1) < 1e-3
        chances = control.chances[control.day(day)]
        for k, state in enumerate(control.states):
            others = np.delete(chances, k, axis=0).max(axis=0) > 0.9
            assert not shapely.contains_xy(
                front.areas[state], np.array([(p.lon, p.lat) for p in control.places])
            )[others].any()


def test_days_are_drawn_from_several_threads(war: tuple[Control, list[Any], np.ndarray]) -> None:
    control, _, _ = war
    days = [FIRST + timedelta(k % DAYS) for k in range(3 * DAYS)]
    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(lambda day: draw(control, day).areas, days))
    for day, areas in zip(days[:DAYS], found, strict=False):
        assert all(
            shapely.equals_exact(a, draw(control, day).areas[state]) for state, a in areas.items()
        )


def test_the_line_runs_where_the_front_is(war: tuple[Control, list[Any], np.ndarray]) -> None:
    control, _, _ = war
    front = draw(control, FIRST)
    assert list(front.lines) == [SIDES]
    at = shapely.get_coordinates(front.lines[SIDES])
    assert abs(np.median(at[:, 0]) - 21.5) < 0.2
    assert np.ptp(at[:, 1]) > 2.5
    assert {r["layer"] for r in front.features().to_pylist()} == {"area", "line", "doubt"}
    assert front.picture().startswith("<svg")


def test_results_show_themselves_and_go_to_other_libraries(
    war: tuple[Control, list[Any], np.ndarray],
) -> None:
    control, _, _ = war
    front = draw(control, LAST)
    shapes = front.to_geopandas()
    assert shapes.crs.to_epsg() == 4326
    assert shapes[shapes["layer"] == "area"].geometry.is_valid.all()
    assert front._repr_html_().startswith("<svg")
    assert "<table>" in changes(control, FIRST, LAST)._repr_html_()
    assert "Pockets and salients on" in pockets(control, LAST, window=0)._repr_html_()
    assert f"Control of {len(control.places):,} places" in control._repr_html_()
    assert repr(control).startswith(f"Control({len(control.places)} places")
    assert len(control.to_pandas(FIRST)) == len(control.places)
    assert front.rests_on.endswith("published to 2030-01-30")
    assert front.credits == ("Places: a gazetteer that the user imported; its own licence holds",)


def test_doubt_grows_with_what_is_asked_for(war: tuple[Control, list[Any], np.ndarray]) -> None:
    control, _, _ = war
    sizes = [draw(control, LAST, sure).doubt.area for sure in (0.5, 0.7, 0.9, 0.99)]
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0]
    with pytest.raises(UsageError, match=r"sure 1: give a chance from 0.5"):
        draw(control, LAST, 1.0)
    with pytest.raises(ControlError, match="estimated were 2030-01-01 to"):
        draw(control, date(2031, 1, 1))


_EDGES = st.sampled_from([0.0, 0.2, 0.5, 0.501, 0.8, 1.0])


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_figures_lie_in_their_intervals_and_fill_the_land(three: Control, data: Any) -> None:
    """Whatever the chances are, and where they stand on an edge."""
    places, land = len(three.places), tessellate(three).km2.sum()
    drawn = np.random.default_rng(data.draw(st.integers(0, 2**32))).dirichlet(
        [data.draw(st.floats(0.05, 3))] * 4, (DAYS, places)
    )
    chances = np.swapaxes(drawn, 1, 2).astype(np.float32)
    first, second = data.draw(_EDGES), data.draw(_EDGES)
    edge = np.array([first, min(second, 1 - first), 0, max(0, 1 - first - second)])
    chances[:, :, : places // 2] = np.maximum(edge, 1e-4)[None, :, None]
    control = replace(three, chances=chances / chances.sum(axis=1, keepdims=True))
    sure = data.draw(st.sampled_from([0.5, 0.8, 0.99]))
    extents = draw(control, FIRST, sure).extents
    assert sum(e.mapped for e in extents.values()) == pytest.approx(land)
    assert sum(e.places for e in extents.values()) == places
    assert [s for s, e in extents.items() if e.low is None or e.high is None] == ["unclear"]
    assert all(
        e.low <= e.mapped <= e.high
        for e in extents.values()
        if e.low is not None and e.high is not None
    )
    rows = history(control, FIRST, FIRST + timedelta(1)).to_pylist()
    found = changes(control, FIRST, FIRST + timedelta(1), explained=0)
    assert all(
        r["km2_low"] <= r["km2"] <= r["km2_high"] for r in [*rows, *found.table().to_pylist()]
    )
    assert all(a.low <= a.km_a_day <= a.high for a in found.advances)


def test_what_is_gained_and_lost_is_what_areas_changed_by(
    war: tuple[Control, list[Any], np.ndarray],
) -> None:
    control, _, _ = war
    last = FIRST + timedelta(14)
    held = {(r["date"], r["state"]): r["km2"] for r in history(control, FIRST, last).to_pylist()}
    gained = {f.gained_by: f.km2 for f in changes(control, FIRST, last).flows if f.region == "all"}
    net = gained.get("RED", 0) - gained.get("BLU", 0)
    assert net == pytest.approx(held[last, "RED"] - held[FIRST, "RED"], abs=1)


def test_flows_of_regions_add_up_with_their_intervals(
    war: tuple[Control, list[Any], np.ndarray],
) -> None:
    control, _, _ = war
    found = changes(control, FIRST, FIRST + timedelta(14)).flows
    for total in (f for f in found if f.region == "all"):
        parts = [f for f in found if f.region != "all" and f.gained_by == total.gained_by]
        for name in ("low", "km2", "high", "places"):
            whole = sum(getattr(f, name) for f in parts)
            assert whole == pytest.approx(getattr(total, name), abs=1 + len(parts))


def test_no_change_is_listed_without_a_claim_near(
    grid: Callable[..., tuple[str, list[Any]]],
) -> None:
    """The map changes everywhere; only around the one claim is that an event."""
    theatre, _ = grid(rows=40, columns=50)
    claims = Claims([])
    claims.add("p0", 0, "hold", "RED")
    control = _with(
        estimate(claims.view(), Options(theatre=theatre, start=FIRST, end=LAST, learn=False)),
        np.linspace(0.1, 0.9, DAYS)[:, None],
    )
    (named,) = {control.places[k].id for k in control.inputs.named.tolist()}
    found = changes(control, FIRST, LAST)
    at = control.settlements.flat
    far = np.hypot(*(at - at[control.position[named]]).T)
    listed = [control.position[h.place.id] for h in found.handovers]
    km = control.strengths.sections["contact"]["km"]
    assert named in {h.place.id for h in found.handovers}
    assert 1 < len(listed) < len(control.places)
    assert far[listed].max() <= km < np.delete(far, listed).min()
    assert found.unclaimed == len(control.places) - len(listed)
    assert sum(f.places for f in found.flows if f.region == "all") == len(control.places)


def _three(control: Control, first: tuple[float, ...], last: tuple[float, ...]) -> Control:
    """An estimate of three sides: these chances everywhere on all days but the last, those on
    the last.
    """
    chances = np.empty((DAYS, 4, len(control.places)), dtype=np.float32)
    chances[:-1], chances[-1] = (np.array([*c, 0.02])[:, None] for c in (first, last))
    return replace(control, chances=chances)


@pytest.fixture(scope="module")
def three(grid: Callable[..., tuple[str, list[Any]]]) -> Control:
    theatre, _ = grid(sides=("RED", "BLU", "GRN"))
    claims = Claims([])
    claims.add("p0", 0, "hold", "RED")
    return estimate(claims.view(), Options(theatre=theatre, start=FIRST, end=LAST, learn=False))


def test_of_three_sides_what_one_loses_goes_to_who_gains(three: Control) -> None:
    control = _three(three, (0.3, 0.38, 0.3), (0.58, 0.1, 0.3))
    flows = {
        (f.lost_by, f.gained_by): f.high
        for f in changes(control, FIRST, LAST).flows
        if f.region == "all"
    }
    assert flows == {("BLU", "RED"): pytest.approx(tessellate(three).km2.sum())}


def test_of_three_sides_none_is_before_the_others(three: Control) -> None:
    control = _three(three, (0.33, 0.32, 0.33), (0.33, 0.32, 0.33))
    extents = draw(control, FIRST).extents
    sides = (extents[s] for s in ("RED", "BLU", "GRN"))
    spans = [e.high - e.low for e in sides if e.high is not None and e.low is not None]
    assert len(spans) == 3
    assert max(spans) < 1.5 * min(spans)
    assert extents["contested"].high == extents["contested"].places == 0
    assert extents["unclear"].places == len(control.places)


def test_the_pace_is_that_of_two_sides_who_meet(three: Control) -> None:
    lon = three.lon
    chances = np.full((DAYS, 4, len(lon)), 0.02, dtype=np.float32)
    red, green = lon < 21.0, lon > 23.0
    chances[:, 0, red] = chances[:, 1, ~red & ~green] = chances[:, 2, green] = 0.94
    moved = green & (lon < 23.4)
    chances[-1][1, moved], chances[-1][2, moved] = 0.94, 0.02
    found = {
        (a.side, a.against): a
        for a in changes(replace(three, chances=chances), FIRST, LAST).advances
        if a.region == "all"
    }
    assert found[("BLU", "RED")].km_a_day == pytest.approx(0, abs=0.05)
    assert found[("GRN", "BLU")].km_a_day < -0.5


def test_nobody_told_of_means_unclear_not_contested(three: Control) -> None:
    """The likeliest of states that are all as likely is not a finding."""
    chances = np.full((DAYS, 4, len(three.places)), 0.24, dtype=np.float32)
    chances[:, 3] = 0.28
    extents = draw(replace(three, chances=chances), FIRST).extents
    assert extents["unclear"].places == len(three.places)


@pytest.mark.parametrize("holder", [0, 1, 2])
def test_a_side_that_holds_everything_has_no_pockets(three: Control, holder: int) -> None:
    chances = np.full((DAYS, 4, len(three.places)), 0.02, dtype=np.float32)
    chances[:, holder] = 0.94
    control = replace(three, chances=chances)
    found = pockets(control, FIRST)
    assert (found.pockets, found.salients) == ((), ())
    assert not draw(control, FIRST).lines
    assert found.table().num_rows == found.features().num_rows == 0
    assert draw(control, FIRST).picture().startswith("<svg")


def test_what_changed_hands_is_what_the_front_lost(
    war: tuple[Control, list[Any], np.ndarray],
) -> None:
    control, _, truth = war
    mesh = tessellate(control)
    last = FIRST + timedelta(14)
    found = changes(control, FIRST, last)
    at = np.argsort([control.position[f"p{k}"] for k in range(truth.shape[1])])
    gained = mesh.km2[(truth[0][at] == 1) & (truth[14][at] == 0)].sum()
    total = next(f for f in found.flows if (f.region, f.gained_by) == ("all", "RED"))
    assert abs(total.km2 / gained - 1) < 0.1
    assert total.low <= total.km2 <= total.high
    assert total.km2 == pytest.approx(
        sum(f.km2 for f in found.flows if f.region != "all" and f.gained_by == "RED"), abs=1
    )
    assert {t.gained_by for t in found.handovers} >= {"RED"}
    assert found.handovers[0].claims
    assert all(FIRST < t.day <= last for t in found.handovers)
    blue = next(a for a in found.advances if a.region == "all")
    assert blue.side == "BLU"
    assert blue.km_a_day < 0
    with pytest.raises(UsageError, match="give a last day after the first"):
        changes(control, last, FIRST)


def test_history_has_every_state_each_day(war: tuple[Control, list[Any], np.ndarray]) -> None:
    control, _, _ = war
    rows = history(control, FIRST, FIRST + timedelta(4)).to_pylist()
    assert len(rows) == 5 * 2
    assert all(r["km2_low"] <= r["km2"] <= r["km2_high"] for r in rows)


def _islands(control: Control, neck: float) -> Any:
    """RED in the west, and a round pocket east of it joined by a strip so many degrees wide."""
    lat, lon = control.lat, control.lon
    disc = np.hypot(lat - 11.5, (lon - 22.9) * 0.98) < 0.5
    strip = (np.abs(lat - 11.5) < neck / 2) & (lon < 22.9)
    return (lon < 21.3) | disc | strip


def test_a_pocket_is_found_with_its_neck(grid: Callable[..., tuple[str, list[Any]]]) -> None:
    theatre, places = grid(rows=60, columns=80, baseline=BASELINE.format(lon=21.3))
    neck = min(places, key=lambda p: np.hypot(p[1] - 11.5, p[2] - 22.0))
    claims = Claims([])
    claims.add(neck[0], 10, "capture", "BLU")
    control = estimate(claims.view(), Options(theatre=theatre, start=FIRST, end=LAST, learn=False))
    open_, cut = _islands(control, 0.2), _islands(control, 0)
    red = np.where(np.where(np.arange(DAYS)[:, None] < 10, open_, cut), 0.9, 0.05)
    control = _with(control, red)
    found = pockets(control, FIRST + timedelta(5), neck_km=40, least_km2=500, window=10)
    (pocket,) = found.pockets
    assert pocket.side == "RED"
    assert 15 < pocket.neck_km < 30
    assert 21.3 < pocket.neck.x < 22.6
    disc = np.pi * (0.5 * 111) ** 2
    assert 0.8 * disc < pocket.km2 < 1.3 * disc
    assert pocket.chance > 0.9
    widths = dict(pocket.through)
    assert widths[FIRST + timedelta(9)] == pytest.approx(pocket.neck_km, abs=0.3)
    assert widths[FIRST + timedelta(10)] == 0
    assert {t.day for t in pocket.handovers} == {FIRST + timedelta(10)}
    (later,) = pockets(control, FIRST + timedelta(12), neck_km=40, least_km2=500, window=0).pockets
    assert later.neck_km == 0
    assert found.table()["kind"].to_pylist()[0] == "pocket"
    assert not pockets(control, FIRST + timedelta(5), neck_km=10, least_km2=500, window=0).pockets
    with pytest.raises(UsageError, match="give a neck above 0"):
        pockets(control, FIRST, neck_km=0)


def test_a_salient_is_deeper_than_it_is_wide(grid: Callable[..., tuple[str, list[Any]]]) -> None:
    theatre, _ = grid(rows=40, columns=50, baseline=BASELINE.format(lon=21.3))
    claims = Claims([])
    claims.add("p0", 0, "hold", "RED")
    control = estimate(claims.view(), Options(theatre=theatre, start=FIRST, end=LAST, learn=False))
    lat, lon = control.lat, control.lon
    tongue = (lon < 21.3) | ((np.abs(lat - 11.5) < 0.15) & (lon < 22.3))
    found = pockets(_with(control, np.where(tongue, 0.9, 0.05)), FIRST, neck_km=25, window=0)
    (salient,) = [s for s in found.salients if s.side == "RED"]
    assert 80 < salient.depth_km < 120
    assert 25 < salient.width_km < 45
    assert salient.ratio > 2
    assert not found.pockets


def test_coasts_and_ground_abroad_do_not_cut_off(
    war: tuple[Control, list[Any], np.ndarray],
) -> None:
    control, _, _ = war
    ground = SideTerritory(_with(control, 0.97), 0, FIRST)
    main, cut = ground.parts(30)
    assert len(main) == 1
    assert not cut
