"""Lengths of time in words: "30 min" in a file, and the same for people."""

from __future__ import annotations

import re

# Seconds of each unit, by the words that a file may use.
UNITS = {"s": 1, "min": 60, "h": 3_600, "day": 86_400, "days": 86_400}
_WORDS = re.compile(rf"(\d+(?:\.\d+)?)\s*({'|'.join(UNITS)})")


def seconds_of(words: str) -> float | None:
    """The seconds of "90 s", "30 min", "2 h" or "1 day"; none if it says no length of time."""
    found = _WORDS.fullmatch(words.strip())
    return float(found[1]) * UNITS[found[2]] if found else None


def in_words(seconds: float) -> str:
    """A length of time in the largest unit that gives a round number."""
    whole = round(seconds)
    for unit in ("day", "h", "min"):
        if whole >= UNITS[unit] and whole % UNITS[unit] == 0:
            count = whole // UNITS[unit]
            return f"{count} {'days' if unit == 'day' and count > 1 else unit}"
    return f"{whole} s"
