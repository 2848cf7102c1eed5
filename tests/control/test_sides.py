"""Allies: who holds for whom, and tables that know an alliance as one side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from war import BASELINE, FIRST, Claims

from fogline.control import Control, Options, estimate, evaluate
from fogline.control.sides import sides_of
from fogline.errors import UsageError

DAYS = 200
THREE = ("RED", "BLU", "GRN")
ALLIANCE = '[[alliance]]\nlabel = "PINK"\nname = "Reds and greens"\nmembers = ["RED", "GRN"]\n'
Grid = Callable[..., tuple[str, list[Any]]]


def _estimate(theatre: str, claims: Claims, estimator: str = "judged") -> Control:
    options = Options(theatre=theatre, start=FIRST, end=FIRST + timedelta(DAYS - 1))
    return estimate(claims.view(), options, estimator)


@pytest.fixture(scope="module")
def captured(grid: Grid) -> tuple[Control, list[Any]]:
    theatre, places = grid(
        rows=4, columns=4, sides=THREE, baseline=BASELINE.format(lon=20.5), speakers=ALLIANCE
    )
    claims = Claims([])
    for source in ("A", "B"):
        claims.add("p5", 50, "capture", "GRN", source)
    return _estimate(theatre, claims), places


def _table(path: Path, place: tuple[str, float, float], taker: str) -> Path:
    id, lat, lon = place
    rows = [f"{id},{id},{lat},{lon},{FIRST},BLU"]
    rows += [f"{id},{id},{lat},{lon},{FIRST + timedelta(50)},{taker}"]
    path.write_text("id,name,lat,lon,date,state\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("taker", ["PINK", "GRN"])
def test_a_table_may_name_an_alliance_or_its_members(
    captured: tuple[Control, list[Any]], tmp_path: Path, taker: str
) -> None:
    control, places = captured
    place = next(p for p in places if p[0] == "p5")
    found = evaluate(control, _table(tmp_path / "t.csv", place, taker)).scores["estimate"]
    assert found is not None
    assert (found.changes, found.found_3) == (1, 1)
    assert found.days > 0.95


def test_an_unknown_side_is_named(captured: tuple[Control, list[Any]], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="give one of RED, BLU, GRN, PINK"):
        evaluate(captured[0], tmp_path / "t.csv", before="BLACK")


def test_allies_are_summed_only_where_a_table_names_their_alliance(
    captured: tuple[Control, list[Any]],
) -> None:
    theatre = captured[0].theatre
    chances = np.array([[[0.2], [0.5], [0.2], [0.1]]], dtype=np.float32)
    apart, whole = sides_of(theatre, frozenset({"BLU"})), sides_of(theatre, frozenset({"PINK"}))
    assert apart.labels == THREE
    assert apart.merged(chances)[0, :, 0] == pytest.approx([0.2, 0.5, 0.2])
    assert whole.labels == ("PINK", "BLU")
    assert whole.merged(chances)[0, :, 0] == pytest.approx([0.4, 0.5])


def test_who_holds_for_another_side_holds_nothing(grid: Grid) -> None:
    ally = '[[belligerent]]\nlabel = "OCH"\nname = "Ochre"\nholds_for = "RED"\n'
    theatre, _ = grid(rows=4, columns=4, sides=THREE, baseline=ally)
    claims = Claims([])
    for source in ("A", "B"):
        claims.add("p5", 50, "capture", "OCH", source)
    control = _estimate(theatre, claims, "field")
    assert control.chances[:, control.states.index("OCH")].max() < 0.001
    assert control.chances[60, control.states.index("RED"), control.position["p5"]] > 0.7


def test_where_little_is_told_a_place_keeps_its_first_holder(grid: Grid) -> None:
    theatre, places = grid(rows=8, columns=10, baseline=BASELINE.format(lon=20.3))
    claims = Claims([])
    for source in ("A", "B"):
        claims.add("p31", 50, "capture", "RED", source)
    control = _estimate(theatre, claims)
    last = control.holder(DAYS - 1)
    assert last[control.position["p31"]] == "RED"
    far = [last[control.position[id]] for id, _, lon in places if lon > 22.5]
    assert far.count("BLU") == len(far)
