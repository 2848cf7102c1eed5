"""Days that only the day of publication can place: "yesterday", "last week", "in spring"."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from fogline.reading.dates.found import Found, between, year_at
from fogline.reading.lexicon import any_of, numbers_of, words_of
from fogline.reading.text import HYPHENS

SATURDAY = 5  # as date.weekday counts
MONTH = 30  # days, as the tables of units count
FEWEST, MOST = 2, 10  # how many "days" or "weeks" without a number are


def relative_day(words: list[str], k: int, published: date) -> Found | None:
    """Such as "yesterday", "overnight", "Monday", "this week", "the weekend", "two days ago"."""
    return (
        _single_day(words, k, published)
        or (_past(words, k, published) if _opens_past(words, k) else None)
        or _this_unit(words, k, published)
        or _weekend(words, k, published)
        or _ago(words, k, published)
    )


def is_deictic(words: list[str], found: Found) -> bool:
    """Whether a day is named as seen from publication: "today", "on Monday", "this week"."""
    word = words[found.start]
    near = ("yesterday", "today", "tomorrow", "this_words")
    return word in numbers_of("weekdays") or any(word in words_of(key) for key in near)


def _single_day(words: list[str], k: int, published: date) -> Found | None:
    word, one = words[k], timedelta(1)
    phrase = " ".join(words[k : k + 4])
    for told, end in ((phrase, k + 4), (word, k + 1)):
        if told in words_of("two_days_back"):
            return Found(k, end, published - 2 * one, published - 2 * one)
        if told in words_of("two_days_ahead"):
            return Found(k, end, published + 2 * one, published + 2 * one)
    holiday = numbers_of("holidays").get(phrase)
    if holiday is not None:
        return _holiday(k, int(holiday), published)
    if word in words_of("yesterday"):
        return Found(k, k + 1, published - one, published - one)
    if word in words_of("today"):
        return Found(k, k + 1, published, published)
    if word in words_of("tomorrow"):
        return Found(k, k + 1, published + one, published + one)
    if word in words_of("overnight"):
        return Found(k, k + 1, published - one, published)
    pair = " ".join(words[k : k + 2])
    if pair in words_of("past_day_phrases"):
        return Found(k, k + 2, published - one, published - one)
    if pair in words_of("past_night_phrases"):
        return Found(k, k + 2, published - one, published)
    before = words[k - 1] if k else ""
    weekday = numbers_of("weekdays").get(word)
    led = before in words_of("inside") | words_of("weekday_leads")
    plain = weekday is not None and (words[k].isascii() or led)
    if weekday is not None and plain and before not in words_of("ahead_words"):
        day = published - timedelta((published.weekday() - int(weekday)) % 7)
        return Found(k, k + 1, day, day)
    return None


def _holiday(k: int, day: int, published: date) -> Found | None:
    """The latest day of such a month and day (101 is January 1) up to publication."""
    month, number = divmod(day, 100)
    found = date(published.year, month, number)
    if found > published:
        found = date(max(1, published.year - 1), month, number)
    return Found(k, k + 4, found, found)


def _opens_past(words: list[str], k: int) -> bool:
    return words[k] in words_of("past_words") and k + 1 < len(words)


def _this_unit(words: list[str], k: int, published: date) -> Found | None:
    """Such as "this week", "this month", "during the week"."""
    this = words[k] in words_of("this_words")
    during = words[k] in words_of("definite_articles") and any_of(words[k - 1 : k], "during_words")
    if not (this or during) or k + 1 == len(words) or _opens_past(words, k):
        return None
    if words[k + 1] in words_of("week_words"):
        back = published.weekday() if this else 7
        return Found(k, k + 2, published - timedelta(back), published)
    if words[k + 1] in words_of("month_words"):
        return Found(k, k + 2, published.replace(day=1), published)
    return None


def _weekend(words: list[str], k: int, published: date) -> Found | None:
    if words[k] not in words_of("weekend_words") or not any_of(words[k - 1 : k], "weekend_leads"):
        return None
    saturday = published - timedelta((published.weekday() - SATURDAY) % 7 or 7)
    return Found(k, k + 1, saturday, saturday + timedelta(1))


def _ago(words: list[str], k: int, published: date) -> Found | None:
    """Such as "two days ago", "a week ago", "weeks ago", "two days after they took it"."""
    number = _number(words[k], 3) or (1 if words[k] in words_of("single_words") else None)
    at = k + 1 if number else k
    if any_of(words[k - 1 : k], "all_through") or not (number or _opens(words, k)):
        return None
    backward = _counts_back(words, at)
    if not (backward or " ".join(words[at : at + 2]) in words_of("ago_phrases")):
        return None
    unit, end = words[at], at + 2
    length = int(numbers_of("units")[unit])
    if number is None and unit not in words_of("one_units"):
        first, last = (published - timedelta(length * n) for n in (MOST, FEWEST))
        return Found(k, end, first, last, backward)
    back = (number or 1) * length
    if unit in words_of("long_units"):
        return _month_back((k, end), back // MONTH, published, backward=backward)
    day = published - timedelta(back)
    return Found(k, end, day, day, backward)


def _counts_back(words: list[str], k: int) -> bool:
    """Whether a unit of days and more stands before "after", and no day behind that."""
    unit, after, behind = words[k : k + 1], words[k + 1 : k + 2], words[k + 2 : k + 3]
    if not any_of(after, "later_words") or any_of(unit, "hour_words"):
        return False
    named = "".join(unit)
    counts = named in numbers_of("units") and named not in words_of("long_units")
    return counts and not any_of(behind, "tomorrow") and behind != unit  # "day after day"


def _opens(words: list[str], k: int) -> bool:
    """Whether no number, or word for one, stands before a unit: "twenty days", "100 days"."""
    before = words[k - 1] if k else ","
    counted = before in numbers_of("numbers") or before in words_of("counted")
    return not (counted or before[0].isdecimal() or before in HYPHENS)


def _month_back(
    tokens: tuple[int, int], months: int, published: date, *, backward: bool
) -> Found | None:
    """The month that lies so many months back: "two months ago" names no day."""
    years, month = divmod(published.month - 1 - months, 12)
    if not published.year + years >= 1:
        return None
    first = date(published.year + years, month + 1, 1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return Found(*tokens, first, last, backward)


def _number(word: str, digits: int) -> int | None:
    """A number in words, or in at most so many digits."""
    named = numbers_of("numbers").get(word)
    if named:
        return int(named)
    return int(word) if word.isdecimal() and len(word) <= digits else None


def season(words: list[str], k: int, published: date) -> Found | None:
    """Such as "in spring", "last winter", "in the summer of 2022", "навесні": the latest that has
    begun, if no year is given.
    """
    month = int(numbers_of("seasons").get(words[k], 0))
    lead = [w for w in words[max(0, k - 2) : k] if w not in words_of("definite_articles")]
    if not month or (words[k].isascii() and not any_of(lead[-1:], "season_leads")):
        return None
    year, end = year_at(words, k + (2 if any_of(words[k + 1 : k + 2], "of_words") else 1))
    end = end if year else k + 1
    year = year or published.year - (published.month < month)
    if not 1 < year < date.max.year:
        return None
    first = date(year, month, 1)
    over = (first + timedelta(92)).replace(day=1) - timedelta(1)
    return between(
        k,
        end,
        first,
        published if any_of(lead[-1:], "since_words") else min(over, max(first, published)),
    )


def _last_unit(words: list[str], k: int, published: date) -> Found | None:
    """The calendar's week, month or year before that of publication: "last week", "last year", not
    "the last year".
    """
    unit, during = words[k + 1], any_of(words[k - 1 : k], "articles")
    if unit in words_of("week_words"):
        monday = published - timedelta(published.weekday() + 7)
        return Found(k, k + 2, monday, monday + timedelta(6))
    if unit in words_of("month_words") and not during:
        last = published.replace(day=1) - timedelta(1)
        return Found(k, k + 2, last.replace(day=1), last)
    if unit in words_of("year_words") and not during and published.year > 1:
        return Found(k, k + 2, date(published.year - 1, 1, 1), date(published.year - 1, 12, 31))
    return None


def _past(words: list[str], k: int, published: date) -> Found | None:
    """Such as "past 24 hours", "past week", "last three days", "last week", "past month"."""
    j = k + 1
    number = _number(words[j], 3)
    if number is not None:
        j += 1
    if j < len(words) and words[j] in words_of("past_breaks"):
        return None
    unit = words[j] if j < len(words) else ""
    length = int(numbers_of("units").get(unit, 0))
    if not length or any_of(words[j + 1 : j + 2], "of_words"):
        return None  # "the last day of June"
    if words[k] in words_of("last_words") and number is None:
        whole = _last_unit(words, k, published)
        if whole is not None:
            return whole
    days = (
        max(1, round((number or 1) / 24))
        if unit in words_of("hour_words")
        else (number or 1) * length
    )
    return Found(k, j + 1, published - timedelta(min(days, 3650)), published)
