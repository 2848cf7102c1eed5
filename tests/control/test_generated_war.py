"""A war that we made, so that the truth is known: states, error rates, copiers, and how learning
ends.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from war import BASELINE, FIRST, SIDES, Claims, moving_front

from fogline.control import Control, Options, estimate

DAYS = 90
ERRORS = {"Alpha": 0.1, "Bravo": 0.2, "Carol": 0.3}


def _claims(
    places: list[Any], truth: np.ndarray, *, copier: bool = False, daily: float = 0.12
) -> Claims:
    """Each source says of some places each day who holds them, wrong at its rate; a copier
    repeats Carol a day later.
    """
    rng = np.random.default_rng(5)
    out = Claims([])
    for day in range(DAYS):
        for source, error in ERRORS.items():
            for k in np.flatnonzero(rng.random(len(places)) < daily):
                side = int(truth[day, k]) ^ int(rng.random() < error)
                out.add(places[k][0], day, "hold", SIDES[side], source)
    if copier:
        for row in [
            r
            for r in out.rows
            if r["source"] == "Carol" and r["start"] < FIRST + timedelta(DAYS - 1)
        ]:
            day = (row["start"] - FIRST).days + 1
            out.add(row["place"], day, "hold", row["actor"], "Echo")
    return out


def _right(control: Control, places: list[Any], truth: np.ndarray) -> float:
    at = [control.position[p[0]] for p in places]
    return float((control.chances[:, :2, at].argmax(axis=1) == truth).mean())


@pytest.fixture(scope="module")
def war(grid: Callable[..., tuple[str, list[Any]]]) -> tuple[Options, list[Any], np.ndarray]:
    theatre, places = grid(baseline=BASELINE.format(lon=21.5))
    return (
        Options(theatre=theatre, start=FIRST, end=FIRST + timedelta(DAYS - 1)),
        places,
        moving_front(places, DAYS),
    )


def test_states_and_error_rates_are_recovered(war: tuple[Options, list[Any], np.ndarray]) -> None:
    options, places, truth = war
    control = estimate(_claims(places, truth).view(), options)
    assert control.converged
    assert control.iterations > 1
    assert _right(control, places, truth) >= 0.95
    for row in control.table:
        assert row.claims > 300
        assert abs(row.wrong - ERRORS[row.voice.title()]) <= 0.05


def test_a_copier_adds_no_weight(war: tuple[Options, list[Any], np.ndarray]) -> None:
    options, places, truth = war
    without = estimate(_claims(places, truth).view(), options)
    control = estimate(_claims(places, truth, copier=True).view(), options)
    (found,) = control.copying
    names = control.claims.voices
    assert (names[found.voice], names[found.of]) == ("echo", "carol")
    assert np.abs(control.chances - without.chances).max() < 0.02
    assert _right(control, places, truth) >= 0.95


def test_independent_sources_copy_nobody(war: tuple[Options, list[Any], np.ndarray]) -> None:
    options, places, truth = war
    # Often enough that each repeats most of what the others say, the truth.
    assert estimate(_claims(places, truth, daily=0.6).view(), options).copying == ()


def test_one_step_is_no_convergence(war: tuple[Options, list[Any], np.ndarray]) -> None:
    options, places, truth = war
    control = estimate(
        _claims(places, truth).view(),
        Options(options.theatre, options.start, options.end, iterations=1),
    )
    assert not control.converged
    assert control.iterations == 1
    assert control.last_change > 0.002


def test_three_sides(grid: Callable[..., tuple[str, list[Any]]]) -> None:
    sides = ("RED", "BLU", "GRN")
    theatre, places = grid(sides=sides)
    rng = np.random.default_rng(3)
    lat, lon = np.array([p[1] for p in places]), np.array([p[2] for p in places])
    truth = np.where(lat > 11.7, 2, (lon > 22).astype(int))
    claims = Claims([])
    for day in range(40):
        for k in np.flatnonzero(rng.random(len(places)) < 0.1):
            side = int(truth[k]) if rng.random() > 0.15 else int(rng.integers(3))
            claims.add(places[k][0], day, "hold", sides[side], "Wire")
    control = estimate(claims.view(), Options(theatre=theatre))
    at = [control.position[p[0]] for p in places]
    assert control.states == (*sides, "contested")
    assert np.abs(control.chances.sum(axis=1) - 1).max() < 1e-4
    assert (control.chances[-1, :3][:, at].argmax(axis=0) == truth).mean() >= 0.95


def test_without_baseline_and_claims_all_is_unclear(
    grid: Callable[..., tuple[str, list[Any]]],
) -> None:
    theatre, _ = grid(rows=3, columns=3)
    control = estimate(
        Claims([]).view(), Options(theatre=theatre, start=FIRST, end=FIRST + timedelta(5))
    )
    assert set(control.holder(5)) == {"unclear"}
    assert control.used == dict.fromkeys(control.used, 0)


def test_sources_that_truly_report_the_same_attacks_copy_nobody(
    war: tuple[Options, list[Any], np.ndarray],
) -> None:
    options, places, _ = war
    claims = Claims([])
    east = [p for p in places if p[2] > 23.2][:6]
    for day in range(40):
        for place in east:
            for source in ("Alpha", "Bravo", "Carol"):
                claims.add(place[0], day, "attack", "RED", source, relation="toward")
    control = estimate(claims.view(), options)
    assert control.copying == ()
    assert control.used["used"] == len(claims.rows)


def test_noise_of_three_sides_says_nothing(grid: Callable[..., tuple[str, list[Any]]]) -> None:
    sides = ("RED", "BLU", "GRN")
    theatre, places = grid(rows=6, columns=6, sides=sides)
    rng = np.random.default_rng(9)
    claims = Claims([])
    for day in range(60):
        for k in range(len(places)):
            claims.add(places[k][0], day, "hold", sides[k % 3], "Good")
            if rng.random() < 0.3:
                claims.add(places[k][0], day, "hold", sides[int(rng.integers(3))], "Noise")
    control = estimate(claims.view(), Options(theatre=theatre))
    base = control.strengths.base
    noise = [np.log(np.array(row.after) / base) for row in control.table if row.voice == "noise"]
    good = [np.log(np.array(row.after) / base) for row in control.table if row.voice == "good"]
    assert max(abs(n[0] - n[1]) for n in noise) < 0.5
    assert min(n[0] - n[1] for n in good) > 1.5
