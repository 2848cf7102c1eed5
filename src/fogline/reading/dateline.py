"""Where a text was written: "KYIV, Sept. 10 (Reuters) - ...". It is no place of an event."""

from __future__ import annotations

from fogline.reading.lexicon import words_of
from fogline.reading.text import Sentence

# A dateline has so few words, and stands in one of the first sentences, behind a title.
_LONGEST, _FIRST_SENTENCES = 12, 3


def dateline_end(sentence: Sentence) -> int:
    """The token behind a sentence's dateline; 0 where it has none.

    A dateline ends with a dash that stands apart, has nothing but names, numbers and marks, and
    shows what it is by an agency in brackets, a date, a word in capitals, or a second name.
    """
    if sentence.index >= _FIRST_SENTENCES:
        return 0
    tokens = sentence.tokens
    dash = next((k for k, t in enumerate(tokens[:_LONGEST]) if _stands_apart(sentence, k)), 0)
    lead = tokens[:dash]
    if not lead or not all(
        t.is_name or not t.text[0].isalpha() or _is_month(t.lower) for t in lead
    ):
        return 0
    names = [t for t in lead if t.is_name and not _is_month(t.lower)]
    capitals = any(len(t.text) > 2 and t.text.isupper() for t in names)
    telling = any(t.text == "(" or t.text[0].isdigit() or _is_month(t.lower) for t in lead)
    two_names = any(t.text == "," for t in lead) and len(names) > 1
    return dash + 1 if names and (capitals or telling or two_names) else 0


def _stands_apart(sentence: Sentence, k: int) -> bool:
    tokens = sentence.tokens
    if tokens[k].text not in words_of("dashes") or not 0 < k < len(tokens) - 1:
        return False
    return tokens[k - 1].end < tokens[k].start and tokens[k].end < tokens[k + 1].start


def _is_month(word: str) -> bool:
    return word.rstrip(".") in words_of("months")
