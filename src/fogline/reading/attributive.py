"""Participles of holding that stand as adjectives ("in occupied X"), or tell a state ("X is
occupied").
"""

from __future__ import annotations

from fogline.reading.lexicon import any_of, words_of
from fogline.reading.text import Sentence

# Words from "is" to its participle: "is still temporarily occupied".
_TO_PARTICIPLE = 3


def is_attributive(sentence: Sentence, k: int) -> bool:
    """Whether a participle at token ``k`` stands as an adjective before a name: "in occupied X"
    does, "they occupied X" and "has occupied X" do not. What leads it in decides: a preposition, an
    article, a mark, the sentence's start.
    """
    if sentence.words[k] not in words_of("holding_participles") or not _leads_name(sentence, k + 1):
        return False
    before = sentence.words[k - 1] if k else ""
    return (
        not before[:1].isalpha()
        or before in words_of("place_before")
        or before in words_of("attributive_leads")
    )


def _leads_name(sentence: Sentence, k: int) -> bool:
    """Whether a name stands at token ``k``, or behind what it names: "the occupied city of X", "the
    occupied part of the X region".
    """
    words = sentence.words
    ground = any_of(words[k : k + 1], "settlement_words")
    ground |= any_of(words[k : k + 1], "held_territory")
    if ground or any_of(words[k : k + 1], "parts_of_territories"):
        # "of" is a case in Ukrainian and Russian.
        k += 2 if any_of(words[k + 1 : k + 2], "of_words") else 0 if words[k].isascii() else 1
        k += any_of(words[k : k + 1], "articles")
    return k < len(sentence.tokens) and sentence.tokens[k].is_name


def is_predicative(sentence: Sentence, k: int) -> bool:
    """Whether a participle at token ``k`` tells a state that nobody is named for: "X is occupied",
    not "X is occupied by".
    """
    words = sentence.words
    told = any_of(words[max(0, k - _TO_PARTICIPLE) : k], "be_words")
    return told and not any_of(words[k + 1 :], "agent_words")
