"""Armies and armed groups of other wars: what they do, no side of this war did."""

from __future__ import annotations

from fogline.reading import actors
from fogline.reading.context import Context
from fogline.reading.lexicon import any_of, words_of
from fogline.reading.triggers import Trigger

# Words of a group's name, and from a people's adjective to whom it means: "Turkish special forces".
_NAME = _TO_HEAD = 3
# Words from a subject to its verb, from a passive to the "by" that names who did it, and from a
# side to who acts beside it.
_TO_VERB, _TO_AGENT, _BESIDE = 8, 6, 3

Tokens = tuple[int, int]


def is_stranger(c: Context, t: Trigger, event: str) -> bool:
    """Whether the words name an army or armed group that is no side of this war as an event's
    actor: "Azerbaijani troops seized X", "X was taken by the Taliban".
    """
    found = [at for k in range(len(c.sentence.words)) if (at := _stranger(c, k))]
    passive = bool(found) and actors.is_passive(c, t)
    if event == "losses":
        return passive and any(_is_subject(c, t, at) for at in found)
    if passive:
        return any(_is_agent(c, t, at) for at in found)
    return any(_is_subject(c, t, at) for at in found)


def _stranger(c: Context, k: int) -> Tokens | None:
    """The tokens of an armed body named from a token on, if it is of no side of this war."""
    words = c.sentence.words
    end = _group(words, k) if c.sentence.tokens[k].is_name else 0
    if end == 0 or any(s.start < end and s.end > k for s in c.sides):
        return None
    beside = [s for s in c.sides if 0 <= k - s.end <= _BESIDE]
    joined = any(any_of(words[s.end : k], "and_words") for s in beside)
    return None if joined else (k, end)


def _group(words: list[str], k: int) -> int:
    """The token behind an armed body that begins at a token; 0 if none does."""
    for n in range(_NAME, 0, -1):
        if " ".join(words[k : k + n]) in words_of("armed_groups"):
            return k + n
    if words[k] in words_of("nationalities"):
        for j in range(k + 1, min(k + 1 + _TO_HEAD, len(words))):
            if any(words[j] in words_of(key) for key in ("armed", "army_words")):
                return j + 1
            if not words[j].isalpha():
                break
    return 0


def _is_subject(c: Context, t: Trigger, at: Tokens) -> bool:
    """Whether an armed body stands where the subject of a verb does."""
    words = c.sentence.words
    between = words[at[1] : t.start]
    if at[1] > t.start or len(between) > _TO_VERB or _lead(words, at[0]) in _no_subject():
        return False
    cut = any(w in words_of("clause_cuts") and w not in words_of("and_words") for w in between)
    return not cut and not any(at[1] <= s.start < t.start for s in c.sides)


def _is_agent(c: Context, t: Trigger, at: Tokens) -> bool:
    """Whether an armed body is named by "by" behind a passive."""
    by = _lead(c.sentence.words, at[0]) in words_of("agent_words")
    return by and 0 <= at[0] - t.end <= _TO_AGENT


def _lead(words: list[str], k: int) -> str:
    """The word before a name, its article stepped over."""
    article = any_of(words[max(0, k - 1) : k], "articles")
    return words[k - 1 - article] if k > article else ""


def _no_subject() -> frozenset[str]:
    return words_of("before_no_subject")
