"""An estimate that was kept is the one that was made: in its figures and in its reasons."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from war import BASELINE, FIRST, REGIONS, SIDES, Claims

from fogline.control import (
    Control,
    ControlError,
    Options,
    estimate,
    explain,
    leaving_out,
    pack,
    prepare,
    unpack,
    updated,
)

DAYS = 20
CLAIM = st.tuples(
    st.integers(0, 24),
    st.integers(0, DAYS - 1),
    st.sampled_from(["hold", "capture", "withdraw", "attack", "shell", "repel", "fight"]),
    st.sampled_from(SIDES),
    st.sampled_from(["Alpha", "Bravo"]),
)
WHOLE = json.dumps([{"role": "whole", "start": 0, "end": 1, "text": "whole"}])


@pytest.fixture(scope="module")
def options(grid: Callable[..., tuple[str, list[Any]]]) -> Options:
    theatre, _ = grid(rows=5, columns=5, baseline=BASELINE.format(lon=22.5), speakers=REGIONS)
    return Options(theatre=theatre, start=FIRST, end=FIRST + timedelta(DAYS - 1))


def _view(drawn: list[tuple[Any, ...]]) -> pa.Table:
    claims = Claims([])
    for place, day, event, actor, source in drawn:
        claims.add(f"p{place}", day, event, actor, source)
    return claims.view()


def _same(one: Control, two: Control) -> None:
    assert type(one) is type(two)
    assert (one.chances == two.chances).all()
    assert (one.alone == two.alone).all()
    assert (one.made_by, one.used, one.rests_on) == (two.made_by, two.used, two.rests_on)
    assert (one.table, one.copying, one.evidence) == (two.table, two.copying, two.evidence)
    assert (one.converged, one.iterations) == (two.converged, two.iterations)
    assert one.inputs.worth == two.inputs.worth
    assert [z.believed for z in one.inputs.zones] == [z.believed for z in two.inputs.zones]
    assert one.on(one.last).equals(two.on(two.last))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(CLAIM, max_size=40), st.sampled_from(["judged", "field", "last-claim", "majority"]))
def test_what_was_packed_comes_back(
    options: Options, drawn: list[tuple[Any, ...]], estimator: str
) -> None:
    view = _view(drawn)
    made = estimate(view, options, estimator)
    found = unpack(pack(made), view, options)
    _same(made, found)
    if drawn:
        without = np.arange(view.num_rows) == 0
        assert np.allclose(
            leaving_out(made, without).chances, leaving_out(found, without).chances, atol=1e-6
        )


def test_reasons_and_territories_come_back(options: Options) -> None:
    claims = Claims([])
    for day in range(4, 16, 3):
        claims.add("p3", day, "capture", "BLU", "Alpha")
        claims.add("p3", day + 1, "repel", "RED", "Bravo")
        claims.add("p8", day, "hold", "RED", "Bravo")
    name = prepare(claims.view(), options).settlements.theatre.name
    claims.add(
        f"{name}:North", 9, "capture", "BLU", "Alpha", kind="admin", relation="in", cues=WHOLE
    )
    view = claims.view()
    made = estimate(view, options)
    found = unpack(pack(made), view, options)
    assert made.inputs.zones
    _same(made, found)
    day = FIRST + timedelta(12)
    one, two = (explain(control, "p3", day) for control in (made, found))
    assert one.reasons
    assert one == two
    later = Claims([])
    later.add("p3", 17, "withdraw", "BLU", "Gamma")
    one, two = (updated(control, later.view()) for control in (made, found))
    assert np.allclose(one.chances, two.chances, atol=1e-6)


def test_an_estimate_of_other_claims_or_days_is_refused(options: Options) -> None:
    view = _view([(1, 3, "capture", "BLU", "Alpha"), (2, 4, "hold", "RED", "Bravo")])
    kept = pack(estimate(view, options))
    with pytest.raises(ControlError, match="other claims"):
        unpack(kept, view.slice(1), options)
    with pytest.raises(ControlError, match="other claims"):
        unpack(kept, view, replace(options, end=FIRST + timedelta(5)))


def _with(kept: bytes, **changed: Any) -> bytes:
    with np.load(io.BytesIO(kept)) as found:
        arrays = {**{n: found[n] for n in found.files}, **changed}
    out = io.BytesIO()
    np.savez(out, **{n: a for n, a in arrays.items() if a is not None})
    return out.getvalue()


@pytest.mark.parametrize(
    "damage",
    [
        lambda kept: b"",
        lambda kept: kept[:200],
        lambda kept: b"\x80\x04\x95 a pickle",
        lambda kept: _with(kept, says=None),
        lambda kept: _with(kept, about=np.frombuffer(b"{}", np.uint8)),
        lambda kept: _with(kept, chances=np.zeros((1, 2, 3), np.float32)),
        lambda kept: _with(kept, about=np.array([print], dtype=object)),
    ],
    ids=["empty", "short", "foreign", "a part missing", "no words", "a shape", "objects"],
)
def test_what_is_no_estimate_is_refused(options: Options, damage: Callable[[bytes], bytes]) -> None:
    view = _view([(1, 3, "capture", "BLU", "Alpha")])
    damaged = damage(pack(estimate(view, options)))
    with pytest.raises(ControlError, match="kept estimate"):
        unpack(damaged, view, options)


def test_the_result_of_another_package_is_not_packed(options: Options) -> None:
    class More(Control):
        pass

    inputs = prepare(_view([(1, 3, "capture", "BLU", "Alpha")]), options)
    chances = np.full(inputs.shape, 0.25, dtype=np.float32)
    with pytest.raises(ControlError, match="only packaged"):
        pack(More(inputs, chances, chances, "theirs"))
