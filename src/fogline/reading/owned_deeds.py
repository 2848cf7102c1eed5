"""Whose a deed is by the case of its words, in Ukrainian and Russian: "наступ ЗСУ"."""

from __future__ import annotations

from fogline.reading.context import Context
from fogline.reading.lexicon import any_of, endings_of, words_of
from fogline.reading.sides import SideMention
from fogline.reading.triggers import Trigger

# Words between a side's adjective and its deed: "російського ракетного удару".
_NEAR = 2
# The kinds of words for a side that agree with its deed.
_AGREEING = frozenset({"adjective", "deictic"})


def is_owned(c: Context, t: Trigger) -> bool:
    """Whether a trigger is the noun of a deed whose doer a case tells."""
    return c.sentence.words[t.end - 1] in words_of("owned_deeds")


def owner(c: Context, t: Trigger) -> str | None:
    """The side whose a deed is by the case of its words, in Ukrainian or Russian: "наступ ЗСУ",
    "обстрел со стороны ВСУ", "українських ракетних ударів".
    """
    words = c.sentence.words
    for s in c.sides:
        if any_of(words[max(t.end, s.start - 1) : s.start], "side_of"):
            return s.label
        if s.start >= t.end and _is_genitive(words[t.end : s.start], words, s):
            return s.label
        between = words[s.end : t.start]
        led = s.end <= t.start and len(between) <= _NEAR and s.kind in _AGREEING
        if led and all(w.endswith(endings_of("agreeing_endings")) for w in between):
            return s.label
    return None


def _is_genitive(between: list[str], words: list[str], s: SideMention) -> bool:
    """Whether a side behind a deed is who does it: "удар ЗСУ", "удар армії РФ", "наступ російських
    військ".
    """
    if any(w not in words_of("whose_arms") for w in between):
        return False
    return not _is_holder(words, s) and (bool(between) or not _is_country(words, s))


def struck(c: Context, t: Trigger) -> str | None:
    """The side that a deed hits by what stands right behind it: its country, or what it holds
    ("обстріл російських позицій"); or none.
    """
    if not is_owned(c, t):
        return None
    words = c.sentence.words
    behind = (s for s in c.sides if s.start == t.end)
    return next((s.label for s in behind if _is_country(words, s) or _is_holder(words, s)), None)


def _is_holder(words: list[str], s: SideMention) -> bool:
    """Whether a side's adjective stands before anything but its own forces."""
    agrees = s.kind in _AGREEING and words[s.start].endswith(endings_of("sides_endings"))
    return agrees and not any_of(words[s.end : s.end + 1], "whose_arms")


def _is_country(words: list[str], s: SideMention) -> bool:
    """Whether a side's word is its country as what is hit: "обстріл України", not "удар Росії по",
    nor "обстріл росіян".
    """
    people = endings_of("sides_endings") + endings_of("people_endings")
    noun = s.kind == "country" or (s.kind == "adjective" and not words[s.start].endswith(people))
    return noun and not any_of(words[s.end : s.end + 1], "aimed")
