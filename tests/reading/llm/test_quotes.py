from __future__ import annotations

import pytest

from fogline.model import Span
from fogline.reading.llm.quotes import Quotes

TEXT = "Kyiv’s  forces\nre-took “Lyman”… Bakhmut's artillery fired. The ﬁght for Куп’янськ went on."


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("Kyiv's forces re-took", "Kyiv’s  forces\nre-took"),
        ("kyiv’s forces", "Kyiv’s  forces"),
        ('"Lyman"', "Lyman"),
        ("re–took", "re-took"),
        ("Куп'янськ", "Куп’янськ"),
        ("fight", "ﬁght"),
    ],
)
def test_words_are_found_however_they_are_written(quote: str, words: str) -> None:
    found = Quotes(TEXT).find(quote)
    assert found is not None
    assert found.of(TEXT).strip('”"') == words.strip('”"')


@pytest.mark.parametrize("quote", ["", "  ", '"', "art", "Bakhmut 's", "forces took", "Куп'янська"])
def test_what_does_not_stand_there_is_not_found(quote: str) -> None:
    assert Quotes(TEXT).find(quote) is None


def test_the_nearest_of_several_counts_and_only_what_lies_within() -> None:
    text = "Izium fell. Izium burned. Izium held."
    quotes = Quotes(text)
    assert [s.start for s in quotes.every("Izium")] == [0, 12, 26]
    assert quotes.find("Izium", near=20) == Span(26, 31)
    assert quotes.find("Izium", Span(6, 20)) == Span(12, 17)
    assert quotes.find("Izium held", Span(0, 30)) is None
