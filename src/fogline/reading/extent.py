"""How much of a place: the fraction that the words beside it give."""

from __future__ import annotations

import re

from fogline.reading.context import Context, Spot

_NAMED = {
    "half": 0.5, "third": 1 / 3, "quarter": 0.25, "two-thirds": 2 / 3, "three-quarters": 0.75, "entire": 1.0, "entirety": 1.0,
    "whole": 1.0, "entirely": 1.0, "fully": 1.0, "completely": 1.0, "full": 1.0, "complete": 1.0,
}  # fmt: skip
_FRACTION = re.compile(r"^(\d)/(\d)$")


def extent(c: Context, p: Spot) -> tuple[float | None, tuple[int, int] | None]:
    """The fraction (0 to 1) of a place and the tokens that give it, or none: "2/3 of", "half of", "80% of", "the entire".

    Only words within six tokens before the place count, and only with "of" or directly before it.
    """
    if p.carried and p.start < 0:
        return None, None
    words = c.sentence.words
    for k in range(p.start - 1, max(-1, p.start - 7), -1):
        between = words[k + 1 : p.start]
        if any(w in {",", ";", "and", "but"} for w in between):
            break
        value = _value(words, k)
        if value is None:
            continue
        near = "of" in between or (
            value == 1.0 and words[k] in {"entire", "whole"} and len(between) <= 3
        )
        if near and (
            value < 1.0
            or words[k] in {"entire", "whole", "entirety", "all", "100", "full"}
            or between[:1] == ["of"]
        ):
            return round(value, 2), (k, k + 1)
    return None, None


def _value(words: list[str], k: int) -> float | None:
    word = words[k]
    fraction = _FRACTION.match(word)
    if fraction and 0 < int(fraction[1]) <= int(fraction[2]):
        return int(fraction[1]) / int(fraction[2])
    following = words[k + 1] if k + 1 < len(words) else ""
    if (
        word.replace(".", "", 1).isdecimal()
        and following in {"%", "percent", "per"}
        and 0 < float(word) <= 100
    ):
        return float(word) / 100
    before = words[k - 1] if k else ""
    if word in {"thirds", "third"} and before in {"-", "two"}:
        return 2 / 3 if "two" in words[max(0, k - 2) : k] else 1 / 3
    if word == "quarters":
        return 0.75
    if word == "all" and following == "of":
        return 1.0
    if word in {"third", "quarter"} and before not in {"a", "one"}:
        return None  # an ordinal, or a part of a town
    return _NAMED.get(word)
