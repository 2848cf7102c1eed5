from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from war import BASELINE, FIRST, Claims

from fogline.control import Options, prepare
from fogline.control.evidence import Items
from fogline.control.strengths import strengths

WEAK = strengths().sections["weak"]


@pytest.fixture(scope="module")
def theatre(grid: Callable[..., tuple[str, list[Any]]]) -> str:
    return grid(rows=4, columns=4, baseline=BASELINE.format(lon=24.5))[0]


def _items(theatre: str, claims: Claims) -> Items:
    options = Options(theatre=theatre, start=FIRST, end=FIRST + timedelta(100))
    return prepare(claims.view(), options).items


@settings(deadline=None)
@given(
    told=st.lists(
        st.tuples(
            st.sampled_from(["p0", "p5"]), st.sampled_from(["RED", "BLU"]), st.integers(0, 90)
        ),
        min_size=1, max_size=8, unique=True,
    )
)  # fmt: skip
def test_an_attack_counts_by_how_many_are_told_in_the_days_around(
    theatre: str, told: list[tuple[str, str, int]]
) -> None:
    claims = Claims([])
    for place, side, day in told:
        claims.add(place, day, "attack", side)
    items = _items(theatre, claims)
    temper = strengths().of("temper", items.kind)
    assert len(items) == len(told)
    for k in range(len(items)):
        alike = (items.place == items.place[k]) & (items.label == items.label[k])
        near = alike & (np.abs(items.day - items.day[k]) <= WEAK["few_days"])
        share = near.sum() / (near.sum() + WEAK["few"])
        assert items.weight[k] == pytest.approx(temper[k] * share)


def test_a_capture_counts_in_full(theatre: str) -> None:
    claims = Claims([])
    claims.add("p0", 3, "capture", "BLU", "Wire")
    assert _items(theatre, claims).weight.tolist() == [1.0]
