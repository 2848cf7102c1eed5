"""The scoreboard and comparisons, on wars where we know who lies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from war import BASELINE, FIRST, SIDES, Claims, write_gazetteer, write_theatre

from fogline.control import Control, ControlError, Options, estimate
from fogline.errors import UsageError
from fogline.gazetteer import import_file
from fogline.sources import cases, compare, score
from fogline.sources.figure import Figure, figure
from fogline.sources.score import SourceRecord

DAYS = 60
SPEAKERS = """
[[speaker]]
names = ["Red Staff"]
side = "RED"
kind = "military"
group = "red"
[[speaker]]
names = ["Blu Staff"]
side = "BLU"
kind = "military"
group = "blu"
"""


@given(st.lists(st.floats(-100, 100), min_size=10, max_size=40))
def test_a_figure_lies_in_its_interval_and_has_its_n(cases: list[float]) -> None:
    found = figure(cases)
    assert found.n == len(cases)
    assert found.low is not None
    assert found.value is not None
    assert found.high is not None
    share = set(cases) <= {0.0, 1.0}
    least, most = (0.0, 1.0) if share else (min(cases), max(cases))
    assert least - 1e-9 <= found.low <= found.high <= most + 1e-9
    assert not share or found.low < found.high
    assert figure(cases) == found


@pytest.mark.parametrize("n", [0, 1, 9])
def test_too_few_cases_no_figure(n: int) -> None:
    found = figure([1.0] * n)
    assert (found.value, found.low, found.n, str(found)) == (None, None, n, f"too few ({n})")
    assert str(figure([1.0] * 10)) == "1.00 (0.83 to 1.00, n=10)"


@pytest.fixture(scope="module")
def control(tmp_path_factory: pytest.TempPathFactory) -> Control:
    """BLU takes eastern places one by one. Two wires say so truly and at once; Red Staff claims
    captures that never were, tells of a third of its losses, five days late; Blu Staff is right,
    two days late. One wire forecasts well.
    """
    folder = tmp_path_factory.mktemp("sources")
    theatre = write_theatre(
        folder, "gridsources", baseline=BASELINE.format(lon=22.6), speakers=SPEAKERS
    )
    places = write_gazetteer(folder / "villages.csv", 8, 10)
    import_file(folder / "villages.csv", "gridsources")
    rng = np.random.default_rng(7)
    claims = Claims([])
    taken = [k for k, (_, _, lon) in enumerate(places) if 21.2 < lon < 22.6]
    for n, k in enumerate(taken):
        day = 8 + n
        for source, late in (("Wire One", 0), ("Wire Two", 0), ("Blu Staff", 2)):
            claims.add(places[k][0], day, "capture", "BLU", source, published=day + late)
        claims.add(
            places[k][0],
            day - 5,
            "capture",
            "BLU",
            "Wire One",
            status="future",
            certainty="probable",
        )
        if n % 3 == 0:
            claims.add(places[k][0], day + 5, "withdraw", "RED", "Red Staff", relation="from")
    held = [k for k, (_, _, lon) in enumerate(places) if lon > 22.8]
    for k in held:
        claims.add(places[k][0], int(rng.integers(10, 40)), "capture", "RED", "Red Staff")
        for day in range(2, DAYS - 5, 6):
            claims.add(places[k][0], day, "hold", "BLU", "Wire Two")
    return estimate(
        claims.view(),
        Options(theatre=theatre, start=FIRST, end=FIRST + timedelta(DAYS - 1), learn=False),
    )


def _value(found: Figure) -> float:
    assert found.value is not None
    return found.value


def _board(control: Control, **options: Any) -> dict[str, SourceRecord]:
    return {row.name: row for row in score(control, **options).rows}


def test_the_scoreboard_knows_who_is_right_and_who_is_not(control: Control) -> None:
    board = _board(control, least=5)
    assert _value(board["wire one"].confirmed) > 0.9
    assert _value(board["red"].false_captures) > 0.9
    assert board["red"].false_captures.n >= 5
    assert _value(board["blu"].false_captures) < 0.1
    assert board["red"].side == "RED"


def test_what_is_behind_a_figure_is_listed(control: Control) -> None:
    red = _board(control, least=5)["red"]
    rows = cases(control, "red").to_pylist()
    captures = [r for r in rows if r["says"] == "took"]
    settled = [r for r in rows if not r["apart"]]
    assert sum(r["outcome"] == "did not" for r in captures) / len(captures) == pytest.approx(
        red.false_captures.value, abs=0.1
    )
    assert sum(r["outcome"] == "came true" for r in settled) / len(settled) == pytest.approx(
        red.confirmed.value, abs=1e-6
    )
    assert len(settled) == red.confirmed.n
    assert [r["day"] for r in rows] == sorted((r["day"] for r in rows), reverse=True)
    known = {c["id"]: c for c in control.claims.rows.to_pylist()}
    assert {known[r["claim"]]["source"] for r in rows} == {"Red Staff"}
    with pytest.raises(ControlError, match="no claim is of it"):
        cases(control, "nobody")


def test_late_sources_are_late(control: Control) -> None:
    board = _board(control, least=5)
    assert board["wire one"].lag_days.value == 0
    assert board["blu"].lag_days.value == 2


def test_losses_that_a_side_does_not_admit(control: Control) -> None:
    red = _board(control, least=5)["red"]
    assert red.losses_not_admitted.n >= 10
    assert 0.5 < _value(red.losses_not_admitted) < 0.8
    assert red.losses_passed_over.value == red.losses_not_admitted.value
    assert _board(control, least=5)["wire one"].losses_not_admitted.n == 0


def test_forecasts_come_due(control: Control) -> None:
    one = _board(control, least=5)["wire one"]
    assert one.forecast_brier_7d.n >= 10
    assert one.forecast_brier_7d.value == pytest.approx(
        0.09, abs=0.05
    )  # said as probable, 0.7, and mostly so


def test_by_publisher_and_as_a_table(control: Control) -> None:
    board = score(control, by="publisher", least=5)
    table = board.table()
    assert "Red Staff" in table["name"].to_pylist()
    for name in ("confirmed", "lag_days", "copied_share"):
        assert {name, f"{name}_low", f"{name}_high", f"{name}_n"} <= set(table.column_names)
    with pytest.raises(ControlError, match="no publisher has 9999 claims"):
        score(control, by="publisher", least=9999)
    with pytest.raises(UsageError, match="give speaker, publisher or side"):
        score(control, by="colour")


def test_two_sources_differ_somewhere_and_one_is_right(control: Control) -> None:
    rows = compare(control, "Wire Two", "red").to_pylist()
    assert rows
    assert [r["days"] for r in rows] == sorted((r["days"] for r in rows), reverse=True)
    assert {r["right"] for r in rows} <= {"wire two", "red", ""}
    false = [r for r in rows if r["two"] == SIDES[0]]
    assert false
    assert {r["right"] for r in false} == {"wire two"}
    assert all((r["end"] - r["start"]).days + 1 == r["days"] for r in rows)


def test_a_source_by_another_name_is_asked_for(control: Control) -> None:
    with pytest.raises(
        ControlError, match=r"speaker 'nobody': no claim is of it; those with most claims are .*red"
    ):
        compare(control, "nobody", "red")
    with pytest.raises(UsageError, match="the same speaker"):
        compare(control, "red", "Red")
