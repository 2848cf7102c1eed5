from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.model import Document, Interval, Span


@given(st.text(min_size=1), st.data())
def test_a_span_gives_its_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = Span(start, end)
    assert span.of(text) == text[start:end]
    assert span.covers(span)
    assert span.overlaps(span)


@given(st.integers(-3, 9), st.integers(-3, 9))
def test_an_empty_or_reversed_span_is_refused(start: int, end: int) -> None:
    if 0 <= start < end:
        assert Span(start, end).end == end
    else:
        with pytest.raises(ValueError, match="0 <= start < end"):
            Span(start, end)


@given(st.dates(), st.dates())
def test_an_interval_never_ends_before_it_starts(first: date, last: date) -> None:
    if first <= last:
        assert Interval(first, last).end == last
    else:
        with pytest.raises(ValueError, match="before it starts"):
            Interval(first, last)


def test_a_document_without_an_id_gets_one_of_its_text() -> None:
    assert Document("same").id == Document("same").id != Document("other").id
