"""The days that a sentence names."""

from __future__ import annotations

from datetime import date

from fogline.reading.dates.clauses import in_a_name
from fogline.reading.dates.found import Found
from fogline.reading.dates.relative import relative_day, season
from fogline.reading.dates.stated import month_day, numeric
from fogline.reading.dates.years import whole_year
from fogline.reading.text import Sentence

# Two days far apart, behind all that texts tell of: what reads alike from both does not depend on
# the day of publication.
_SOME_DAY, _OTHER_DAY = date(2110, 1, 15), date(2120, 7, 4)


def find(sentence: Sentence, published: date | None) -> list[Found]:
    """All days named in a sentence, in order; without a day of publication only those that carry a
    year.
    """
    out: list[Found] = []
    k = 0
    while k < len(sentence.words):
        found = day_at(sentence, k, published or _SOME_DAY)
        if found and published is None and found != day_at(sentence, k, _OTHER_DAY):
            found = None
        if found and found.first <= found.last:
            out.append(found)
            k = found.end
        else:
            k += 1
    return out


def has_own_year(sentence: Sentence, found: Found) -> bool:
    """Whether the year of a day does not depend on the day of publication."""
    there = [day_at(sentence, found.start, d) for d in (_SOME_DAY, _OTHER_DAY)]
    return all(other is not None and other.first == found.first for other in there)


def relative(sentence: Sentence) -> tuple[int, int] | None:
    """Tokens of the first words that only a day of publication can place, or none."""
    for k in range(len(sentence.words)):
        found = day_at(sentence, k, _SOME_DAY)
        if found and found != day_at(sentence, k, _OTHER_DAY):
            return found.start, found.end
    return None


def day_at(sentence: Sentence, k: int, published: date) -> Found | None:
    """The days named from a token on, or none."""
    found = (
        month_day(sentence, k, published)
        or relative_day(sentence.words, k, published)
        or season(sentence.words, k, published)
        or numeric(sentence, k)
        or whole_year(sentence, k, published)
    )
    return None if found is None or in_a_name(sentence, found) else found
