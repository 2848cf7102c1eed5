"""Texts told in retrospect: days without a year have that of the story."""

from __future__ import annotations

from datetime import date

import pytest

from fogline.reading.dates import Clauses, Narrative
from fogline.reading.text import split

CRAWLED = date(2023, 7, 19)
STORY = (
    "The offensive was launched in January 2017. Rebels had taken the town from 8 to 11 December. "
    "The army attacked on 12 January. At least 40 fighters were killed. "
    "It entered the town on 2 March 2017 after shelling in the previous 24 hours."
)


def _days(text: str, published: date | None = CRAWLED) -> list[list[str]]:
    told = Narrative.of(split(text), published)
    return [[f.first.isoformat() for f in found] for found in told.days]


def test_days_without_a_year_have_that_of_the_story() -> None:
    assert _days(STORY) == [
        ["2017-01-01"], ["2016-12-08"], ["2017-01-12"], [], ["2017-03-02", "2017-03-01"],
    ]  # fmt: skip


def test_what_has_no_day_happened_when_the_last_one_was_told() -> None:
    sentences = split(STORY)
    when, found = Narrative.of(sentences, CRAWLED).when(Clauses.of(sentences[3], ()), (4, 5))
    assert (when.start, when.end, when.precision) == (date(2017, 1, 12),) * 2 + ("carried",)
    assert found is None


@pytest.mark.parametrize(
    "text",
    [
        # News that looks back once.
        "Crimea, which Russia annexed in March 2014, was hit on 12 July. Two people died.",
        # A report of the day.
        "Since February 24, 2022 Russia shells the city. It did so again on July 17.",
        # Days as seen from publication.
        "War began on 24 February 2022. Shells fell on Monday. Today they fell again on 8 March.",
        # Its own year is near publication.
        "War began on 24 February 2022. On 3 June they left. On 1 July 2023 they came back.",
        # One day alone is no story.
        "He was killed on 2 March 2015. His family was in Leeds. They spoke of him.",
    ],
)
def test_texts_about_the_present_reckon_from_publication(text: str) -> None:
    sentences = split(text)
    told = Narrative.of(sentences, CRAWLED)
    assert {f.first.year for found in told.days[1:] for f in found} <= {2023}
    assert len(set(told.carried)) == 1


def test_months_of_one_year_are_a_span() -> None:
    sentence = split("The battle lasted from February to May 2022 and was bloody.")
    ((found,),) = Narrative.of(sentence, CRAWLED).days
    assert (found.first, found.last) == (date(2022, 2, 1), date(2022, 5, 31))


def test_without_a_day_of_publication_only_days_with_a_year_are_known() -> None:
    assert _days("In May 2022 they left. On 3 June they were back.", None) == [["2022-05-01"], []]


def test_a_report_is_not_about_years() -> None:
    for opening in ("Over the past two years the group lost ground.", "It grew last year."):
        sentences = split(f"{opening} Troops stay in Kharkiv.")
        when, _ = Narrative.of(sentences, CRAWLED).when(Clauses.of(sentences[1], ()), (0, 1))
        assert (when.start, when.precision) == (CRAWLED, "published")


def test_last_month_and_last_year_are_those_of_the_calendar() -> None:
    def spans(text: str) -> list[tuple[str, str]]:
        ((found,),) = Narrative.of(split(text), CRAWLED).days
        return [(found.first.isoformat(), found.last.isoformat())]

    assert spans("They left last year.") == [("2022-01-01", "2022-12-31")]
    assert spans("They left last month.") == [("2023-06-01", "2023-06-30")]
    assert spans("They left over the last month.") == [("2023-06-19", "2023-07-19")]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("338 children were killed since Russia's invasion began.", date(2022, 2, 24)),
        ("Since the war began, shells have fallen.", date(2022, 2, 24)),
        ("They have held it since the invasion of February 25.", date(2022, 2, 25)),
    ],
)
def test_since_the_war_lasts_until_publication(text: str, first: date) -> None:
    published = date(2022, 6, 24)
    told = Narrative.of(split(text), published, date(2022, 2, 24))
    ((found,),) = told.days
    assert (found.first, found.last) == (first, published)
    if "February" not in text:
        assert Narrative.of(split(text), published).days == ([],)
