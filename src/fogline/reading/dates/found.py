"""Days found in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Found:
    """Days named at tokens ``start`` to ``end``.

    ``backward`` ones count back from what the sentence tells ("two days after they took it"): they
    date only what follows them in their clause. ``loose`` ones, a year alone or since the war
    began, only say about when: they date the event that stands nearest.
    """

    start: int
    end: int
    first: date
    last: date
    backward: bool = False
    loose: bool = False


def between(start: int, end: int, first: date | None, last: date | None) -> Found | None:
    """Days from first to last, if both are known and in order."""
    return Found(start, end, first, last) if first and last and first <= last else None


def year_at(words: list[str], k: int) -> tuple[int | None, int]:
    """The year at a token, or none, and the token after it."""
    if k < len(words) and words[k] == "," and k + 1 < len(words) and is_year(words[k + 1]):
        return int(words[k + 1]), k + 2
    if k < len(words) and is_year(words[k]):
        return int(words[k]), k + 1
    return None, k


def is_year(word: str) -> bool:
    """Whether a word may be a year."""
    return len(word) == 4 and word.isdecimal() and 1900 <= int(word) <= 2099
