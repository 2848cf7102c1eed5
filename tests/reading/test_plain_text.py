from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fogline
from fogline.model import Span
from fogline.reading.plain_text import plain_text

_PIECES = st.lists(
    st.sampled_from(
        [
            "Izium",
            " ",
            "&amp;",
            "&amp;amp;",
            "\u200b",
            "\u00ad",
            "&#39;",
            "&",
            "а\u0301",
            ".",
            "&x;",
        ]
    ),
    max_size=20,
)


@pytest.mark.parametrize(
    ("published", "plain"),
    [
        ("Kupiansk &amp;amp; Izium", "Kupiansk & Izium"),
        ("Bala\u200bkliia, Ver\u00adbivka", "Balakliia, Verbivka"),
        ("Ізю\u0301м &laquo;наш&raquo;", "Ізюм «наш»"),
        ("\ufeffIt&#8217;s", "It’s"),
    ],
)
def test_marks_are_read_as_people_see_them(published: str, plain: str) -> None:
    found = plain_text(published)
    assert found is not None
    assert found.text == plain


@pytest.mark.parametrize("text", ["", "Izium & Lyman", "AT&T;", "a &nosuchentity; b"])
def test_a_text_without_marks_stays_as_it_is(text: str) -> None:
    found = plain_text(text)
    assert found is None or found.text == text


@given(_PIECES)
def test_every_span_leads_back_to_its_words(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = plain_text(text)
    if found is None:
        return
    last = 0
    for k in range(len(found.text)):
        there = found.span(Span(k, k + 1))
        assert there.start >= last
        again = plain_text(there.of(text))
        assert (again.text if again else there.of(text)) == found.text[k]
        last = there.end
    if found.text:
        whole = found.span(Span(0, len(found.text)))
        again = plain_text(whole.of(text))
        assert (again.text if again else whole.of(text)) == found.text


def test_claims_and_places_keep_the_words_as_published() -> None:
    text = "Ukrainian forces liberated Bala\u200bkliia &amp; Ver\u00adbivka."
    reading = fogline.read(text, published=date(2022, 9, 9))
    assert [p.text for p in reading.places] == ["Bala\u200bkliia", "Ver\u00adbivka"]
    assert all(p.span.of(text) == p.text for p in reading.places)
    assert {c.event for c in reading.claims} == {"capture"}
    assert all(c.trigger.of(text) == c.trigger_text for c in reading.claims)
