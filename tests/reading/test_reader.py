from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import fogline
from fogline.exports.jsonl import as_row
from fogline.model import Claim, Document, Reading
from fogline.reading.errors import DenseError, UndatedError

CASES = json.loads(
    (Path(__file__).parents[2] / "evaluation" / "cases" / "claims.json").read_text(encoding="utf-8")
)


def _key(reading: Reading, claim: Claim) -> list[str | None]:
    place = reading.places[claim.place].text if claim.place is not None else None
    return [
        claim.event,
        claim.actor,
        place,
        claim.certainty,
        claim.status,
        claim.polarity,
        claim.speaker,
    ]


MISREAD = pytest.mark.xfail(strict=True, reason="a known misreading: docs/evaluation.md")


@pytest.mark.parametrize(
    "case",
    [pytest.param(c, id=c["name"], marks=[MISREAD] if c.get("misread") else []) for c in CASES],
)
def test_cases_of_our_own(case: dict[str, object]) -> None:
    """Each claim that a case wants comes out, and none that it forbids.

    A case marked ``misread`` is a known error (docs/evaluation.md): it must fail until mended.
    """
    reading = fogline.read(
        Document(
            str(case["text"]), source=str(case.get("source", "")), published=date(2022, 9, 10)
        ),
        str(case.get("theatre", "ukraine")),
    )
    found = [_key(reading, c) for c in reading.claims]
    for wanted in case["wanted"]:  # type: ignore[attr-defined]
        assert any(all(w == f for w, f in zip(wanted, row, strict=False)) for row in found), (
            wanted,
            found,
        )
    if case.get("only"):
        assert len(found) == len(case["wanted"]), found  # type: ignore[arg-type]


WORDS = st.sampled_from(
    [
        "Russian",
        "Ukrainian",
        "forces",
        "the",
        "of",
        "and",
        "in",
        "near",
        "captured",
        "shelled",
        "Izium",
        "Лиман",
        "Kherson",
        "Oblast",
        "River",
        "reportedly",
        "said",
        "that",
        "not",
        "will",
        "if",
        ".",
        ",",
        ";",
        "(",
        ")",
        "[1]",
        "2/3",
        "\n",
        "•",
        "May",
        "10",
        "yesterday",
        "’s",
        "“",
        "”",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, min_size=1, max_size=60).map(" ".join).filter(lambda t: t.strip() != ""))
def test_every_offset_reproduces_its_words(text: str) -> None:
    _check_offsets(fogline.read(text, published=date(2022, 9, 10)))


def _check_offsets(reading: Reading) -> None:
    text = reading.document.text
    for mention in reading.places:
        assert mention.span.of(text) == mention.text
        assert (mention.place is not None) == (mention.status == "located")
        assert mention.reason
    for claim in reading.claims:
        assert claim.trigger.of(text) == claim.trigger_text
        assert claim.sentence.covers(claim.trigger)
        assert claim.actor_text is None or claim.actor_text in text
        assert 0 <= claim.score <= 1
        assert claim.extent is None or 0 < claim.extent <= 1
        assert claim.place is None or 0 <= claim.place < len(reading.places)
        for cue in claim.cues:
            assert cue.span.of(text) == cue.text
    assert len({c.id for c in reading.claims}) == len(reading.claims)


@settings(max_examples=30, deadline=None)
@given(st.text(min_size=1, max_size=200).filter(lambda t: t.strip() != ""))
def test_any_text_can_be_read(text: str) -> None:
    _check_offsets(fogline.read(text, published=date(2022, 9, 10)))


def test_reading_twice_is_the_same_to_the_byte() -> None:
    text = (
        "Russian forces reportedly left Izium on September 10, officials said. "
        "Fighting continued near Lyman."
    )
    first, second = (
        json.dumps(as_row(fogline.read(text, published=date(2022, 9, 10)))) for _ in range(2)
    )
    assert first == second


def test_relative_days_need_a_day_of_publication() -> None:
    with pytest.raises(UndatedError, match=r"'yesterday'.*--published"):
        fogline.read("Russian forces shelled Izium yesterday.")
    reading = fogline.read("Russian forces shelled Izium yesterday.", undated=True)
    assert [c.when.precision for c in reading.claims] == ["unknown"]
    assert fogline.read("Russian forces shelled Izium on 3 March 2022.").claims[
        0
    ].when.start == date(2022, 3, 3)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Russian forces captured Izium, " * 200, "400 and 200 in 'Russian forces"),
        ("Izium and " * 990 + ".\n" + "Izium and " * 990, "names of places"),
        ("troops said that " * 2000, "without the end of a sentence"),
    ],
)
def test_what_is_no_prose_is_refused_in_time(text: str, words: str) -> None:
    with pytest.raises(DenseError, match=words):
        fogline.read(text, published=date(2022, 9, 10))


def test_no_text_is_refused() -> None:
    with pytest.raises(ValueError, match="no text"):
        fogline.read("  ")


def test_a_namesake_that_nothing_decides_keeps_its_candidates() -> None:
    reading = fogline.read("Shelling hit Zarichne.", theatre="ukraine", published=date(2022, 9, 10))
    (mention,) = reading.places
    assert mention.status in {"located", "ambiguous"}
    if mention.status == "ambiguous":
        assert len(mention.candidates) > 1
        assert mention.place is None


def test_an_unknown_name_is_kept_with_its_reason() -> None:
    reading = fogline.read(
        "Russian forces captured the village of Zzyzxkivka near Izium.", published=date(2022, 9, 10)
    )
    lost = next(m for m in reading.places if m.text == "Zzyzxkivka")
    assert (lost.status, lost.place) == ("unknown", None)
    assert "no settlement of this name" in lost.reason


@pytest.mark.parametrize(
    ("text", "event", "polarity", "certainty", "words"),
    [
        (
            "There is no evidence that Russian forces have left Snihurivka.",
            "withdraw",
            "negative",
            "certain",
            "no evidence",
        ),
        (
            "The city has seen no sign of a Russian withdrawal from Chernihiv.",
            "withdraw",
            "negative",
            "certain",
            "no sign",
        ),
        pytest.param(
            "No one has left Izium.", "withdraw", "negative", "certain", "No one", marks=MISREAD
        ),
        (
            "Reports that Balakliia was surrounded are false.",
            "encircle",
            "negative",
            "certain",
            "false",
        ),
        (
            "Reports that Russian troops left Izium are not false.",
            "withdraw",
            "positive",
            "certain",
            "",
        ),
        (
            "The command said that Russian forces did not attempt ground offensives in Izium.",
            "attack",
            "negative",
            "certain",
            "not",
        ),
        (
            "There is no confirmation that Ukrainian forces have entered Lyman.",
            "advance",
            "positive",
            "possible",
            "no confirmation",
        ),
        (
            "An earlier version of this report said that Russian troops seized Izium.",
            "capture",
            "negative",
            "certain",
            "version",
        ),
        (
            "We mistakenly reported on April 23 that Russian troops seized Izium.",
            "capture",
            "negative",
            "certain",
            "mistakenly",
        ),
    ],
)
def test_frames_turn_a_clause_round(
    text: str, event: str, polarity: str, certainty: str, words: str
) -> None:
    (claim,) = fogline.read(text, published=date(2022, 9, 5)).claims
    assert (claim.event, claim.polarity, claim.certainty) == (event, polarity, certainty)
    assert [q.text for q in claim.cues if q.role in {"polarity", "certainty"}] == (
        [words] if words else []
    )


def test_what_no_evidence_of_opens_ends_at_and() -> None:
    text = (
        "The mayor sees no evidence of Russian withdrawals from Chernihiv "
        "and said Russian aircraft strike Kharkiv."
    )
    found = {c.event: c.polarity for c in fogline.read(text, published=date(2022, 9, 5)).claims}
    assert found["withdraw"] == "negative"
    assert found["strike"] == "positive"


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (
            "Officials in Kyiv and Moscow traded accusations over Enerhodar, "
            "which Russian forces have held since March 2022.",
            {"Enerhodar"},
        ),
        ("Officials met in Kyiv. Russian forces have held Enerhodar since March.", {"Enerhodar"}),
        ("Kyiv spoke of Lyman and Izium, which Russian forces have held.", {"Lyman", "Izyum"}),
    ],
)
def test_a_clause_speaks_of_the_place_before_it(text: str, held: set[str]) -> None:
    reading = fogline.read(text, published=date(2022, 9, 12))
    places = {reading.places[c.place].name for c in reading.claims if c.place is not None}
    assert places == held
