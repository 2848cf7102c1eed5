"""The words above and below a place's band leave each other room."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from fogline.web.place_band import month_marks, turn_numbers


def test_turns_that_lie_close_share_a_number() -> None:
    found = turn_numbers([10.0, 50.0, 50.5, 53.0, 56.5, 66.0])
    assert [(m.x, m.label) for m in found] == [(10.0, "2"), (53.25, "3–6"), (66.0, "7")]
    assert turn_numbers([]) == []


def test_months_stand_clear_of_the_first_day_and_of_each_other() -> None:
    marks = month_marks(date(2022, 2, 24), 179)
    assert [m.label for m in marks] == ["2022-02-24", "2022-05", "2022-07"]
    assert all(two.x - one.x >= 18 for one, two in pairwise(marks))
    assert marks[1].x >= 27, "the first day is written from its left"
