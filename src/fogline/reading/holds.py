"""Words for holding a place that tell of no hold on it now."""

from __future__ import annotations

from fogline.reading.context import Context
from fogline.reading.lexicon import any_of, words_of
from fogline.reading.triggers import Trigger

# Words from "former" to its noun, and from captives to "are held".
_TO_NOUN, _TO_VERB = 4, 10
# Words from "holds" to "territorial ambitions".
_TO_IDEA = 3


def is_no_hold(c: Context, t: Trigger) -> bool:
    """Whether the hold is over ("a former bastion of B"), or what is held are people ("prisoners
    are held in X"), talks or ambitions.
    """
    return _is_over(c, t) or _is_of_people(c, t) or _is_of_ideas(c, t)


def _is_over(c: Context, t: Trigger) -> bool:
    words = c.sentence.words
    before = range(t.start - 1, max(-1, t.start - 1 - _TO_NOUN), -1)
    for k in before:
        if words[k] in words_of("no_longer") or " ".join(words[k : k + 2]) in words_of("no_longer"):
            return any_of(words[t.start : t.end], "strong_places")
        if not words[k][0].isalnum() or words[k] in words_of("clause_cuts"):
            return False
    return False


def _is_of_ideas(c: Context, t: Trigger) -> bool:
    words = c.sentence.words
    holding = any_of(words[t.start : t.end], "holding_people")
    return holding and any_of(words[t.end : t.end + _TO_IDEA], "held_ideas")


def _is_of_people(c: Context, t: Trigger) -> bool:
    words = c.sentence.words
    behind = words[t.end : t.end + _TO_NOUN]
    if any_of(words[t.start : t.end], "holding_people") and any_of(behind, "held_people"):
        return True
    passive = any_of(words[max(0, t.start - 2) : t.start], "be_words")
    if not (passive and any_of(words[t.start : t.end], "holding_people")):
        return False
    for k in range(t.start - 1, max(-1, t.start - 1 - _TO_VERB), -1):
        if words[k] in words_of("held_people") or _is_captured(words, k):
            return True
        if any(words[k] in words_of(key) for key in ("saying", "clause_starts", "clause_marks")):
            return False
    return False


def _is_captured(words: list[str], k: int) -> bool:
    beside = words[max(0, k - 1) : k] + words[k + 1 : k + 3]
    return words[k] in words_of("taken_people") and any_of(beside, "armed")
