from __future__ import annotations

import json

import pytest
from large_model import answer, claim

from fogline.reading.llm.answers import Stated, Unclear, parse
from fogline.reading.llm.prompt import FIELDS, schema

ONE = claim("Troops left Izium.", "left", "withdraw", "Izium", relation="from")


@pytest.mark.parametrize(
    "text",
    [
        answer(ONE),
        f"Here it is:\n```json\n{answer(ONE)}\n```\nI hope that helps {{really}}.",
        f"<think>The list {{is short}} and {{}}</think>{answer(ONE)}",
        json.dumps({"claims": [{**ONE, "confidence": 7, "lat": 48.1, "lon": 37.2}], "notes": []}),
        json.dumps({"claims": [{**ONE, "actor_words": "none", "speaker_words": "N/A"}]}),
    ],
)
def test_an_answer_is_read_whatever_stands_around_it(text: str) -> None:
    (stated,) = parse(text).stated
    assert isinstance(stated, Stated)
    assert (stated.sentence, stated.trigger, stated.place) == (
        "Troops left Izium.", "left", "Izium",
    )  # fmt: skip
    assert (stated.actor, stated.speaker_words) == ("", "")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no JSON object"),
        ("I can't help with that.", "no JSON object"),
        (answer(ONE)[:-20], "no JSON at character 0"),
        ('{"claims": "none"}', 'no list "claims"'),
        ('{"events": []}', 'no list "claims"'),
        ("{" * 100_000, "no JSON"),
        ("[" * 100_000, "no JSON object"),
    ],
)
def test_what_is_no_answer_says_why(text: str, why: str) -> None:
    assert why in parse(text).why


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"event": "invade"}, "its event is none that there is"),
        ({"certainty": "sure"}, "its certainty is none that there is"),
        ({"event_words": None}, "it has no event_words"),
        ({"sentence_words": 7}, "it has no sentence_words"),
    ],
)
def test_a_claim_outside_the_vocabulary_is_unclear(change: dict[str, object], why: str) -> None:
    stated = parse(json.dumps({"claims": [{**ONE, **change}, ONE]})).stated
    assert isinstance(stated[0], Unclear)
    assert stated[0].why == why
    assert isinstance(stated[1], Stated)


def test_the_schema_asks_for_every_field_and_no_other() -> None:
    item = schema()["properties"]["claims"]["items"]
    assert tuple(item["properties"]) == tuple(item["required"]) == FIELDS
    assert not item["additionalProperties"]
    assert not {"lat", "lon", "coordinates"} & set(FIELDS)
