"""Estimators by name, those of other packages, and what every result can do."""

from __future__ import annotations

import csv
import gc
import weakref
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from plugin import install_package
from war import BASELINE, FIRST, SIDES, Claims, published_by

from fogline.control import (
    Control,
    ControlError,
    Estimator,
    NoReasonsError,
    Options,
    estimate,
    evaluate,
    explain,
    leaving_out,
    open_estimator,
    prepare,
    updated,
)
from fogline.control.estimators import estimators
from fogline.errors import UsageError
from fogline.front import changes, draw, history, pockets
from fogline.sources import cases, compare, score

DAYS = 20
LAST = FIRST + timedelta(DAYS - 1)
PLUG_IN = """
import numpy as np
from fogline.control import Control, prepare

class Captured:
    name = "captured"
    def estimate(self, view, options):
        inputs = prepare(view, options)
        chances = np.full(inputs.shape, 0.05, dtype=np.float32)
        chances[:, 0] = 0.9
        for place, day, side in zip(inputs.items.place, inputs.items.day, inputs.items.label):
            chances[day:, :2, place] = 0.05
            chances[day:, side, place] = 0.9
        return Control.of(inputs, chances)
"""


@pytest.fixture
def plugged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An installed package with an estimator."""
    points = (
        "[fogline.estimators]\ncaptured = captured_plugin:Captured\nbroken = captured_plugin:np\n"
    )
    install_package(tmp_path, monkeypatch, "captured_plugin", PLUG_IN, points)
    return "captured"


@pytest.fixture(scope="module")
def options(grid: Callable[..., tuple[str, list[Any]]]) -> Options:
    theatre, _ = grid(rows=8, columns=10, baseline=BASELINE.format(lon=21.5))
    return Options(theatre=theatre, start=FIRST, end=LAST)


def _view() -> pa.Table:
    claims = Claims([])
    for k in range(80):
        day = 2 + k % 9
        claims.add(f"p{k}", day, "hold", SIDES[int(k % 10 > 3)], "Wire")
        if 4 <= k % 10 <= 6:
            claims.add(f"p{k}", day + 6, "capture", SIDES[0], "Wire")
        if k % 10 == 6:
            claims.add(f"p{k}", day + 7, "hold", SIDES[1], "Herald")
    return claims.view()


def _truth(control: Control, path: Path) -> Path:
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "name", "lat", "lon", "date", "state"])
        for k, p in enumerate(control.places):
            for t in range(DAYS):
                side = SIDES[int(control.chances[t, :2, k].argmax())]
                writer.writerow([p.id, p.name, p.lat, p.lon, FIRST + timedelta(t), side])
    return path


def _goes_the_whole_way(control: Control, name: str, tmp_path: Path) -> None:
    """From a result to the front, changes, pockets, sources and scores."""
    assert (control.made_by, control.days, control.last) == (name, DAYS, LAST)
    assert control.rests_on.startswith("112 claims of Herald and Wire")
    assert np.allclose(control.chances.sum(axis=1), 1, atol=1e-3)
    front = draw(control, LAST)
    assert front.extents["RED"].mapped > 0
    assert "<svg" in front._repr_html_()
    moved = changes(control, FIRST, LAST)
    assert moved.flows
    assert moved.handover_table().num_rows == len(moved.handovers)
    assert {h.claims for h in moved.handovers} == {None}
    assert history(control).num_rows == DAYS * 2
    assert pockets(control, LAST, window=0).day == LAST
    assert {row.name for row in score(control, least=5).rows} == {"wire", "herald"}
    assert cases(control, "wire").num_rows
    compare(control, "wire", "herald")
    known = published_by(control.claims.rows), 5
    found = evaluate(control, _truth(control, tmp_path / "t.csv"), known=known)
    best = found.scores["estimate"]
    assert best is not None
    assert best.days == 1
    assert "as known on each day" in found._repr_html_()
    assert "Control of 80 places" in control._repr_html_()
    assert control.on(LAST)["evidence"].to_pylist()[0] == 1


@pytest.mark.parametrize("name", ["last-claim", "majority", "nearest-city"])
def test_a_baseline_is_an_estimator(name: str, options: Options, tmp_path: Path) -> None:
    _goes_the_whole_way(estimate(_view(), options, name), name, tmp_path)


def test_an_installed_estimator_is_asked_for_by_name(
    plugged: str, options: Options, tmp_path: Path
) -> None:
    assert plugged in estimators()
    control = estimate(_view(), options, plugged)
    _goes_the_whole_way(control, plugged, tmp_path)
    with pytest.raises(NoReasonsError, match="the estimator captured gives no reasons"):
        explain(control, "p0", LAST)
    with pytest.raises(UsageError, match="captured_plugin:np is no estimator"):
        open_estimator("broken")


def test_who_has_no_name_is_asked_for_by_another(options: Options) -> None:
    with pytest.raises(UsageError, match="none of this name; give one of judged, field, last-c"):
        estimate(_view(), options, "oracle")


def test_what_an_estimator_makes_is_made_again_without_and_with_claims(options: Options) -> None:
    view = _view()
    mine = np.array([s == "Herald" for s in view["source"].to_pylist()])
    control = estimate(view, options, "last-claim")
    without = leaving_out(control, mine)
    assert np.array_equal(
        without.chances, estimate(view.filter(pa.array(~mine)), options, "last-claim").chances
    )
    assert not np.array_equal(without.chances, control.chances)
    assert np.array_equal(updated(without, view).chances, control.chances)
    inputs = prepare(view, options)
    nameless = Control.of(inputs, np.full(inputs.shape, 1 / 3, dtype=np.float32))
    with pytest.raises(ControlError, match="does not say which estimator made it"):
        leaving_out(nameless, mine)
    with pytest.raises(ControlError, match="give the shape"):
        Control.of(inputs, np.zeros((1, 2, 3), dtype=np.float32))


def test_an_estimator_of_ones_own_needs_no_package(options: Options) -> None:
    class Even:
        name = "even"

        def estimate(self, view: pa.Table, options: Options) -> Control:
            inputs = prepare(view, options)
            return Control.of(inputs, np.full(inputs.shape, 1 / 3, dtype=np.float32))

    assert isinstance(Even(), Estimator)
    control = estimate(_view(), options, Even())
    assert set(control.holder(3)) == {"unclear"}


def test_only_the_packaged_estimate_gives_reasons(options: Options) -> None:
    why = explain(estimate(_view(), options), "p0", LAST)
    assert [r.claim.source for r in why.reasons] == ["Wire"]
    with pytest.raises(NoReasonsError, match="majority gives no reasons; estimate with 'field'"):
        explain(estimate(_view(), options, "majority"), "p0", LAST)


def test_what_is_made_of_settlements_goes_with_them(
    grid: Callable[..., tuple[str, list[Any]]],
) -> None:
    """Cells and samples are kept by settlements, and settlements of a few theatres only."""
    kept = []
    for _ in range(6):
        theatre, _ = grid(rows=3, columns=3, baseline=BASELINE.format(lon=21.5))
        control = estimate(_view(), Options(theatre=theatre, start=FIRST, end=LAST, learn=False))
        front = draw(control, LAST)
        kept.append((weakref.ref(control.settlements), weakref.ref(front.mesh)))
        del control, front
    gc.collect()
    assert [of() is None for of, _ in kept[:2]] == [True, True]
    assert [mesh() is None for _, mesh in kept[:2]] == [True, True]
