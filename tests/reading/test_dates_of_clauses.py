from __future__ import annotations

from datetime import date

import pytest

from fogline.reading import dates
from fogline.reading.dates.finding import find
from fogline.reading.text import split

PUBLISHED = date(2022, 9, 12)


def _days(text: str, published: date = PUBLISHED) -> list[tuple[str, str]]:
    sentence = split(text)[0]
    return [(f.first.isoformat(), f.last.isoformat()) for f in find(sentence, published)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("It was shelled on 2022-08-30.", "2022-08-30", "2022-08-30"),
        ("It fell on Sept. 8 at dawn.", "2022-09-08", "2022-09-08"),
        ("It fell on 8 Sept. at dawn.", "2022-09-08", "2022-09-08"),
        ("On the night of 6/7 May it burned.", "2022-05-06", "2022-05-07"),
        ("It fell three months ago.", "2022-06-01", "2022-06-30"),
        ("It fell a year ago.", "2021-09-01", "2021-09-30"),
        ("On the first day of July it fell.", "2022-07-01", "2022-07-01"),
        ("On the last day of February 2020 it fell.", "2020-02-29", "2020-02-29"),
        ("Попередньої доби обстріляли село.", "2022-09-11", "2022-09-11"),
        ("В пятницу обстреляли село.", "2022-09-09", "2022-09-09"),
        ("У середу обстріляли село.", "2022-09-07", "2022-09-07"),
        ("Минувшей ночью обстреляли село.", "2022-09-11", "2022-09-12"),
    ],
)
def test_days_as_people_write_them(text: str, first: str, last: str) -> None:
    assert _days(text) == [(first, last)]


@pytest.mark.parametrize(
    "text",
    [
        "The April 6 Brigade attacked the town.",
        "Shells fell on May 1 Street.",
        "The 2022-99-01 form was signed.",
        "It is 1234-5678-90 on the scale.",
    ],
)
def test_what_only_looks_like_a_day(text: str) -> None:
    assert _days(text) == []


def _chosen(text: str, trigger: str, *others: str) -> str | None:
    sentence = split(text)[0]
    starts = {w: sentence.words.index(w) for w in (trigger, *others)}
    clauses = dates.Clauses.of(sentence, starts.values())
    found = clauses.nearest(find(sentence, PUBLISHED), (starts[trigger], starts[trigger] + 1))
    return found.first.isoformat() if found else None


def test_a_day_belongs_to_the_event_of_its_clause() -> None:
    text = "The town, taken in April, was retaken on Saturday."
    assert _chosen(text, "taken", "retaken") == "2022-04-01"
    assert _chosen(text, "retaken", "taken") == "2022-09-10"


def test_a_day_that_no_event_claims_is_everybodys() -> None:
    text = "On September 9, troops entered the town, and shells fell."
    assert _chosen(text, "entered", "fell") == "2022-09-09"
    assert _chosen(text, "fell", "entered") == "2022-09-09"


@pytest.mark.parametrize(
    "text",
    [
        "Six months after the invasion of February 24 troops entered the town.",
        "Since the February 24 invasion nobody entered the town.",
    ],
)
def test_a_day_of_something_past_dates_no_event(text: str) -> None:
    assert _chosen(text, "entered") is None
