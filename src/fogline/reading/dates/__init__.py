"""When: days that a sentence names, against the day of publication."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fogline.model import Interval
from fogline.reading.dates.clauses import Clauses, in_a_name
from fogline.reading.dates.found import Found
from fogline.reading.dates.relative import relative_day, season
from fogline.reading.dates.stated import is_month, month_day, numeric
from fogline.reading.lexicon import any_of
from fogline.reading.text import Sentence

__all__ = ["Clauses", "Found", "carried", "choose", "find", "is_month", "relative"]


def find(sentence: Sentence, published: date | None) -> list[Found]:
    """All days named in a sentence, in order; without a day of publication only those that carry a
    year.
    """
    out: list[Found] = []
    k = 0
    while k < len(sentence.words):
        found = _at(sentence, k, published or _SOME_DAY)
        if found and published is None and found != _at(sentence, k, _OTHER_DAY):
            found = None
        if found and found.first <= found.last:
            out.append(found)
            k = found.end
        else:
            k += 1
    return out


def carried(first: Sentence, days: Sequence[Found], clauses: Clauses) -> Found | None:
    """Of the days of a text's first sentence, the one that all sentences behind it have."""
    if any_of(first.words, "not_carried"):
        return None
    return next((f for f in days if not clauses.is_background(f)), None)


# Two days far apart: what reads alike from both does not depend on the day of publication.
_SOME_DAY, _OTHER_DAY = date(2000, 1, 15), date(2010, 7, 4)


def relative(sentence: Sentence) -> tuple[int, int] | None:
    """Tokens of the first words that only a day of publication can place, or none."""
    for k in range(len(sentence.words)):
        found = _at(sentence, k, _SOME_DAY)
        if found and found != _at(sentence, k, _OTHER_DAY):
            return found.start, found.end
    return None


def _at(sentence: Sentence, k: int, published: date) -> Found | None:
    found = (
        month_day(sentence, k, published)
        or relative_day(sentence.words, k, published)
        or season(sentence.words, k, published)
        or numeric(sentence, k)
    )
    return None if found is None or in_a_name(sentence, found) else found


def choose(
    found: list[Found],
    trigger: tuple[int, int],
    clauses: Clauses,
    carried: Found | None,
    published: date | None,
) -> tuple[Interval, Found | None]:
    """The days of the event at a trigger: those that its clause names, else the nearest of its
    sentence, else what the report's start carries on, else the day of publication.
    """
    best = clauses.nearest(found, trigger)
    if best is not None:
        return Interval(best.first, best.last, "stated"), best
    if carried is not None:
        return Interval(carried.first, carried.last, "carried"), None
    if published is None:
        return Interval(date.min, date.max, "unknown"), None
    return Interval(published, published, "published"), None
