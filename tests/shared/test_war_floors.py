"""The floors of other wars (evaluation/floors.toml): dated sentences against tables of control."""

from __future__ import annotations

import tomllib
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

import fogline
from fogline.control import evaluate
from fogline.documents import SourceDefaults, load
from fogline.theatre import load as load_theatre

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "wars"
_FLOORS = tomllib.loads((ROOT / "evaluation" / "floors.toml").read_text(encoding="utf-8"))
FLOORS: dict[str, dict[str, float]] = _FLOORS["wars"]
TABLES = {"libya": "libya_2019_truth.csv"}
LAST = {"syria": date(2024, 12, 31)}
AT_MOST = {"false_per_100", "calibration"}
pytestmark = [pytest.mark.shared, pytest.mark.slow]


@pytest.mark.parametrize("war", FLOORS)
def test_a_war_reaches_its_floors(war: str, tmp_path: Path) -> None:
    theatre = load_theatre(war)
    with fogline.open_ledger(tmp_path / "war.db", create=True) as ledger:
        found = load([str(DATA / f"{war}_days.jsonl")], SourceDefaults(theatre=theatre))
        assert ledger.add(found, theatre).unreadable == []
        control = fogline.estimate(ledger.view(), fogline.Options(theatre=war, end=LAST.get(war)))
    scores = evaluate(control, DATA / TABLES.get(war, f"{war}_truth.csv"))
    assert scores.joined == 1
    estimate = scores.scores["estimate"]
    assert estimate is not None
    for name, floor in FLOORS[war].items():
        value = asdict(estimate)[name]
        assert value <= floor if name in AT_MOST else value >= floor, (name, value, floor)
