"""The aspect of a claim about a territory: only what is done now changes a map."""

from __future__ import annotations

from fogline.model import event_type
from fogline.reading.context import Context, Spot
from fogline.reading.lexicon import endings_of, words_of
from fogline.reading.triggers import Trigger

# Words before an event in which its aspect is told.
_REACH = 8
_CLOSE = 3

Tokens = tuple[int, int]


def aspect(c: Context, t: Trigger, p: Spot) -> tuple[str, Tokens] | None:
    """``announced`` (a decree, an order, a statement), ``ongoing`` (under way) or ``before`` (told
    in retrospect), with the tokens that say so; none for what is done, or only aimed at.
    """
    for name, find in (("before", _retrospect), ("announced", _announced), ("ongoing", _ongoing)):
        found = find(c, t, p)
        if found is not None:
            return name, found
    return None


def _retrospect(c: Context, t: Trigger, p: Spot) -> Tokens | None:
    """Such as "after their retreat from X", "the loss of X", "the recently freed parts of X"."""
    words = c.sentence.words
    lead = words[max(0, t.start - _CLOSE) : t.start]
    for k, word in enumerate(lead, max(0, t.start - _CLOSE)):
        if word in words_of("retrospective_leads") and not _verb_between(words, k + 1, t.start):
            return k, k + 1
    attributive = any(w in words_of("parts_of_territories") for w in words[t.end : t.end + _CLOSE])
    if attributive and p.start > t.end and words[t.start].endswith(endings_of("participles")):
        subject = t.start == 0 or words[t.start - 1] in _before_attributes()
        return (t.start, t.end) if subject else None
    return None


def _before_attributes() -> frozenset[str]:
    return words_of("determiners") | words_of("inside") | words_of("attributive_leads")


def _announced(c: Context, t: Trigger, p: Spot) -> Tokens | None:
    """A statement or a decree without the act: "announced a withdrawal", "signed a decree".

    A capture that is announced is done.
    """
    words = c.sentence.words
    leaves = event_type(t.primary).sign < 0
    for k in range(max(0, t.start - _REACH), min(len(words), t.end + _CLOSE)):
        decree = words[k] in words_of("decrees")
        stated = (
            leaves
            and words[k] in words_of("announcing")
            and k < t.start
            and not _clause_between(words, k + 1, t.start)
        )
        if decree or stated:
            return k, k + 1
    return None


def _ongoing(c: Context, t: Trigger, p: Spot) -> Tokens | None:
    """What is under way: "are pulling out of", "began to leave", "continue to withdraw"."""
    words = c.sentence.words
    for k in range(max(0, t.start - _CLOSE), t.start):
        if words[k] in words_of("under_way") and not _clause_between(words, k + 1, t.start):
            return k, k + 1
    progressive = words[t.start].endswith(endings_of("gerund_endings"))
    if progressive and t.start and words[t.start - 1] in words_of("progressive_auxiliaries"):
        return t.start - 1, t.end
    return None


def _clause_between(words: list[str], start: int, end: int) -> bool:
    return any(w in words_of("frame_breaks") for w in words[start:end])


def _verb_between(words: list[str], start: int, end: int) -> bool:
    verbs = words_of("finite_verbs") | words_of("auxiliaries")
    return any(w in verbs or w in words_of("frame_breaks") for w in words[start:end])
