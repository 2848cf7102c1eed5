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
        ("He comes the day after tomorrow.", "2022-09-14", "2022-09-14"),
        ("It fell in 2016.", "2016-01-01", "2016-12-31"),
        ("It has been held since 2014.", "2014-01-01", "2022-09-12"),
        ("It was held in 2016-17.", "2016-01-01", "2017-12-31"),
        ("Село захопили у 2014 році.", "2014-01-01", "2014-12-31"),
        ("В 2014 году село захватили.", "2014-01-01", "2014-12-31"),
        ("Росія тримає місто з 2014 року.", "2014-01-01", "2022-09-12"),
        ("В мае 2022 года село захватили.", "2022-05-01", "2022-05-31"),
        ("It fell 100 days ago.", "2022-06-04", "2022-06-04"),
        ("Over the past six months it fell.", "2022-03-16", "2022-09-12"),
        ("It fell weeks ago.", "2022-07-04", "2022-08-29"),
        ("Село обстріляли два дні тому.", "2022-09-10", "2022-09-10"),
        ("Тиждень тому село обстріляли.", "2022-09-05", "2022-09-05"),
        ("Село обстреляли три дня назад.", "2022-09-09", "2022-09-09"),
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
        "It ends in 2030.",
        "They killed 1999 men.",
        "A force of 2000 attacked the town.",
        "До 2014 року його тримали інші.",
        "It fell twenty days ago.",
        "Day after day it was shelled.",
        "Наступного дня після бою село обстріляли.",
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


@pytest.mark.parametrize(
    ("text", "trigger", "main", "day"),
    [
        ("He visited the town, days after troops retook it.", "retook", "visited", "2022-09-02"),
        ("Two days after troops took it, they left.", "took", "left", "2022-09-10"),
        ("They left a week after its capture.", "capture", "left", "2022-09-05"),
        ("They left the day after troops took it.", "took", "left", "2022-09-11"),
        ("Через два дні після того, як взяли село, його обстріляли.", "взяли", "обстріляли", None),
    ],
)
def test_days_that_count_back_date_what_follows(
    text: str, trigger: str, main: str, day: str | None
) -> None:
    assert _chosen(text, trigger, main) == day
    assert _chosen(text, main, trigger) is None


@pytest.mark.parametrize(
    "text",
    [
        "Shells fell for days after the town's fall.",
        "They shelled it for two days after the fall.",
        "Months after its fall they left.",
        "Hours after that they left.",
    ],
)
def test_what_counts_back_from_no_day(text: str) -> None:
    assert _days(text) == []


def test_a_year_dates_the_event_that_it_stands_by() -> None:
    assert _chosen("The town seized in 2014 was shelled.", "seized", "shelled") == "2014-01-01"
    assert _chosen("The town seized in 2014 was shelled.", "shelled", "seized") is None
    assert _chosen("They took it in 2014, and shells fell.", "fell", "took") is None
    assert _chosen("In 2014, rebels took it.", "took") == "2014-01-01"


def test_days_count_back_from_the_day_that_the_sentence_names() -> None:
    text = "On September 5, two days after troops took the town, shells fell."
    (sentence,) = sentences = split(text)
    at = {w: sentence.words.index(w) for w in ("took", "fell")}
    clauses = dates.Clauses.of(sentence, at.values())
    narrative = dates.Narrative.of(sentences, PUBLISHED)
    told = {w: narrative.when(clauses, (k, k + 1))[0] for w, k in at.items()}
    assert (told["took"].start, told["fell"].start) == (date(2022, 9, 3), date(2022, 9, 5))


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
