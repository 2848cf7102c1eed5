"""How well a holder is known: by its chance, and by what is said near by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
import shapely
from war import BASELINE, FIRST, SIDES, Claims

from fogline.control import Control, Options, estimate
from fogline.front import draw
from fogline.front.looks import BELIEVED, HELD, KNOWN, LOOKS, UNKNOWN, looks
from fogline.front.mesh import tessellate

DAYS = 40


@pytest.fixture(scope="module")
def control(grid: Callable[..., tuple[str, list[Any]]]) -> Control:
    """An estimate in which claims name one place, on one day."""
    theatre, places = grid(baseline=BASELINE.format(lon=21.5))
    claims = Claims([])
    claims.add(places[0][0], 5, "hold", SIDES[0])
    last = FIRST + timedelta(DAYS - 1)
    return estimate(claims.view(), Options(theatre=theatre, start=FIRST, end=last))


def _looks(control: Control, day: int, sure: float = 0.8) -> list[str]:
    return [LOOKS[k] for k in looks(control, tessellate(control), day, sure).tolist()]


def test_without_claims_all_ground_is_unknown(control: Control) -> None:
    assert set(_looks(control, 0)) == {UNKNOWN}


def test_ground_is_held_near_a_claim_and_believed_around_it(control: Control) -> None:
    mesh, found = tessellate(control), np.array(_looks(control, 6))
    named = int(np.flatnonzero(control.last_named(6) == 5)[0])
    km = np.hypot(*(mesh.points - mesh.points[named]).T) / 1000
    assert found[named] == HELD
    assert set(found[km > 76]) == {UNKNOWN}
    around = found[(km > 26) & (km < 74)]
    assert HELD not in around
    assert BELIEVED in around


def test_what_was_said_long_ago_says_nothing(control: Control) -> None:
    assert HELD in _looks(control, 24)
    assert set(_looks(control, 25)) == {UNKNOWN}


def test_a_less_likely_holder_is_believed_not_held(control: Control) -> None:
    assert HELD not in _looks(control, 6, sure=0.999999)


def test_the_grounds_of_a_day_fill_its_areas(control: Control) -> None:
    front = draw(control, FIRST + timedelta(6))
    assert {look for _, look in front.grounds} == set(LOOKS)
    for state, area in front.areas.items():
        parts = [g for (s, _), g in front.grounds.items() if s == state]
        if parts:
            assert shapely.union_all(parts).area == pytest.approx(area.area, rel=1e-3)
    assert "url(#unknown)" in front.picture()


def test_the_line_is_cut_where_the_ground_on_both_sides_is_unknown(
    grid: Callable[..., tuple[str, list[Any]]],
) -> None:
    theatre, places = grid(baseline=BASELINE.format(lon=21.5))
    claims = Claims([])
    claims.add(min(places, key=lambda p: (abs(p[2] - 21.5), p[1]))[0], 5, "hold", SIDES[0])
    last = FIRST + timedelta(6)
    control = estimate(claims.view(), Options(theatre=theatre, start=FIRST, end=last))
    early, late = draw(control, FIRST), draw(control, last)
    assert {look for _, look in early.line_looks} == {UNKNOWN}
    assert len(early.known_lines) == 1, "a view needs some line"
    assert {look for _, look in late.line_looks} == {KNOWN, UNKNOWN}
    (known,), (whole,) = late.known_lines, late.lines.values()
    assert 0 < known.length < whole.length
    assert sum(line.length for line in late.line_looks.values()) == pytest.approx(whole.length)
    assert late.picture().count('stroke-dasharray="4 3"') == 1


def test_naming_is_known_only_from_its_day_on(control: Control) -> None:
    assert not np.isfinite(control.last_named(4)).any()
    assert np.isfinite(control.last_named(39)).sum() == 1
