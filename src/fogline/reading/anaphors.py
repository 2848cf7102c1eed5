"""Words that stand for places of other sentences: "the city", "there", "these areas"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fogline.reading.lexicon import words_of

if TYPE_CHECKING:
    from fogline.reading.context import Context

# Sentences before within which "these areas" finds the list that it stands for.
_BACK = 3


def taken_up_at(words: Sequence[str]) -> int:
    """Where a sentence first takes up a place without its name ("the city"), or -1."""
    return next((k for k in range(len(words)) if _takes_up(words, k)), -1)


def listed(words: Sequence[str], before: Sequence[Context]) -> frozenset[int]:
    """The places, by their index in the document, that words for several stand for: those of the
    last list ("X and Y... these areas"). "The area" right behind stands for the same.
    """
    at = taken_up_at(words)
    if at < 0 or not before:
        return frozenset()
    if words[at] in words_of("plural_anaphors"):
        lists = (_list_of(c) for c in reversed(before[-_BACK:]))
        return next((found for found in lists if found), frozenset())
    if words[at] in words_of("area_heads"):
        return frozenset(s.index for s in before[-1].spots if s.listed)
    return frozenset()


def _takes_up(words: Sequence[str], k: int) -> bool:
    if words[k] in words_of("here_words"):
        return k == 0 or words[k - 1] not in words_of("joins")
    return k > 0 and words[k] in words_of("anaphors") and words[k - 1] in words_of("determiners")


def _list_of(c: Context) -> frozenset[int]:
    """The longest list of places that a sentence names."""
    lists: dict[int, set[int]] = {}
    for spot in c.spots:
        if not spot.carried:
            lists.setdefault(spot.head, set()).add(spot.index)
    longest = max(lists.values(), key=len, default=set[int]())
    return frozenset(longest) if len(longest) > 1 else frozenset()
