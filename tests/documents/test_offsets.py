"""In every format the words of a claim stand in the text at the offsets that it gives."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_writer import column, written

from fogline.documents.format import Parsed
from fogline.documents.registry import format_named
from fogline.model import Document, Reading, Span
from fogline.reading import open_reader
from fogline.theatre import load as theatre

SENTENCES = (
    "Ukrainian forces captured Izium on 10 September 2022, the General Staff said.",
    "Russian forces shelled Vovchansk and Russian-held villages near Kupiansk overnight.",
    "Russian troops withdrew from Lyman on 1 October 2022 & moved towards Kreminna.",
    "The governor of the Kharkiv region denied that Balakliia had been lost.",
)
ROW = ("Izium", "10 September 2022", "captured by Ukrainian forces")
HEAD = ("Place", "Date", "Event")


def _html(sentences: Sequence[str]) -> bytes:
    body = "".join(f"<p>{s.replace('&', '&amp;')}</p>" for s in sentences)
    cells = "".join(f"<td>{cell}</td>" for cell in ROW)
    head = "".join(f"<th>{cell}</th>" for cell in HEAD)
    table = f"<table><tr>{head}</tr><tr>{cells}</tr></table>"
    return f"<html><body><article><h1>Day</h1>{body}{table}</article></body></html>".encode()


def _live(sentences: Sequence[str]) -> bytes:
    entries = "".join(
        f"<article id='e{n}'><time datetime='2022-10-02T10:0{n}+03:00'>x</time><p>"
        f"{s.replace('&', '&amp;')}</p></article>"
        for n, s in enumerate(sentences)
    )
    return f"<html><body><main>{entries}</main></body></html>".encode()


def _docx(sentences: Sequence[str]) -> bytes:
    word = docx.Document()
    for sentence in sentences:
        word.add_paragraph("\n".join(textwrap.wrap(sentence, 30)))
    table = word.add_table(2, 3)
    for r, row in enumerate((HEAD, ROW)):
        for c, cell in enumerate(row):
            table.cell(r, c).text = cell
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _pdf(sentences: Sequence[str]) -> bytes:
    lines = textwrap.wrap(" ".join(sentences), 36)
    return written([*column(72, lines), *column(330, lines)])


@lru_cache
def _reader() -> Callable[[Document], Reading]:
    return open_reader("linear", theatre("ukraine")).read


def _checked(found: Parsed) -> int:
    """The number of claims, each of whose words stand where it says."""
    text = found.text
    reading = _reader()(Document(text, source="Desk", published=date(2022, 10, 2)))
    for claim in reading.claims:
        pairs: list[tuple[Span, str]] = [(claim.trigger, claim.trigger_text)]
        pairs += [(cue.span, cue.text) for cue in claim.cues]
        for span, words in pairs:
            assert span.of(text) == words
        assert claim.sentence.start <= claim.trigger.start < claim.trigger.end <= len(text)
    for place in reading.places:
        assert place.span.of(text) == place.text
    return len(reading.claims)


@pytest.mark.parametrize(
    ("form", "made"),
    [("html", _html), ("html", _live), ("docx", _docx), ("pdf", _pdf)],
    ids=["page", "live blog", "Word", "PDF"],
)
def test_the_words_of_a_claim_stand_in_the_text(
    form: str, made: Callable[[Sequence[str]], bytes]
) -> None:
    parse = format_named(form).parse
    assert parse is not None

    @given(st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=4, unique=True))
    @settings(max_examples=12, deadline=None)
    def check(sentences: list[str]) -> None:
        claims = sum(_checked(found) for found in parse(made(sentences)))
        assert claims >= len(sentences) - 1

    check()


@pytest.mark.parametrize("form", ["html", "docx"])
def test_a_row_gives_a_claim_of_its_own_place_and_day(form: str) -> None:
    parse, made = format_named(form).parse, {"html": _html, "docx": _docx}[form]
    assert parse is not None
    text = parse(made(SENTENCES[1:2]))[0].text
    reading = _reader()(Document(text, source="Desk", published=date(2022, 10, 2)))
    (claim,) = [c for c in reading.claims if c.event == "capture"]
    assert claim.sentence.of(text) == (
        "Place: Izium; Date: 10 September 2022; Event: captured by Ukrainian forces."
    )
    assert claim.when.start == claim.when.end == date(2022, 9, 10)
