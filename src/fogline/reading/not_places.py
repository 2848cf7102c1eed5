"""Capitalised words that name no place, whatever a gazetteer has of that spelling."""

from __future__ import annotations

from fogline.reading.lexicon import endings_of, words_of

_ACRONYM = 4  # letters of the longest acronym that is never a village spelt otherwise


def is_no_place(name: str, alike: float) -> bool:
    """Whether a name is a people's adjective, a direction, a contraction, a weapon's, or an acronym
    that is no place's own; ``alike`` is how like the nearest place's name is, from 0 to 1.

    >>> is_no_place("Syrian", 1.0), is_no_place("UN", 0.97), is_no_place("Kyiv", 1.0)
    (True, True, False)
    """
    folded = name.casefold().replace("\u2019", "'")
    acronym = name.isupper() and 1 < len(name) <= _ACRONYM and alike < 1
    contracted = folded.endswith(endings_of("contractions"))
    peoples = words_of("nationalities")
    plural = any(folded.removesuffix(e) in peoples for e in endings_of("plural_endings"))
    other = folded in words_of("compass") or folded in words_of("weapon_names")
    return acronym or contracted or plural or folded in peoples or other
