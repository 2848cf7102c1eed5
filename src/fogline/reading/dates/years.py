"""Days that only say about when: "in 2016", "у 2014 році", "since the invasion began"."""

from __future__ import annotations

from datetime import date

from fogline.reading.dates.found import Found, is_year
from fogline.reading.lexicon import any_of, words_of
from fogline.reading.text import HYPHENS, Sentence

_TO_WAR = 5  # words from "since" to the war: "since Russia's full-scale invasion"


def whole_year(sentence: Sentence, k: int, published: date) -> Found | None:
    """A year, or years, that a preposition or the word "year" marks as such; none to come."""
    words = sentence.words
    if not is_year(words[k]) or int(words[k]) > published.year:
        return None
    last, end = _last_of(words, k)
    before = words[max(0, k - 1) : k]
    since = any_of(before, "since_words") or any_of(before, "year_since")
    named = any_of(words[end : end + 1], "year_words_behind")
    if any_of(before, "year_refused") or not (named or since or any_of(before, "year_leads")):
        return None
    until = published if since else min(date(last, 12, 31), published)
    return Found(k, end, date(int(words[k]), 1, 1), until, loose=True)


def since_war(
    sentence: Sentence, found: list[Found], published: date, began: date | None
) -> list[Found]:
    """The days of a sentence with those since the war: "since the invasion of February 24", "since
    the war began", from the day named with it, else from the war's first day, if that is known.
    """
    words = sentence.words
    for k in (k for k, w in enumerate(words) if w in words_of("since_words")):
        near = range(k + 1, min(len(words), k + 1 + _TO_WAR))
        war = next((j for j in near if words[j] in words_of("past_events")), None)
        if war is None or any(f.start == k + 1 and f.end > war for f in found):
            continue
        named = [f for f in found if k < f.start <= war + _TO_WAR]
        first = named[0].first if named else began
        if first is not None and first <= published:
            end = max(war + 1, *(f.end for f in named)) if named else war + 1
            rest = [f for f in found if f not in named]
            found = sorted(
                [*rest, Found(k, end, first, published, loose=True)], key=lambda f: f.start
            )
    return found


def _last_of(words: list[str], k: int) -> tuple[int, int]:
    """The last year of "2016-2017" or "2016-17", and the token behind it."""
    first, behind = int(words[k]), words[k + 2 : k + 3]
    if behind and words[k + 1] in HYPHENS and behind[0].isdecimal():
        last = int(behind[0]) if len(behind[0]) == 4 else first // 100 * 100 + int(behind[0])
        if first < last < first + 50 and (len(behind[0]) == 2 or is_year(behind[0])):
            return last, k + 3
    return first, k + 1
