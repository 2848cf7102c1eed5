"""Harm is laid at nobody's door unless the text says whose it is."""

from __future__ import annotations

from datetime import date

import pytest

from fogline import read
from fogline.model import Document, event_type


def _blamed(text: str, theatre: str = "syria", publisher: str = "newspaper") -> set[str | None]:
    """The actors of what did harm."""
    claims = read(Document(text, "x", publisher, date(2016, 10, 3)), theatre).claims
    found = {c.actor for c in claims if event_type(c.event).harmful}
    assert found
    return found


@pytest.mark.parametrize(
    "text",
    [
        # A side that is talked about, but not as the doer.
        "Kurdish mayor killed in Hasakah\nA gunman opened fire at a market in Hasakah, a witness "
        "said. Kurdish police closed the road. Kurdish officials spoke of a dark day. The gunman "
        "shot himself in the market of Hasakah where Kurdish families buy bread.",
        # A side that is named as what was hit.
        "Ten civilians killed in raids on the IS bastion Raqqa\nAir strikes on the Islamic State "
        "bastion Raqqa killed ten people.",
        "IS has also been under attack near Mosul.",
        # Nobody knows.
        "Syrian regime and Russian planes fly over Idlib but it is not known which of them carried "
        "out the strike.",
    ],
)
def test_harm_is_nobodys_where_the_text_does_not_say_whose(text: str) -> None:
    assert _blamed(text) == {None}


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("The Syrian army shelled Douma.", "GOV"),
        ("Two people were killed in Douma in shelling by the Syrian army.", "GOV"),
        ("Two people were killed in Douma in government air strikes on a market.", "GOV"),
        ("At least three IS suicide bombers attacked the SDF near Manbij.", "IS"),
        ("Strikes blamed on the Syrian regime hit Douma.", "GOV"),
        ("ISIS attacked Hasakah. They shelled a school in Hasakah at dawn.", "IS"),
    ],
)
def test_who_is_named_as_the_one_who_did_it_did_it(text: str, actor: str) -> None:
    assert actor in _blamed(text)


@pytest.mark.parametrize(
    ("text", "theatre"),
    [
        # Those who only speak of it, find it or mourn it.
        ("The United States condemned the massacre of forty people in Homs.", "syria"),
        ("The army found twenty bodies in a well in Omdurman.", "sudan"),
        ("Turkey mourned the victims of a bombing in Azaz.", "syria"),
        ("Zelensky on the shelling of Kramatorsk: we shall rebuild.", "ukraine"),
        # Who only holds what is hit.
        ("Shells hit a village controlled by Islamic State, killing two civilians.", "syria"),
        # A word that could be anybody's, in a text that names nobody.
        ("Militants killed four farmers in a village near Palmyra.", "syria"),
        ("Armed men in military fatigues attacked a camp in Khartoum.", "sudan"),
    ],
)
def test_harm_is_not_laid_at_the_door_of_who_only_stands_by(text: str, theatre: str) -> None:
    assert _blamed(text, theatre) == {None}


@pytest.mark.parametrize(
    "text",
    [
        "Several ISIL members were among the dead in the strikes around Sukhna.",
        "Shelling in Douma wounded three government soldiers.",
        "Strikes on Idlib left dozens of Syrian soldiers dead, a monitor said.",
        "Kurdish fighters killed and wounded in the shelling of Afrin, a hospital said.",
        "Two rebel fighters killed in strikes on Idlib",
    ],
)
def test_those_who_were_hit_did_not_do_it(text: str) -> None:
    assert _blamed(text) == {None}


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Syrian soldiers killed 12 people and wounded 30 when they shelled Homs.", "GOV"),
        ("Government air strikes killed 12 rebel fighters in Douma.", "GOV"),
        ("IS shelled Hasakah, and Kurdish fighters were among the wounded.", "IS"),
    ],
)
def test_who_killed_stays_the_one_who_did_it(text: str, actor: str) -> None:
    assert _blamed(text) == {actor}


def test_militants_are_whom_the_text_calls_so() -> None:
    text = "Islamic State holds the village. The militants killed four farmers near Palmyra."
    assert "IS" in _blamed(text)


def test_a_country_at_the_end_of_an_address_does_nothing() -> None:
    text = "Militants attack a camp in Djugu, DRC, killing two civilians."
    assert _blamed(text, "drc") == {None}


def test_whom_its_outlet_calls_terrorists_did_it_and_not_the_state() -> None:
    text = (
        "Two persons were injured when terrorist groups in Binnish fired mortar shells on the town "
        "of al-Fouaa. The army responded."
    )
    assert _blamed(text, publisher="SANA") == {"OPP"}
    assert _blamed(text, publisher="A local paper") == {None}


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Ten civilians were hurt by mortar shells that terrorists fired on Nubl.", "OPP"),
        ("In Hama one man was killed and nine injured by shells fired by terrorists.", "OPP"),
        ("Three children were killed in Aleppo when IS targeted a school with rockets.", "IS"),
    ],
)
def test_harm_is_laid_to_whose_the_deed_was(text: str, actor: str) -> None:
    assert _blamed(text, publisher="SANA") == {actor}


def test_a_deed_of_nobody_lays_it_to_nobody() -> None:
    text = "Terrorists left Hama. Ten civilians were killed in Aleppo by shelling."
    assert _blamed(text, publisher="SANA") == {None}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Russia reported a drone strike on the airfield in Saky.", "strike"),
        ("Russian officials said a strike hit a depot in Nova Kakhovka.", "strike"),
        ("Генштаб ЗСУ повідомив про обстріл Нікополя.", "shell"),
        ("Нанесен удар по российскому складу в Токмаке.", "strike"),
    ],
)
def test_who_only_tells_of_a_deed_did_not_do_it(text: str, event: str) -> None:
    claims = read(Document(text, "x", "wire", date(2022, 7, 3))).claims
    found = {c.actor for c in claims if c.event == event}
    assert found
    assert "RU" not in found if "Rus" in text or "росс" in text else "UA" not in found


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Ukraine claimed a strike on the airfield in Saky.", "UA"),
        ("Russia said that its strikes hit Odesa.", "RU"),
        ("Россия заявила, что нанесла удар по Одессе.", "RU"),
    ],
)
def test_who_calls_a_deed_its_own_did_it(text: str, actor: str) -> None:
    claims = read(Document(text, "x", "wire", date(2022, 7, 3))).claims
    assert {c.actor for c in claims if c.event == "strike"} == {actor}
