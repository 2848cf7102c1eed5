from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.reading import dates
from fogline.reading.dates.finding import find
from fogline.reading.text import split

DAY = date(2022, 9, 10)  # a Saturday


def _first(text: str, day: date | None = DAY) -> tuple[str, str] | None:
    found = find(split(text)[0], day)
    return (found[0].first.isoformat(), found[0].last.isoformat()) if found else None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("On September 10, forces moved.", "2022-09-10", "2022-09-10"),
        ("On 8 September forces moved.", "2022-09-08", "2022-09-08"),
        ("From September 8-10 they moved.", "2022-09-08", "2022-09-10"),
        ("Overnight they moved.", "2022-09-09", "2022-09-10"),
        ("They moved yesterday.", "2022-09-09", "2022-09-09"),
        ("They moved over the past week.", "2022-09-03", "2022-09-10"),
        ("They moved in the past 24 hours.", "2022-09-09", "2022-09-10"),
        ("They moved on Thursday.", "2022-09-08", "2022-09-08"),
        ("As of September 9 they held.", "2022-09-09", "2022-09-09"),
        ("They have held it since March 2022.", "2022-03-01", "2022-09-10"),
        ("In June 2014 they left.", "2014-06-01", "2014-06-30"),
        ("Two days ago they left.", "2022-09-08", "2022-09-08"),
        ("12.04.22 they left.", "2022-04-12", "2022-04-12"),
        ("Уночі 22 травня вони пішли.", "2022-05-22", "2022-05-22"),
        ("They took it in spring.", "2022-03-01", "2022-05-31"),
        ("They took it in the spring of 2014.", "2014-03-01", "2014-05-31"),
        ("They took it last winter.", "2021-12-01", "2022-02-28"),
        ("They took it in autumn.", "2022-09-01", "2022-09-10"),
        ("They have held it since spring.", "2022-03-01", "2022-09-10"),
        ("Навесні вони пішли.", "2022-03-01", "2022-05-31"),
    ],
)
def test_days_against_the_day_of_publication(text: str, first: str, last: str) -> None:
    assert _first(text) == (first, last)


def test_years_turn() -> None:
    assert _first("In the week from 28 December to 3 January they moved.", date(2025, 1, 3)) == (
        "2024-12-28",
        "2025-01-03",
    )
    assert _first("On December 31 they moved.", date(2023, 1, 1)) == ("2022-12-31", "2022-12-31")


def test_a_season_that_names_something_is_no_day() -> None:
    assert _first("The spring offensive began.") is None
    assert _first("They took it in spring.", date(1, 1, 1)) is None
    assert _first("They took it in winter.", date(9999, 12, 31)) is None


def test_may_is_a_month_only_with_a_capital() -> None:
    assert _first("They may 5 times attack.") is None


def test_without_a_day_of_publication_only_years_count() -> None:
    assert _first("On September 10 they moved.", None) is None
    assert _first("On September 10, 2022 they moved.", None) == ("2022-09-10", "2022-09-10")
    assert dates.relative(split("They moved yesterday.")[0]) == (2, 3)
    assert dates.relative(split("On 10 September 2022 they moved.")[0]) is None


@given(st.dates(date(1995, 1, 1), date(2095, 12, 31)), st.integers(0, 50))
def test_a_day_without_a_year_is_near(published: date, back: int) -> None:
    day = published - timedelta(back)
    text = f"On {day:%B} {day.day}, forces moved."
    assert _first(text, published) == (day.isoformat(), day.isoformat())


@given(st.text(max_size=120), st.dates())
def test_any_text_gives_ordered_days(text: str, published: date) -> None:
    for sentence in split(text):
        for found in find(sentence, published):
            assert found.first <= found.last


@pytest.mark.parametrize(
    "word", ["9" * 5000, f"{'9' * 5000}th", f"1.{'9' * 5000}.2022", "99.99.9999", "00.00.0000"]
)
def test_numbers_that_are_no_days(word: str) -> None:
    assert _first(f"On September {word} they left.") in {None, ("2022-09-01", "2022-09-30")}
