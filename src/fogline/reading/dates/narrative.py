"""Texts told in retrospect: the year of "8 May" is that of the days told before it, not that of
publication.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from fogline.model import Interval
from fogline.reading.dates.clauses import Clauses
from fogline.reading.dates.finding import day_at, find, has_own_year
from fogline.reading.dates.found import Found
from fogline.reading.dates.relative import is_deictic, relative_day
from fogline.reading.dates.years import since_war
from fogline.reading.lexicon import any_of
from fogline.reading.text import Sentence

# A text about the present names a day of so many days before publication, or of so many if with
# its year; what lies further back than the last is past.
WEEK, PRESENT, PAST = timedelta(7), timedelta(60), timedelta(180)
# The longest time that a report as a whole is about.
MONTH = timedelta(31)
# Days with a year that make up for a first one without.
SEVERAL = 3
# Of the days that a story names, those seen from publication: more are no quotations. Of its
# sentences, those that name days, and how many at least: of articles about battles one in eight and
# more do.
MOST_DEICTIC, DATED, FEW = 0.1, 0.1, 2
# A story goes on: a day without a year is sought around so many days after the one told before it.
ONWARD = timedelta(120)


@dataclass(frozen=True, slots=True)
class Narrative:
    """The days that each sentence names, by its index, and those that it carries on: of events
    without a day of their own.
    """

    published: date | None
    days: tuple[list[Found], ...]
    carried: tuple[Found | None, ...]

    @classmethod
    def of(
        cls, sentences: Sequence[Sentence], published: date | None, began: date | None = None
    ) -> Narrative:
        """The days of a text, each with its year; ``began`` is the first day of its war.

        All sentences carry on the day of the first; of a text told in retrospect, the day told
        last.
        """
        days = [find(s, published) for s in sentences]
        named = [
            _Named(s, f)
            for s, found in zip(sentences, days, strict=True)
            for f in found
            if not f.backward
        ]
        dating = [n for n in named if not n.found.loose]
        dated = len({n.sentence.index for n in dating}) >= max(FEW, DATED * len(sentences))
        if published is None or not dated or not _is_retrospect(dating, published):
            opening = _opening(sentences[0], days[0]) if sentences else None
            if published is not None:
                each = zip(sentences, days, strict=True)
                days = [since_war(s, found, published, began) for s, found in each]
            return cls(published, tuple(days), (opening,) * len(days))
        days = list(_reckoned(sentences, named, published))
        told = [_carried(s, found) for s, found in zip(sentences, days, strict=True)]
        return cls(published, tuple(days), tuple(accumulate(told, _later)))

    def when(self, clauses: Clauses, trigger: tuple[int, int]) -> tuple[Interval, Found | None]:
        """The days of the event at a trigger: those that its clause names, else the nearest of its
        sentence, else what is carried on, else the day of publication.
        """
        at = clauses.sentence.index
        best, carried = clauses.nearest(self.days[at], trigger), self.carried[at]
        if best is not None:
            back = self._counted_from(clauses, trigger, carried) if best.backward else timedelta(0)
            return Interval(best.first - back, best.last - back, "stated"), best
        if carried is not None:
            return Interval(carried.first, carried.last, "carried"), None
        if self.published is None:
            return Interval(date.min, date.max, "unknown"), None
        return Interval(self.published, self.published, "published"), None

    def _counted_from(
        self, clauses: Clauses, trigger: tuple[int, int], carried: Found | None
    ) -> timedelta:
        """How long before publication the day lies from which a sentence counts back: another that
        it names, or the one that it carries on.
        """
        others = [f for f in self.days[clauses.sentence.index] if not f.backward]
        told = clauses.nearest(others, trigger) or carried
        return self.published - told.last if told and self.published else timedelta(0)


def _carried(sentence: Sentence, days: Sequence[Found]) -> Found | None:
    """Of the days of a sentence, the one that the sentences behind it have."""
    if any_of(sentence.words, "not_carried"):
        return None
    clauses = Clauses.of(sentence, ())
    return next((f for f in days if not (f.backward or clauses.is_background(f))), None)


def _opening(sentence: Sentence, days: Sequence[Found]) -> Found | None:
    """The day that a report opens with and all its sentences have; "over the last two years" is
    that of its sentence alone.
    """
    found = _carried(sentence, days)
    return found if found and found.last - found.first <= MONTH else None


def _later(before: Found | None, own: Found | None) -> Found | None:
    return own or before


class _Named:
    """A day that a sentence names; ``own`` if it is named with its year."""

    def __init__(self, sentence: Sentence, found: Found) -> None:
        self.sentence, self.found = sentence, found
        self.own = has_own_year(sentence, found)


def _is_retrospect(named: Sequence[_Named], published: date) -> bool:
    """Whether a text opens with a past day that has its own year, and hardly speaks of days near
    publication.
    """
    own = [n.found for n in named if n.own]
    if not own or (not named[0].own and len(own) < SEVERAL) or own[0].last >= published - PAST:
        return False
    if any(f.first >= published - PRESENT for f in own):
        return False
    deictic = sum(is_deictic(n.sentence.words, n.found) for n in named)
    near = sum(published - WEEK <= n.found.last <= published for n in named)
    return deictic <= MOST_DEICTIC * len(named) and near < len(own)


def _reckoned(
    sentences: Sequence[Sentence], named: Sequence[_Named], published: date
) -> Iterator[list[Found]]:
    """The days of each sentence, those without a year placed by the one told before them."""
    told, rest = next(_told(n.found) for n in named if n.own), deque(named)
    for sentence in sentences:
        out = []
        while rest and rest[0].sentence is sentence:
            day = _placed(rest.popleft(), told, published)
            out.append(day)
            told = _told(day)
        yield out


def _told(found: Found) -> date:
    """The day from which a story goes on: of a year, so that days without one are sought in it."""
    return found.last - ONWARD if found.loose else found.last


def _placed(named: _Named, told: date, published: date) -> Found:
    """A day in a story that has come to another day."""
    sentence, at = named.sentence, named.found.start
    if named.own:
        return named.found
    seen = told if relative_day(sentence.words, at, told) else min(told + ONWARD, published)
    return day_at(sentence, at, seen) or named.found
