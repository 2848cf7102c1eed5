"""Whose side "our troops" are on, in words that are passed on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from fogline.model import Claim, Document
from fogline.reading import open_reader
from fogline.theatre import load

UKRAINE = load("ukraine")
STAFF, MINISTRY = "Ukrainian General Staff", "Russian Ministry of Defence"


@pytest.fixture(scope="module", params=["linear", "encoder"])
def reader(request: pytest.FixtureRequest) -> Any:
    return open_reader(request.param, UKRAINE)


def _one(reader: Any, text: str, origin: str, source: str = STAFF) -> Claim:
    document = Document(text, "d", source, date(2022, 9, 10), origin=origin)
    (claim,) = reader.read(document).claims
    for cue in claim.cues:
        assert cue.span.of(text) == cue.text
    return claim


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Our troops captured Kupiansk.", "capture"),
        ("Наші війська звільнили Куп'янськ.", "capture"),
        ("Our forces repelled enemy attacks near Lyman.", "repel"),
    ],
)
def test_our_troops_are_those_of_the_origin(reader: Any, text: str, event: str) -> None:
    ministry = _one(reader, text, MINISTRY)
    assert (ministry.event, ministry.actor, ministry.speakers) == (event, "RU", (STAFF, MINISTRY))
    staff = _one(reader, text, STAFF, MINISTRY)
    assert (staff.actor, staff.speakers) == ("UA", (MINISTRY, STAFF))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Our troops captured Kupiansk.", "Our"),
        ("Наші війська звільнили Куп'янськ.", "Наші"),
        ("Our forces repelled enemy attacks near Lyman.", "Our"),
        ("The enemy withdrew from Izium.", "enemy"),
    ],
)
@pytest.mark.parametrize("origin", ["Some Channel", "unnamed origin", "Maria Ivanova"])
def test_an_unknown_origin_is_of_no_side(reader: Any, text: str, word: str, origin: str) -> None:
    claim = _one(reader, text, origin)
    assert (claim.actor, claim.target, claim.actor_text) == (None, None, word)
    assert [q.text for q in claim.cues if q.role == "unresolved"] == [word]


def test_what_the_text_names_is_known_whoever_wrote_it(reader: Any) -> None:
    claim = _one(reader, "Russian troops shelled our town of Izium.", "Some Channel")
    assert (claim.actor, claim.target) == ("RU", None)
    plain = _one(reader, "Russian troops withdrew from Izium.", "Some Channel")
    assert (plain.actor, plain.speakers) == ("RU", (STAFF, "Some Channel"))


def test_others_are_quoted_inside_the_origin(reader: Any) -> None:
    named = _one(reader, "Officials said that Russian troops left Lyman.", MINISTRY)
    assert named.speakers == (STAFF, MINISTRY, "Officials")
    rumour = _one(reader, "Russian troops reportedly left Lyman.", MINISTRY)
    assert rumour.speakers == (STAFF, MINISTRY, "unattributed")


def test_today_is_the_day_of_the_original(reader: Any) -> None:
    text = "Russian troops left Izium today."
    document = Document(
        text, "d", STAFF, date(2022, 9, 10), origin=MINISTRY, written=date(2022, 9, 8)
    )
    (claim,) = reader.read(document).claims
    assert claim.when.start == date(2022, 9, 8)
