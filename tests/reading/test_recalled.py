"""Words for a group that the text has named, or that its speaker means."""

from __future__ import annotations

from datetime import date

import pytest

from fogline.gazetteer import open_gazetteer
from fogline.model import Document
from fogline.reading.layout import lay_out
from fogline.theatre import load

SYRIA = load("syria")


def labels(text: str, source: str) -> list[list[str]]:
    """The sides of each sentence of a text on Syria."""
    document = Document(text, "d", source, date(2016, 9, 7))
    return [[s.label for s in row] for row in lay_out(document, SYRIA, open_gazetteer(SYRIA)).sides]


@pytest.mark.parametrize(
    ("source", "meant"),
    [("SANA", ["OPP"]), ("Al-Manar", ["OPP"]), ("TASS", ["OPP"]), ("A local paper", [])],
)
def test_terrorists_are_whom_the_speaker_calls_so(source: str, meant: list[str]) -> None:
    assert labels("Shells fired by terrorists fell on Aleppo.", source) == [meant]


def test_militants_are_the_group_that_was_named_last() -> None:
    said = (
        "Rebels left Aleppo. The militants burned their offices. IS held Raqqa. The militants fled."
    )
    assert labels(said, "A local paper") == [["OPP"], ["OPP"], ["IS"], ["IS"]]
    assert labels("The militants burned their offices.", "A local paper") == [["IS"]]


def test_right_behind_a_name_the_word_belongs_to_it() -> None:
    assert labels("ISIS terrorists shelled Deir ez-Zor.", "SANA") == [["IS"]]
    assert labels("The army repelled Nusra Front terrorists.", "SANA") == [["GOV", "OPP"]]


def test_who_is_no_such_group_is_not_recalled() -> None:
    assert labels("Government troops advanced. The terrorists fled.", "SANA")[1] == ["OPP"]


def test_rebels_in_congo_are_whom_the_text_has_named() -> None:
    congo = load("drc")
    text = "M23 advanced on Goma. The rebels took Sake. ADF shelled Beni. The rebels fled."
    document = Document(text, "d", "A paper", date(2025, 1, 9))
    rows = lay_out(document, congo, open_gazetteer(congo)).sides
    assert [[s.label for s in row] for row in rows] == [["M23"], ["M23"], ["ADF"], ["ADF"]]
    alone = Document("The rebels took Sake.", "d", "A paper", date(2025, 1, 9))
    assert lay_out(alone, congo, open_gazetteer(congo)).sides == [[]]
