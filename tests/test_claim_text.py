from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fogline import claim_text
from fogline.model import ClaimRow
from fogline.theatre import load

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
        ({}, "certain, denied"),
        ({"polarity": "positive"}, "certain"),
        ({"polarity": "positive", "status": "future"}, "certain, forecast"),
        ({"certainty": "possible", "status": "conditional"}, "possible, conditional, denied"),
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
