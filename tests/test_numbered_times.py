"""Times that are written as one number."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.numbered_times import in_words


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("20220910", "2022-09-10"),
        ("1662825600", "@1662825600"),
        ("1662825600000", "@1662825600"),
        ("2022", "2022"),  # a year is no moment
        ("20221345", "20221345"),
    ],
)
def test_a_number_is_a_day_a_moment_or_refused(digits: str, words: str) -> None:
    assert in_words(digits) == words


@given(st.dates(date(1973, 4, 1), date(2199, 12, 31)))
def test_days_and_their_moments_are_the_same_day(day: date) -> None:
    moment = int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
    assert in_words(f"{day:%Y%m%d}") == day.isoformat()
    told = int(in_words(str(moment)).removeprefix("@"))
    assert datetime.fromtimestamp(told, UTC).date() == day
