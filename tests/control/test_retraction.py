"""What a speaker takes back counts no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from war import BASELINE, FIRST, Claims, judged_estimate

from fogline.control import explain, updated
from fogline.control.retraction import taken_back


@pytest.fixture(scope="module")
def theatre(grid: Callable[..., tuple[str, list[Any]]]) -> str:
    return grid(rows=8, columns=8, baseline=BASELINE.format(lon=24.5))[0]


def _captured(denied: int, source: str = "Alpha", **how: Any) -> Claims:
    """Alpha tells on day 10 that p0 was taken; a source denies it on a day."""
    claims = Claims([])
    claims.add("p0", 10, "capture", "BLU", "Alpha")
    claims.add("p0", denied, "capture", "BLU", source, polarity="negative", **how)
    return claims


def _believed(theatre: str, claims: Claims) -> float:
    inputs = judged_estimate(theatre, claims, 40).inputs
    return float(inputs.items.believed[inputs.items.claim == 0][0])


def test_a_capture_that_its_speaker_denies_is_not_believed(theatre: str) -> None:
    assert _believed(theatre, _captured(12)) < 0.1
    kept = [_captured(9), _captured(30), _captured(12, "Bravo"), _captured(12, score=0.3)]
    assert all(_believed(theatre, claims) > 0.3 for claims in kept)


def test_a_denial_of_another_place_takes_nothing_back(theatre: str) -> None:
    """Whatever the number of voices: here there is but one."""
    claims = Claims([])
    claims.add("p1", 10, "capture", "RED", "Alpha")
    claims.add("p0", 12, "capture", "BLU", "Alpha", polarity="negative")
    assert _believed(theatre, claims) > 0.3


def test_a_new_denial_takes_back_what_was_believed(theatre: str) -> None:
    claims = _captured(12)
    control = judged_estimate(theatre, Claims(claims.rows[:1]), 40)
    inputs = updated(control, claims.view()).inputs
    assert inputs.items.believed[inputs.items.claim == 0] < 0.1


def test_an_explanation_says_who_denies_it(theatre: str) -> None:
    control = judged_estimate(theatre, _captured(12), 40)
    reasons = explain(control, "p0", FIRST + timedelta(11)).reasons
    told = {r.claim.polarity: r.why for r in reasons}
    assert "who told it denies it within days" in told["positive"]


def test_without_denials_nothing_is_taken_back(theatre: str) -> None:
    inputs = judged_estimate(theatre, Claims(_captured(12).rows[:1]), 40).inputs
    section = inputs.strengths.sections["belief"]
    assert not np.any(taken_back(inputs.claims, section))
