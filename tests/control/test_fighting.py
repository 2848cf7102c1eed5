"""Where the fighting is: troops are there, and fire from afar is not enough."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from war import BASELINE, FIRST, Claims

from fogline.control import Options, prepare
from fogline.control.field_model import fighting


@pytest.mark.parametrize(
    ("event", "felt"), [("fight", True), ("attack", True), ("shell", False), ("strike", False)]
)
def test_fire_from_afar_brings_no_contact(
    grid: Callable[..., tuple[str, list[Any]]], event: str, felt: bool
) -> None:
    theatre, _ = grid(rows=4, columns=4, baseline=BASELINE.format(lon=22.0))
    claims = Claims([])
    claims.add("p5", 3, event, "RED")
    inputs = prepare(claims.view(), Options(theatre=theatre, end=FIRST + timedelta(5)))
    assert (fighting(inputs)[4].max() > 0.1) == felt
