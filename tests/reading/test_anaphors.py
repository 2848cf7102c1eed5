"""Words that stand for several places, forces that only a word describes, and parts of places, on
sentences of our own.
"""

from __future__ import annotations

from datetime import date

import pytest

import fogline
from fogline.reading.anaphors import taken_up_at

DAY = date(2022, 9, 10)
Told = set[tuple[str, str | None, str | None, str | None]]


def _told(text: str) -> Told:
    reading = fogline.read(text, published=DAY)
    return {
        (c.event, c.actor, None if c.place is None else reading.places[c.place].text, c.relation)
        for c in reading.claims
    }


def _places(told: Told, event: str) -> set[str | None]:
    return {place for e, _, place, _ in told if e == event}


@pytest.mark.parametrize(
    ("words", "at"),
    [("in these areas", 2), ("they left the town", 3), ("they went there", 2), ("in areas", -1)],
)
def test_where_a_sentence_takes_a_place_up(words: str, at: int) -> None:
    assert taken_up_at(words.split()) == at


def test_these_areas_are_all_places_of_the_list() -> None:
    told = _told(
        "Fighting went on in Sievierodonetsk and Lysychansk. "
        "Russian troops are shelling these areas."
    )
    assert _places(told, "shell") == {"Sievierodonetsk", "Lysychansk"}


def test_the_area_right_behind_is_the_same_list() -> None:
    told = _told(
        "Ukrainian forces withdrew from Popasna and Zolote. If the reports are right, Russian "
        "forces met no resistance in these towns. Russian forces are advancing in the area."
    )
    assert _places(told, "advance") == {"Popasna", "Zolote"}
    assert all(0 <= c.score <= 1 for c in fogline.read("Fighting in Popasna and Zolote. Troops "
               "shell these areas.", published=DAY, reader="linear").claims)  # fmt: skip


def test_fighting_goes_on_in_the_bracketed_part_of_a_region_and_nobody_leaves_it() -> None:
    told = _told("Heavy fighting is under way near Bakhmut and Siversk (the north of Donetsk "
                 "Oblast).")  # fmt: skip
    assert ("fight", None, "Donetsk Oblast", "part") in told
    left = _told("Russian troops withdrew from Bakhmut and Siversk (the north of Donetsk Oblast).")
    assert _places(left, "withdraw") == {"Bakhmut", "Siversk"}


def test_who_leaves_a_part_of_a_town_has_not_left_the_town() -> None:
    told = _told("Russian forces retreated from Balakliia (with the villages around it) and parts "
                 "of Kupiansk.")  # fmt: skip
    assert told == {
        ("withdraw", "RU", "Balakliia", "from"), ("withdraw", "RU", "Kupiansk", "part")
    }  # fmt: skip


def test_what_happens_in_a_sector_is_not_in_the_town() -> None:
    told = _told("Ukrainian forces repelled an attack in the Siversk sector.")
    assert told == {("repel", "UA", "Siversk", "area")}


@pytest.mark.parametrize(
    ("text", "event", "actor"),
    [
        ("The retreating Russian troops left Izium. Villages were shelled by the retreating "
         "forces.", "shell", "RU"),
        ("The advancing Ukrainian troops took Balakliia. The town of Kupiansk was entered by the "
         "advancing units.", "capture", "UA"),
    ],
)  # fmt: skip
def test_forces_are_whose_a_word_has_described_them(text: str, event: str, actor: str) -> None:
    assert {a for e, a, _, _ in _told(text) if e == event} == {actor}


def test_places_left_by_a_side_are_given_up() -> None:
    told = _told("Bucha and other towns left by the Russian army are in ruins.")
    assert ("withdraw", "RU", "Bucha", "from") in told
    crater = _told("A crater left by a Russian missile in Dnipro is ten metres wide.")
    assert not _places(crater, "withdraw")


@pytest.mark.parametrize(
    ("text", "event", "place"),
    [
        (
            "Most of Izium may soon fall into the hands of the advancing Ukrainian troops.",
            "advance",
            "Izium",
        ),
        (
            "Russian soldiers tortured civilians in Bucha. Izium will not avoid this fate.",
            "harm",
            "Izium",
        ),
        ("The occupation of Izium was accompanied by a campaign of terror.", "harm", None),
    ],
)
def test_what_words_tell_outright_is_a_claim(text: str, event: str, place: str | None) -> None:
    assert (event, place) in {(e, p) for e, _, p, _ in _told(text)}
