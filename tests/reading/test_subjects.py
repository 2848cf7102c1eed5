"""Who speaks: the name beside an apposition, and neither whom somebody told nor where."""

from __future__ import annotations

from datetime import date

import pytest

from fogline import read
from fogline.model import Document

LEFT = "Russian forces left Irpin"


def _speakers(text: str, theatre: str = "ukraine") -> set[str]:
    claims = read(Document(text, "x", "wire", date(2022, 6, 10)), theatre).claims
    return {c.speakers[-1] for c in claims if c.event in {"withdraw", "strike", "shell"}}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"Petro Lysenko, the mayor of the town, said {LEFT}.", "Petro Lysenko"),
        (f"{LEFT}, Petro Lysenko, the town's mayor, said on Monday.", "Petro Lysenko"),
        (f"The mayor of the town, Petro Lysenko, told the Gazette that {LEFT}.", "Petro Lysenko"),
        (f"The ambassador to the UK, Ivan Petrenko, said {LEFT}.", "Ivan Petrenko"),
        (f"Lysenko, who heads the council, said {LEFT}.", "Lysenko"),
        (f"The Lviv Monitor, a group with many contacts, said {LEFT}.", "Lviv Monitor"),
        (f"“{LEFT},” Lysenko, a spokesman, told reporters.", "Lysenko"),
        (f"Petro Lysenko, deputy head of the office, wrote on Telegram that {LEFT}.",
         "Petro Lysenko"),
        # What goes before has no comma of its own.
        (f"{LEFT} on Monday a monitoring group said.", "monitoring group"),
        (f"The governor of the region said {LEFT}.", "governor of the region"),
        (f"A spokesman for the army said {LEFT}.", "spokesman for the army"),
        # A word that may be a verb of speech is part of a name.
        (f"United States Africa Command said {LEFT}.", "United States Africa Command"),
        (f"{LEFT}, said the mayor.", "mayor"),
    ],
)  # fmt: skip
def test_a_speaker_is_the_one_whom_the_words_name(text: str, speaker: str) -> None:
    assert _speakers(text) == {speaker}


def test_whom_somebody_told_and_where_they_wrote_says_nothing() -> None:
    assert _speakers(f"“{LEFT},” a resident told Reuters.") == {"resident"}
    assert "on Telegram" not in _speakers(f"In the evening, wrote on Telegram that {LEFT}.")


def test_what_is_said_of_a_thing_is_not_its_word() -> None:
    text = "The shelling of Bakhmut is said to have begun at dawn, said mayor Petro Lysenko."
    assert _speakers(text) == {"mayor Petro Lysenko"}
    assert _speakers("Without an estimate Russian forces shelled Bakhmut.") == {"source"}


def test_an_adverb_is_no_speaker() -> None:
    assert "Також" not in _speakers("Також заявили про обстріл Нікополя.")


def test_who_signs_a_headline_is_no_place() -> None:
    text = f"{LEFT}, - Irpin."
    reading = read(Document(text, "x", "wire", date(2022, 6, 10)))
    assert [m.text for m in reading.places] == ["Irpin"]
    assert reading.places[0].span.start == text.index("Irpin")


@pytest.mark.parametrize("words", ["Several reports", "Widespread reports", "Unconfirmed reports"])
def test_reports_that_nobody_is_named_for_are_nobodys(words: str) -> None:
    assert _speakers(f"{words} said that {LEFT}.") == {"unattributed"}


def test_whose_reports_are_told_is_a_speaker() -> None:
    assert _speakers(f"Local media said that {LEFT}.") == {"Local media"}


def test_of_whom_something_is_supposed_says_nothing() -> None:
    text = "Jets believed to be Russian struck a market in Izium, the mayor said."
    assert _speakers(text) == {"mayor"}
