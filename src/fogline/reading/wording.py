"""Loaded wording: terms that praise, scorn or judge, marked with neutral words; one list for all
speakers.
"""

from __future__ import annotations

import re
from functools import lru_cache

from fogline.model import Loaded, Span
from fogline.reading.languages import languages


@lru_cache(maxsize=1)
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    terms = {k.casefold(): v for language in languages() for k, v in language.wording.items()}
    longest = sorted(terms, key=lambda t: (-len(t), t))
    return re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(t) for t in longest) + r")(?!\w)", re.IGNORECASE
    ), terms


def loaded_terms(text: str) -> tuple[Loaded, ...]:
    """The loaded terms of a text, in order, longest first where they overlap."""
    pattern, terms = _pattern()
    return tuple(
        Loaded(Span(m.start(), m.end()), m.group(), terms[m.group().casefold()])
        for m in pattern.finditer(text)
    )
