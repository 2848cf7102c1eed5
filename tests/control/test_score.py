"""Scores, baselines and truth tables."""

from __future__ import annotations

import csv
import importlib.util
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from war import BASELINE, FIRST, SIDES, Claims, moving_front, published_by

from fogline.control import ControlError, Options, estimate, evaluate
from fogline.control.baselines import BASELINES, holders
from fogline.control.score import calibration, score
from fogline.control.truth import read_truth

SHARED = Path(__file__).parents[3] / "shared"
DAYS = 40
RULES = [baseline.label for baseline in BASELINES]


def test_a_perfect_and_an_even_estimate() -> None:
    truth = np.array([[0, 1], [0, 1], [1, 1], [1, -1]], dtype=np.int32)
    sure = np.stack([truth == 0, truth != 0], axis=1).astype(np.float32)
    found = score(truth, sure)
    assert found is not None
    assert (
        found.days,
        found.balanced,
        found.brier,
        found.changes,
        found.found_3,
        found.false_per_100,
    ) == (1, 1, 0, 1, 1, 0)
    even = score(truth, np.full((4, 2, 2), 0.5, dtype=np.float32))
    assert even is not None
    assert even.brier == 0.25
    assert even.calibration < 1e-6
    assert even.found_3 == 0
    assert (
        score(np.full((3, 2), -1, dtype=np.int32), np.full((3, 2, 2), 0.5, dtype=np.float32))
        is None
    )


def test_overconfidence_is_miscalibrated() -> None:
    truth = np.zeros((10, 1), dtype=np.int32)
    truth[:5] = 1
    chances = np.tile(np.array([[[0.95], [0.05]]], dtype=np.float32), (10, 1, 1))
    error, curve = calibration(chances, truth, truth >= 0)
    assert error == pytest.approx(0.45, abs=1e-6)
    assert [(round(p, 2), t, n) for p, t, n in curve] == [(0.05, 0.5, 10), (0.95, 0.5, 10)]


@pytest.fixture(scope="module")
def war(grid: Callable[..., tuple[str, list[Any]]]) -> tuple[Any, list[Any], np.ndarray]:
    theatre, places = grid(rows=8, columns=10, baseline=BASELINE.format(lon=21.5))
    truth = moving_front(places, DAYS)
    rng = np.random.default_rng(4)
    claims = Claims([])
    for day in range(DAYS):
        for k in np.flatnonzero(rng.random(len(places)) < 0.15):
            claims.add(
                places[k][0],
                day,
                "hold",
                SIDES[int(truth[day, k]) ^ int(rng.random() < 0.25)],
                f"Paper {k % 3}",
            )
    return (
        estimate(
            claims.view(), Options(theatre=theatre, start=FIRST, end=FIRST + timedelta(DAYS - 1))
        ),
        places,
        truth,
    )


def _write(path: Path, places: list[Any], truth: np.ndarray) -> Path:
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "name", "lat", "lon", "date", "state"])
        for k, (id, lat, lon) in enumerate(places):
            for day in range(DAYS):
                if day == 0 or truth[day, k] != truth[day - 1, k]:
                    writer.writerow(
                        [id, id, lat, lon, FIRST + timedelta(day), SIDES[truth[day, k]]]
                    )
    return path


def test_the_estimate_is_better_than_the_baselines(
    war: tuple[Any, list[Any], np.ndarray], tmp_path: Path
) -> None:
    control, places, truth = war
    found = evaluate(
        control,
        _write(tmp_path / "truth.csv", places, truth),
        known=(published_by(control.claims.rows), 10),
    )
    assert found.joined == 1
    assert set(found.scores) == {"estimate", "as known on each day", *RULES, "places that stayed"}
    best = found.scores["estimate"]
    assert best is not None
    for name in RULES:
        rule = found.scores[name]
        assert rule is not None
        assert best.days > rule.days
        assert best.brier < rule.brier


def test_what_the_baselines_say(grid: Callable[..., tuple[str, list[Any]]]) -> None:
    theatre, _ = grid(rows=4, columns=4, baseline=BASELINE.format(lon=24.5))
    claims = Claims([])
    for source, side in (("A", "BLU"), ("B", "BLU"), ("C", "RED")):
        claims.add("p0", 3, "hold", side, source, published=3)
    claims.add("p0", 5, "hold", "RED", "C")
    control = estimate(
        claims.view(), Options(theatre=theatre, start=FIRST, end=FIRST + timedelta(9))
    )
    at = np.array([control.position["p0"], control.position["p1"]], dtype=np.int32)
    found = holders(control.inputs, at)
    assert found["last claim wins"][9].tolist() == [0, 0]
    assert found["majority vote of speakers"][9].tolist() == [1, 0]
    assert found["nearest city"][9, 1] == found["last claim wins"][9, 0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,name\n1,a\n", "columns missing: lat, lon, date, state"),
        ("id,name,lat,lon,date,state\n1,a,x,2,2030-01-01,RED\n", "line 2: could not convert"),
        (
            "id,name,lat,lon,date,state\n1,a,1,2,2030-01-01,GREEN\n",
            "state 'GREEN'; give one of RED, BLU, contested",
        ),
        ("id,name,lat,lon,date,state\n", "no rows"),
    ],
)
def test_tables_that_can_not_be_read(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(ControlError, match=words):
        read_truth(tmp_path / "t.csv", SIDES)


@pytest.mark.shared
def test_scores_are_those_of_the_scorer_beside_the_project(
    war: tuple[Any, list[Any], np.ndarray], tmp_path: Path
) -> None:
    """The same figures from two programs that share no line."""
    spec = importlib.util.spec_from_file_location(
        "score_control", SHARED / "evaluate" / "score_control.py"
    )
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    control, places, truth = war
    table = scorer.read_truth(_write(tmp_path / "truth.csv", places, truth))
    first = scorer.day(FIRST.isoformat())
    days = range(first, first + DAYS)
    moving = {k: p for k, p in table.items() if len({s for _, s in p["rows"]}) > 1}

    def predict(key: str, place: dict[str, Any], when: int) -> list[float]:
        found = control.chances[when - first, :2, control.position[key]]
        return [float(p) for p in found / found.sum()]

    theirs = scorer.measure(moving, predict, days, list(SIDES), None)
    ours = evaluate(control, tmp_path / "truth.csv").scores["estimate"]
    assert ours is not None
    pairs = (
        (ours.days, "days"),
        (ours.balanced, "balanced"),
        (ours.brier, "brier"),
        (ours.log, "log"),
        (ours.found_3, "found_3"),
        (ours.found_7, "found_7"),
        (ours.false_per_100, "false_per_100"),
        (ours.places, "places"),
        (ours.changes, "changes"),
    )
    for value, name in pairs:
        assert value == pytest.approx(theirs[name], abs=1e-5), name
