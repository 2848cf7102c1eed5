"""What sides' words about themselves have been worth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from war import BASELINE, FIRST, SIDES, Claims, judged_estimate

from fogline.control import explain
from fogline.control.field import FieldControl
from fogline.control.worth import Worth

STAFFS = "".join(
    f'[[speaker]]\nnames = ["{side.title()} Staff"]\nside = "{side}"\n'
    f'kind = "military"\ngroup = "{side} staff"\n'
    for side in SIDES
)


@pytest.fixture(scope="module")
def theatre(grid: Callable[..., tuple[str, list[Any]]]) -> str:
    return grid(rows=8, columns=8, baseline=BASELINE.format(lon=22.0), speakers=STAFFS)[0]


def _estimate(theatre: str, claims: Claims) -> FieldControl:
    return judged_estimate(theatre, claims, 60)


def _told_by_red(claims: Claims, places: range, *, rightly: bool) -> None:
    """Captures that RED tells of itself, and what another then tells of who holds these places."""
    for k in places:
        claims.add(f"p{k}", 10, "capture", "RED", "Red Staff")
        for day in (20, 30):
            holder = "RED" if rightly else "BLU"
            claims.add(f"p{k}", day, "capture", holder, "Watch", document=f"w{k}-{day}")


def _worth_of_red(control: FieldControl) -> Worth:
    (found,) = (w for w in control.inputs.worth if w.told == ("RED", "capture", False))
    return found


def test_a_side_that_was_right_is_believed_more(theatre: str) -> None:
    found = []
    for rightly in (True, False):
        claims = Claims([])
        _told_by_red(claims, range(16), rightly=rightly)
        claims.add("p40", 40, "capture", "RED", "Red Staff", score=0.8)
        control = _estimate(theatre, claims)
        worth = _worth_of_red(control)
        assert worth.claims == 17
        assert 0 < worth.checked <= 16  # of the last nobody else spoke
        item = control.items.place == control.find("p40")
        found.append((worth.right, float(control.inputs.all_items.believed[-1]), item.sum()))
    (right, believed, one), (wrong, doubted, _) = found
    assert right > 0.75 > wrong
    assert believed > doubted
    assert one == 1


def test_an_explanation_gives_the_worth_with_its_number(theatre: str) -> None:
    claims = Claims([])
    _told_by_red(claims, range(16), rightly=False)
    control = _estimate(theatre, claims)
    worth = _worth_of_red(control)
    reasons = explain(control, "p3", FIRST + timedelta(10)).reasons
    told = next(r for r in reasons if r.claim.source == "Red Staff")
    words = f"what RED tells for itself (capture) came true in {worth.right:.2f} of"
    assert words in told.why
    others = [r.why for r in reasons if r.claim.source == "Watch"]
    assert not any("tells for itself" in why for why in others)


def test_without_others_nothing_is_learned(theatre: str) -> None:
    claims = Claims([])
    claims.add("p0", 10, "capture", "RED", "Red Staff")
    assert _estimate(theatre, claims).inputs.worth == ()


TOLD = st.tuples(
    st.integers(0, 30), st.integers(0, 50), st.sampled_from(["capture", "withdraw", "hold"]),
    st.sampled_from(SIDES), st.sampled_from(["Red Staff", "Blu Staff", "Watch"]),
)  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(st.lists(TOLD, min_size=1, max_size=20))
def test_worth_is_a_share_of_what_others_spoke_of(
    theatre: str, told: list[tuple[int, int, str, str, str]]
) -> None:
    claims = Claims([])
    for place, day, event, side, source in told:
        claims.add(f"p{place}", day, event, side, source)
    for worth in _estimate(theatre, claims).inputs.worth:
        assert 0 < worth.right < 1
        assert 0 <= worth.checked <= worth.claims
