"""The floors of control (evaluation/floors.toml): daily assessments against tables of control."""

from __future__ import annotations

import tomllib
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fogline.control import Control, evaluate
from fogline.control.baselines import BASELINES

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
_FLOORS = tomllib.loads((ROOT / "evaluation" / "floors.toml").read_text(encoding="utf-8"))
FLOORS: dict[str, dict[str, float]] = _FLOORS["control"]
INJECT: list[dict[str, Any]] = _FLOORS["inject"]
AT_MOST = {"false_per_100", "calibration"}
pytestmark = [pytest.mark.shared, pytest.mark.slow]


@pytest.mark.parametrize(("table", "before"), [("wikipedia", None), ("liveuamap", "UA")])
def test_control_reaches_its_floors_and_beats_the_baselines(
    control: Control, table: str, before: str | None
) -> None:
    found = evaluate(
        control,
        DATA / "control" / f"{table}_to_2022-08-31.csv",
        first=date(2022, 3, 25),
        before=before,
    )
    estimate = found.scores["estimate"]
    assert estimate is not None
    for name, floor in FLOORS[table].items():
        value = asdict(estimate)[name]
        assert value <= floor if name in AT_MOST else value >= floor, (name, value, floor)
    for baseline in BASELINES:
        rival = found.scores[baseline.label]
        assert rival is not None
        assert estimate.days > rival.days
        assert estimate.balanced > rival.balanced
        assert estimate.brier < rival.brier
        assert estimate.log < rival.log


def test_learning_ends_and_the_first_day_is_the_baselines(control: Control) -> None:
    assert control.converged
    states = control.holder(0)
    assert 1_900 < states.count("RU") < 2_300


@pytest.mark.parametrize("case", INJECT, ids=lambda c: f"{c['wrong'][1]} {c['wrong'][0]}")
@pytest.mark.parametrize(("table", "before"), [("wikipedia", None), ("liveuamap", "UA")])
def test_wrong_claims_among_the_real_ones_take_little(
    control: Control, table: str, before: str | None, case: dict[str, Any]
) -> None:
    path, wrong = DATA / "control" / f"{table}_to_2022-08-31.csv", tuple(case["wrong"])
    found = evaluate(control, path, first=date(2022, 3, 25), before=before, wrong=wrong)
    alone, among = found.scores["estimate"], found.scores[f"with {wrong[1]} wrong claims"]
    assert alone is not None
    assert among is not None
    assert alone.days - among.days < case["most"]
