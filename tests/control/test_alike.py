"""Work that is done once for many places or days is the work that each would have had."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
import scipy
from war import BASELINE, FIRST, REGIONS, Claims

from fogline.control import EstimateInputs, Options, estimate, leaving_out
from fogline.control.field import FieldControl, settle
from fogline.control.field_model import evidence_about, evidence_between, smooth_places
from fogline.control.learning import first_learned
from fogline.control.system import System
from fogline.theatre import load


@pytest.fixture(scope="module")
def inputs(grid: Callable[..., tuple[str, list[Any]]]) -> EstimateInputs:
    theatre = grid(rows=8, columns=8, baseline=BASELINE.format(lon=22.0), speakers=REGIONS)[0]
    claims, whole = Claims([]), json.dumps([{"role": "whole", "start": 0, "end": 1, "text": "all"}])
    for day, region, actor in ((5, "North", "BLU"), (12, "South", "RED"), (15, "North", "RED")):
        where = f"{load(theatre).name}:{region}"
        claims.add(where, day, "capture", actor, kind="admin", relation="in", cues=whole)
    for k, day in ((3, 4), (3, 9), (40, 11), (41, 16)):
        claims.add(f"p{k}", day, "capture", "RED")
    options = Options(theatre=theatre, start=FIRST, end=FIRST + timedelta(20))
    return estimate(claims.view(), options).inputs


def test_places_that_nothing_tells_apart_are_smoothed_as_each_alone(inputs: EstimateInputs) -> None:
    learned = first_learned(inputs)
    assert inputs.zones
    assert len(inputs.named)
    every = np.arange(inputs.shape[2], dtype=np.int32)
    together = smooth_places(inputs, learned, every)
    for place in every:
        alone = smooth_places(inputs, learned, every[[place]])
        assert np.abs(together[:, :, [place]] - alone).max() < 1e-6


def test_evidence_of_some_days_is_that_part_of_all(inputs: EstimateInputs) -> None:
    learned = first_learned(inputs)
    places = np.arange(0, inputs.shape[2], 3, dtype=np.int32)
    whole, moved = evidence_about(inputs, learned, places)
    nats = learned.nats(inputs.items, inputs.strengths)
    part, changes = evidence_between(inputs, nats, places, 8, 15)
    # What is under way may begin before; here nothing is.
    assert np.array_equal(part, whole[8:15])
    some = (moved.day >= 8) & (moved.day < 15)
    assert np.array_equal(changes.day + 8, moved.day[some])
    assert np.array_equal(changes.factor, moved.factor[some])


def test_estimates_of_fewer_claims_stand_on_the_same_ground(inputs: EstimateInputs) -> None:
    control = estimate(inputs.claims.rows, inputs.options)
    assert isinstance(control, FieldControl)
    some = np.arange(len(inputs.claims)) % 3 == 0
    without = leaving_out(control, some)
    assert isinstance(without, FieldControl)
    assert without.ground is control.ground
    anew = settle(control.inputs.speaking(~some), control.learned, control.made_by)
    assert anew.ground is not control.ground
    assert np.array_equal(without.chances, anew.chances)


def test_a_system_is_solved_anew_when_its_diagonal_changes() -> None:
    ties = scipy.sparse.csr_matrix(np.array([[0, 1.0, 0.5], [1.0, 0, 0], [0.5, 0, 0]]))
    sums = np.asarray(ties.sum(axis=1)).ravel()
    system, wanted = System(ties, sums), np.array([1.0, 0.2, 0.7])
    found = None
    for more in (0.5, 2.0, 0.1):
        system.hold(sums + more)
        found = system.solved(wanted, found)
        exact = np.linalg.solve(np.diag(sums + more) - ties.toarray(), wanted)
        assert np.abs(found - exact).max() < 0.01 * np.abs(exact).max()
    assert not system.solved(np.zeros(3), None).any()
