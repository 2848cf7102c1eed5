"""Texts about other things give no claims of the war."""

from __future__ import annotations

from datetime import date

import pytest

from fogline import read
from fogline.model import Claim, Document


def _claims(text: str, theatre: str = "ukraine", publisher: str = "wire") -> tuple[Claim, ...]:
    return read(Document(text, "x", publisher, date(2023, 5, 10)), theatre).claims


@pytest.mark.parametrize(
    ("text", "theatre"),
    [
        # A place where this war is not fought.
        ("Kurdish students occupied a hall in Manchester for an hour.", "syria"),
        # Civil subjects.
        ("Miners marched through Kharkiv and blocked the bridge.", "ukraine"),
        ("The town hall in Odesa was besieged by angry shoppers.", "ukraine"),
        # Ballots, sickness, weather, accidents.
        ("The ruling party lost Lviv in the elections.", "ukraine"),
        ("Cholera in Goma has killed forty people since June.", "drc"),
        ("Lightning struck a barn near Poltava and killed two cows.", "ukraine"),
        ("A gas leak caused an explosion in Zhytomyr that killed two people.", "ukraine"),
        # Other ages.
        ("In 1943 tanks captured Kharkiv twice.", "ukraine"),
        ("Moscow was taken in September 1812, and the army withdrew in October.", "ukraine"),
        ("Eighty years ago this week Soviet troops liberated Kherson.", "ukraine"),
        ("They laid flowers on the anniversary of the liberation of Kherson.", "ukraine"),
        # Films and games.
        ("In the new game, squads capture Kharkiv and shell Kyiv.", "ukraine"),
        ("The film tells how a young officer captured Kharkiv.", "ukraine"),
        ("Soviet forces began the siege on May 3, 1943, when they shelled Kyiv.", "ukraine"),
        ("Rebels seize the fictional town of Qasr near Homs.", "syria"),
        # Crowds and campaigns of votes.
        ("Tear gas was fired at the crowd in Omdurman.", "sudan"),
        ("The party said that it would campaign in Bunia.", "drc"),
        # A word of war in a group's name.
        ("The Union for the Liberation of Congo met in Goma.", "drc"),
    ],
)
def test_a_sentence_about_another_thing_makes_no_claim(text: str, theatre: str) -> None:
    assert not _claims(text, theatre)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        # The same words where the war is told of.
        ("Russian troops captured Lyman.", "capture"),
        ("Russian missiles hit a house built in 1937 in Kharkiv.", "strike"),
        ("Russian troops captured more ground near Lyman than in any week since World War II.",
         "capture"),
        ("Russian shelling killed two fans at a football match in Kharkiv.", "harm"),
        ("Russian drones struck the film museum in Kyiv.", "strike"),
        ("Troops drove protesters from the square and captured the television tower in Kherson.",
         "capture"),
        ("Russia marked the anniversary of its invasion by shelling Kherson.", "shell"),
        ("Ukrainian drones struck an oil depot in Tuapse.", "strike"),
        # Banks of rivers, numbers and hours, who only says it, what is hit, how it is done.
        ("Ukrainian forces on the east bank captured Krynky.", "capture"),
        ("A force of 1500 Russian soldiers attacked Vuhledar.", "attack"),
        ("By 1800 on Tuesday Russian forces captured Izium.", "capture"),
        ("Workers said the Russians captured Enerhodar.", "capture"),
        ("A concert in Kherson was hit, killing five people.", "harm"),
        ("Russian troops used tear gas grenades to capture trenches near Robotyne.", "capture"),
        ("Shelling hit a house built forty years ago in Bakhmut.", "shell"),
        ("Drone film shows Ukrainian troops entering Robotyne.", "advance"),
    ],
)  # fmt: skip
def test_a_war_event_beside_such_words_is_read(text: str, event: str) -> None:
    assert event in {c.event for c in _claims(text)}


def test_a_text_without_a_word_of_war_makes_no_claim() -> None:
    text = (
        "The orchestra of Kharkiv has a new conductor. She studied in Kyiv and in Odesa. Her first "
        "evening was sold out. The hall was full. Many had come from Poltava. The strings held the "
        "last note for long. She took the city by storm. Then the lights went out. Two women fell "
        "on the stairs and were hurt. The director lost his hat."
    )
    assert not _claims(text)


def test_what_is_told_near_a_word_of_war_is_read() -> None:
    text = (
        "The front moved again this week. Lyman has fallen. The orchestra of Kharkiv has a new "
        "conductor. She studied in Kyiv. Her first evening was sold out. The hall was full. Many "
        "had come from Poltava. The strings held the last note for long. The lights went out."
    )
    assert {(c.event, c.sentence.of(text)) for c in _claims(text)} == {
        ("capture", "Lyman has fallen.")
    }


def test_fire_reaches_a_place_abroad_where_a_side_is_named() -> None:
    claims = _claims("A Russian missile killed two farmers in Przewodow, Poland.")
    assert "harm" in {c.event for c in claims}
    assert not _claims("A tractor killed two farmers in Warsaw.")


def test_what_happened_abroad_is_not_put_at_a_place_abroad() -> None:
    text = (
        "Thousands marched in London and Berlin on Sunday. They spoke of the Turkish shelling of "
        "Kurdish towns. Turkish troops crossed into Afrin on Friday."
    )
    reading = read(Document(text, "x", "wire", date(2018, 3, 12)), "syria")
    places = {reading.places[c.place].name for c in reading.claims if c.place is not None}
    assert not places & {"London", "Berlin"}
    assert reading.claims


@pytest.mark.parametrize(
    "text",
    [
        "They met in Kobane, a former bastion of Islamic State.",
        "Douma, once a stronghold of the rebels, is quiet now.",
        "Captured Isis fighters are held in Hasakah.",
        "Islamic State is holding forty hostages near Hasakah.",
    ],
)
def test_a_hold_that_is_over_or_on_people_is_none(text: str) -> None:
    assert "hold" not in {c.event for c in _claims(text, "syria")}


def test_a_bastion_of_today_is_a_hold() -> None:
    claims = _claims("Kobane is a bastion of Islamic State.", "syria")
    assert ("hold", "IS") in {(c.event, c.actor) for c in claims}


@pytest.mark.parametrize(
    ("text", "theatre"),
    [
        ("Some 4,000 residents were able to leave eastern Aleppo on Thursday.", "syria"),
        ("Two families of ten members managed to leave the east of Aleppo.", "syria"),
        ("Hundreds of civilians left Mariupol on Tuesday.", "ukraine"),
    ],
)
def test_people_who_leave_give_nothing_up(text: str, theatre: str) -> None:
    assert "withdraw" not in {c.event for c in _claims(text, theatre)}


@pytest.mark.parametrize(
    "text",
    [
        "Residents say Russian troops left Izium on Friday.",
        "Fighters and their families left Azovstal on Monday.",
        "Russian troops and civilians left Kherson on Friday.",
    ],
)
def test_forces_that_leave_with_people_give_a_place_up(text: str) -> None:
    assert "withdraw" in {c.event for c in _claims(text)}
