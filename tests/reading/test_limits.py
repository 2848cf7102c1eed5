"""Texts that are no prose are refused, each for what is wrong with it."""

from __future__ import annotations

from datetime import date

import pytest

from fogline.model import Document
from fogline.reading import Reader, ReadingError, open_reader
from fogline.theatre import load

NAMES = ("Izium", "Lyman", "Kupiansk", "Balakliia", "Chuhuiv", "Vovchansk", "Merefa", "Barvinkove")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return open_reader("linear", load("ukraine"))


@pytest.mark.parametrize("between", [", ", "\n", "\n\n", ". ", ",UA,49.1,36.2\n"])
def test_a_long_list_is_refused_before_its_names_are_looked_up(
    reader: Reader, between: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("fogline.reading.limits.lay_out")  # which would take seconds
    names = [f"{NAMES[n % 8]}{'abcdefgh'[n % 7]}" for n in range(20_000)]
    document = Document(between.join(names), "names.txt", published=date(2022, 9, 10))
    with pytest.raises(ReadingError, match=r"words, of which 0 join a sentence.*a list") as raised:
        reader.read(document)
    assert raised.value.where == "names.txt"
    assert "fogline add-table" in raised.value.advice


def test_a_long_report_and_a_short_list_are_read(reader: Reader) -> None:
    told = " ".join(f"The mayor of {NAMES[n % 8]} spoke to the press." for n in range(600))
    listed = ", ".join(NAMES)
    for text in (told, listed):
        assert not reader.read(Document(text, published=date(2022, 9, 10))).refused


def test_a_word_without_end_is_not_called_a_list(reader: Reader) -> None:
    with pytest.raises(ReadingError, match="without the end of a sentence"):
        reader.read(Document("a" * 50_000, published=date(2022, 9, 10)))
