"""How much of a place: the fraction that the words beside it give."""

from __future__ import annotations

import re

from fogline.reading.context import Context, Spot
from fogline.reading.lexicon import any_of, numbers_of, words_of

_WIDE = frozenset({"admin", "region", "country"})
_FRACTION = re.compile(r"^(\d)/(\d)$")


def extent(c: Context, p: Spot) -> tuple[float | None, tuple[int, int] | None]:
    """The fraction (0 to 1) of a place and the tokens that give it, or none: "2/3 of", "half of",
    "80% of", "the entire".

    Only words within six tokens before the place count, and only with "of" or directly before it.
    """
    if p.carried and p.start < 0:
        return None, None
    words = c.sentence.words
    for k in range(p.start - 1, max(-1, p.start - 7), -1):
        between = words[k + 1 : p.start]
        if any_of(between, "extent_cuts") or any_of(between, "direction_words"):
            break
        value = _value(words, k)
        if value is None:
            continue
        near = any_of(between, "of_words") or (
            value == 1.0 and words[k] in words_of("whole_adjectives") and len(between) <= 3
        )
        if near and (
            value < 1.0 or words[k] in words_of("whole_words") or any_of(between[:1], "of_words")
        ):
            return round(value, 2), (k, k + 1)
    return None, None


def is_part(c: Context, p: Spot) -> bool:
    """Whether words right before a place name a part of it: "parts of X", "the north of" a region.

    Of 25 annotated claims behind "part", "parts" and "half", 22 are of a part.
    """
    words, k = c.sentence.words, _leading(c, p)
    if p.carried or k < 1 or words[k] not in words_of("of_words"):
        return False
    wide = p.kind in _WIDE and words[k - 1] in words_of("direction_words")
    return wide or words[k - 1] in words_of("part_words")


def is_around(c: Context, p: Spot) -> bool:
    """Whether an event is put in the surroundings of a place: "in the X sector".

    Of 39 annotated claims before "area", "sector", "pocket" and "salient", 36 are.
    """
    words, k = c.sentence.words, _leading(c, p)
    sector = any_of(words[p.end : p.end + 1], "sector_words")
    return not p.carried and sector and k >= 0 and words[k] in words_of("place_in")


def _leading(c: Context, p: Spot) -> int:
    """The word that leads a place in, articles stepped over: its token, -1 if there is none."""
    k = p.start - 1
    while k > 0 and c.sentence.words[k] in words_of("articles"):
        k -= 1
    return k


def _value(words: list[str], k: int) -> float | None:
    word = words[k]
    fraction = _FRACTION.match(word)
    if fraction and 0 < int(fraction[1]) <= int(fraction[2]):
        return int(fraction[1]) / int(fraction[2])
    following = words[k + 1] if k + 1 < len(words) else ""
    if (
        word.replace(".", "", 1).isdecimal()
        and following in words_of("percent_words")
        and 0 < float(word) <= 100
    ):
        return float(word) / 100
    before = words[k - 1] if k else ""
    if word in words_of("third_words") and before in words_of("third_leads"):
        return 2 / 3 if any_of(words[max(0, k - 2) : k], "two_words") else 1 / 3
    if word in words_of("quarters_words"):
        return 0.75
    if word in words_of("all_words") and following in words_of("of_words"):
        return 1.0
    if word in words_of("ordinal_fractions") and before not in words_of("fraction_articles"):
        return None  # an ordinal, or a part of a town
    return numbers_of("fractions").get(word)
