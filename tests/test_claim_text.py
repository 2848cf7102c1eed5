from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from fogline import claim_text
from fogline.model import ClaimRow, Cue, Document, Span, event_types
from fogline.theatre import load

LOADED = r"liberat|occup|enemy|terroris|heroic|cowardly|regime|militant"
_SENTENCE = "The general staff said that troops did not leave Izium."
ROW = ClaimRow(
    "c1", "d1", "Wire", "2022-09-10", None, None, None, "withdraw", "RU", "troops", None, "ua:1",
    "Izium", "town", 49.2, 37.3, "Kharkiv", "located", "", "from", None, date(2022, 9, 10),
    date(2022, 9, 10), "stated", "general staff", ("Wire", "general staff"), "certain", "actual",
    "negative", 41, 46, "leave", 0, len(_SENTENCE), _SENTENCE,
)  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, "stated as fact, denied"),
        ({"polarity": "positive"}, "stated as fact"),
        ({"polarity": "positive", "status": "future"}, "stated as fact, forecast"),
        ({"certainty": "possible", "status": "conditional"}, "as possible, conditional, denied"),
    ],
)
def test_how_sure(changed: dict[str, str], told: str) -> None:
    assert claim_text.how_sure(replace(ROW, **changed)) == told


def test_a_claim_is_told_in_neutral_words() -> None:
    theatre = load("ukraine")
    assert claim_text.statement(theatre, ROW) == "Russian forces did not leave Izium"
    may = replace(ROW, status="future")
    assert claim_text.statement(theatre, may) == "denied: withdraw (Russian) from Izium"
    assert claim_text.voice(ROW) == "general staff (Wire)"
    assert claim_text.speaker_chain(ROW) == "Wire > general staff"
    assert claim_text.saying(ROW) == "said"


def test_a_long_sentence_is_cut_between_words_around_its_trigger() -> None:
    text = "word " * 200 + "leave " + "word " * 200
    cut = claim_text.excerpt(replace(ROW, sentence=text))
    assert "leave" in cut
    assert len(cut) < claim_text.EXCERPT + 20
    assert cut.startswith("… word")
    assert cut.endswith("word …")


def test_phrases_are_the_same_for_all_sides_and_neutral() -> None:
    for name, event in event_types().items():
        assert {"actual", "denied"} <= set(event.phrase) or not event.phrase or event.alleged, name
        assert set(event.phrase) <= {"actual", "denied", "future", "by"}
        for phrase in event.phrase.values():
            assert not re.search(LOADED, phrase), phrase
            assert "{place}" in phrase or "{at}" in phrase
    told = {name: e.phrase["actual"] for name, e in event_types().items() if "actual" in e.phrase}
    assert {name for name, phrase in told.items() if "{actor}" not in phrase} == {"fight", "harm"}


def test_an_event_without_a_phrase_is_told_by_its_name() -> None:
    theatre = load("ukraine")
    odd = replace(ROW, event="capability", relation="near", polarity="positive")
    assert claim_text.statement(theatre, odd) == "capability (Russian) near Izium"
    denied = replace(odd, actor=None, polarity="negative")
    assert claim_text.statement(theatre, denied) == "denied: capability (unnamed) near Izium"
    assert claim_text.statement(theatre, replace(odd, status="future")).startswith("forecast: ")
    assert claim_text.statement(theatre, replace(odd, status="conditional")).startswith(
        "on a condition: "
    )
    assert not claim_text.is_alleged(odd)


def test_a_line_of_a_table() -> None:
    row = replace(ROW, target="UA", end=date(2022, 9, 12), relation="part", extent=0.5)
    assert dict(zip(claim_text.COLUMNS, claim_text.cells(row), strict=True)) == {
        "when": "2022-09-10..2022-09-12",
        "place": "part (0.5) of Izium",
        "event": "withdraw",
        "who": "RU > UA",
        "speaker": "Wire > general staff",
        "how sure": "stated as fact, denied",
        "score": "1.00",
    }
    assert claim_text.heading(ROW) == "withdraw Izium (RU), denied"
    assert claim_text.short_days(date(2022, 9, 10), date(2022, 9, 12)) == "2022-09-10..09-12"
    assert claim_text.short_days(date(2022, 12, 31), date(2023, 1, 1)) == "2022-12-31..2023-01-01"
    assert claim_text.days(None, date(2022, 9, 10)) == "2022-09-10"
    assert claim_text.days(None, None) == "unknown"


def test_harm_is_alleged() -> None:
    assert claim_text.saying(replace(ROW, event="harm")) == "alleged"
    assert claim_text.saying(replace(ROW, certainty="probable")) == "said as probable"


def test_a_side_that_only_its_speaker_knows_is_told_in_their_word() -> None:
    assert claim_text.sides(replace(ROW, actor=None)) == "?"
    open_ = replace(ROW, actor=None, cues=(Cue("unresolved", Span(0, 3), "Our"),))
    assert claim_text.sides(open_) == '? ("Our")'
    assert claim_text.sides(replace(open_, target="UA")) == '? ("Our") > UA'


def test_what_else_there_is_to_say_of_a_publication() -> None:
    late, answered = "2022-09-10T22:30:00+00:00", "What of Izium? " * 20
    document = Document(
        "It fell.", "d", "Wire", date(2022, 9, 11), origin="Ministry", written=date(2022, 9, 9),
        stated=late, edited_at=datetime(2022, 9, 12, tzinfo=UTC), context=answered,
    )  # fmt: skip
    *said, answer = claim_text.circumstances_of(document)
    assert said == [
        "passed on from Ministry",
        "its words are of 2022-09-09",
        f"{late} as written",
        "edited 2022-09-12T00:00:00+00:00",
    ]
    assert answer.startswith("answers: What of Izium?")
    assert answer.endswith(" …")
    assert len(answer) < 100
    same_day = replace(document, published=date(2022, 9, 10), context="", origin="")
    assert claim_text.circumstances_of(replace(same_day, written=None, edited_at=None)) == []


@pytest.mark.parametrize(
    ("nats", "word"),
    [(0.0, "weak"), (0.99, "weak"), (1.0, "fair"), (-2.9, "fair"), (3.0, "strong"), (-7, "strong")],
)
def test_a_weight_is_told_in_words(nats: float, word: str) -> None:
    assert claim_text.weight_in_words(nats) == word
