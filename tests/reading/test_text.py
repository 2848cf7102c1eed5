from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.reading.text import split, tokens_of


@given(st.text(max_size=400))
def test_sentences_and_tokens_reproduce_the_text(text: str) -> None:
    last = 0
    for sentence in split(text):
        assert last <= sentence.span.start < sentence.span.end <= len(text)
        last = sentence.span.end
        for token in sentence.tokens:
            assert text[token.start : token.end] == token.text
            assert sentence.span.start <= token.start < token.end <= sentence.span.end


@given(st.text(alphabet="abc АБ.!?\n•[12]", max_size=200))
def test_no_word_is_lost(text: str) -> None:
    inside = {(t.start, t.end) for s in split(text) for t in s.tokens}
    words = {(t.start, t.end) for t in tokens_of(text) if t.text.isalpha()}
    bullets = {w for w in words if w[1] - w[0] == 1}  # "a)" and "1." begin list items
    assert words - bullets <= inside


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Gen. Syrskyi said so. He left.", 2),
        ("Forces advanced.[12] They stopped.[13][14]", 2),
        ("At 6 p.m. local time the U.S. envoy left. Shelling began at 10.30.", 2),
        ("HEADING\nText of it.", 2),
        ("• First item\n• Second item", 2),
        ("1. Kupyansk direction: one attack repelled.\n2. Donetsk direction: none.", 2),
        ("A line that runs\non in the next one.", 1),
        ("J. Smith of the O.S.C.E. agreed.", 1),
        ("Російські війська обстріляли м. Херсон. Є поранені.", 2),
    ],
)
def test_sentence_ends(text: str, count: int) -> None:
    assert len(split(text)) == count


def test_lines_broken_at_a_width_are_joined() -> None:
    text = (
        "Russian forces continued to shell settlements along the line of contact\n"
        "in the direction of Bakhmut and did not make any confirmed advances in\n"
        "the past day. Ukrainian officials said that two attacks near Soledar\n"
        "were repelled by the defenders who have held the town since the middle\n"
        "of the month of May this year."
    )
    assert len(split(text)) == 2


def test_footnote_marks_are_no_tokens() -> None:
    assert [t.text for t in tokens_of("Izium.[12] Then 2/3 of it.")] == [
        "Izium",
        ".",
        "Then",
        "2/3",
        "of",
        "it",
        ".",
    ]


def test_a_possessive_is_cut_off_and_an_apostrophe_inside_is_not() -> None:
    assert [t.text for t in tokens_of("Russia's Куп’янськ")] == ["Russia", "'s", "Куп’янськ"]
