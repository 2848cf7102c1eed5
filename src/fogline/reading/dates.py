"""When: days that a sentence names, against the day of publication."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from fogline.model import Interval
from fogline.reading.lexicon import words_of
from fogline.reading.text import Sentence

_MONTHS = {
    m[:3]: k
    for k, m in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
}
_NATIVE = {
    "січ": 1, "лют": 2, "берез": 3, "квіт": 4, "трав": 5, "черв": 6, "лип": 7, "серп": 8, "верес": 9, "жовт": 10, "листоп": 11, "груд": 12,
    "янв": 1, "фев": 2, "март": 3, "апр": 4, "мая": 5, "июн": 6, "июл": 7, "авг": 8, "сент": 9, "окт": 10, "нояб": 11, "дек": 12,
}  # fmt: skip
# First month of each.
_SEASONS = {
    "spring": 3,
    "summer": 6,
    "autumn": 9,
    "winter": 12,
    "навесні": 3,
    "влітку": 6,
    "восени": 9,
    "взимку": 12,
    "весной": 3,
    "летом": 6,
    "осенью": 9,
    "зимой": 12,
}
_WEEKDAYS = {
    d: k
    for k, d in enumerate(
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    )
}
_NUMBERS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "several": 4,
    "few": 3,
    "couple": 2,
}
_BACK = {"past", "last", "previous", "recent"}
RELATIVE = frozenset(
    {
        "yesterday",
        "today",
        "tonight",
        "overnight",
        "morning",
        "tomorrow",
        "ago",
        "hours",
        "week",
        "weekend",
        *_WEEKDAYS,
    }
)


@dataclass(frozen=True, slots=True)
class Found:
    """Days named at tokens ``start`` to ``end``."""

    start: int
    end: int
    first: date
    last: date


def find(sentence: Sentence, published: date | None) -> list[Found]:
    """All days named in a sentence, in order; without a day of publication only those that carry a year."""
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
    return (
        _month_day(sentence, k, published)
        or _relative(sentence.words, k, published)
        or _season(sentence.words, k, published)
        or _numeric(sentence.words, k, published)
    )


def choose(
    found: list[Found], trigger: tuple[int, int], carried: Found | None, published: date | None
) -> tuple[Interval, Found | None]:
    """The days of the event at a trigger: the nearest that its sentence names, else what the report's start carries on,
    else the day of publication.
    """
    if found:
        best = min(found, key=lambda f: (_away(f, trigger), f.start))
        return Interval(best.first, best.last, "stated"), best
    if carried is not None:
        return Interval(carried.first, carried.last, "carried"), None
    if published is None:
        return Interval(date.min, date.max, "unknown"), None
    return Interval(published, published, "published"), None


def _away(f: Found, trigger: tuple[int, int]) -> int:
    return f.start - trigger[1] if f.start >= trigger[1] else trigger[0] - f.end + 1


def _month(word: str) -> int | None:
    if word.isascii():
        return _MONTHS.get(word[:3]) if word in words_of("months") else None
    return next((n for stem, n in _NATIVE.items() if word.startswith(stem)), None)


def _day(word: str) -> int | None:
    digits = word.rstrip("stndrh") if word[:1].isdecimal() else ""
    return (
        int(digits) if digits.isdecimal() and len(digits) < 3 and 1 <= int(digits) <= 31 else None
    )


def _year(words: list[str], k: int) -> tuple[int | None, int]:
    if k < len(words) and words[k] == "," and k + 1 < len(words) and _is_year(words[k + 1]):
        return int(words[k + 1]), k + 2
    if k < len(words) and _is_year(words[k]):
        return int(words[k]), k + 1
    return None, k


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and 1900 <= int(word) <= 2099


def _month_day(sentence: Sentence, k: int, published: date) -> Found | None:
    """Such as "September 10", "10 September", "April 15-16", "July 10 to 12", "in June 2014", "since March 2022"."""
    words = sentence.words
    month = _month(words[k])
    if month is not None and (words[k] != "may" or sentence.tokens[k].is_name):
        return _from_month(sentence, k, month, published)
    day = _day(words[k])
    if day is None or k + 1 >= len(words):
        return None
    j, last = k + 1, day
    if words[j] in {"-", "–", "and", "to"} and j + 2 < len(words) and _day(words[j + 1]):
        last, j = _day(words[j + 1]) or day, j + 2
    month = _month(words[j])
    if month is None or (words[j] == "may" and not sentence.tokens[j].is_name):
        return None
    year, end = _year(words, j + 1)
    after = _span_to(words, end)
    first = _place(day, month, year, published)
    if after is not None:
        return _range(k, after[2], first, _place(after[0], after[1], year, published))
    return _range(k, end, first, _place(last, month, year, published))


def _span_to(words: list[str], k: int) -> tuple[int, int, int] | None:
    """Such as "28 December to 3 January": day, month and end of the second half."""
    if k + 2 < len(words) and words[k] in {"to", "-", "–", "until", "and"}:
        day, month = _day(words[k + 1]), _month(words[k + 2])
        if day and month:
            return day, month, k + 3
    return None


def _from_month(sentence: Sentence, k: int, month: int, published: date) -> Found | None:
    words = sentence.words
    day = _day(words[k + 1]) if k + 1 < len(words) else None
    if day is None:
        return _whole_month(words, k, month, published)
    j, last, last_month = k + 2, day, month
    if j + 1 < len(words) and words[j] in {"-", "–", "to", "and", "through"}:
        if _day(words[j + 1]) and not (
            j + 2 < len(words) and _month(words[j + 2]) and words[j] == "and"
        ):
            last, j = _day(words[j + 1]) or day, j + 2
        elif j + 2 < len(words) and _month(words[j + 1]) and _day(words[j + 2]):
            last_month, last, j = _month(words[j + 1]) or month, _day(words[j + 2]) or day, j + 3
    year, end = _year(words, j)
    first = _place(day, month, year, published)
    if words[k - 1 : k] == ["since"]:
        return _range(k, end, first, published)
    return _range(k, end, first, _place(last, last_month, year, published))


def _whole_month(words: list[str], k: int, month: int, published: date) -> Found | None:
    year, end = _year(words, k + 1)
    before = words[k - 1] if k else ""
    if year is None and before not in {
        "in",
        "since",
        "late",
        "early",
        "mid",
        "-",
        "last",
        "of",
        "until",
    }:
        return None
    year = year or (published.year if month <= published.month else published.year - 1)
    first = date(year, month, 1)
    last = date(year, month, calendar.monthrange(year, month)[1])
    return _range(
        k, end, first, published if before == "since" else min(last, max(first, published))
    )


def _place(day: int, month: int, year: int | None, published: date) -> date | None:
    """A day without a year is the one nearest to publication, at most two months ahead."""
    years = [year] if year else [published.year, published.year - 1, published.year + 1]
    days = [date(y, month, day) for y in years if 1 <= day <= calendar.monthrange(y, month)[1]]
    return min(
        days, key=lambda d: (d > published + timedelta(60), abs((d - published).days)), default=None
    )


def _range(start: int, end: int, first: date | None, last: date | None) -> Found | None:
    return Found(start, end, first, last) if first and last and first <= last else None


def _relative(words: list[str], k: int, published: date) -> Found | None:
    word, after = words[k], words[k + 1 : k + 4]
    before = words[k - 1] if k else ""
    one = timedelta(1)
    if word in {"yesterday", "вчора", "вчера"}:
        return Found(k, k + 1, published - one, published - one)
    if word in {"today", "tonight", "сьогодні", "сегодня"}:
        return Found(k, k + 1, published, published)
    if word == "tomorrow":
        return Found(k, k + 1, published + one, published + one)
    if word in {"overnight", "вночі", "ночью"}:
        return Found(k, k + 1, published - one, published)
    if word in _WEEKDAYS and before not in {"next", "until"}:
        day = published - timedelta((published.weekday() - _WEEKDAYS[word]) % 7)
        return Found(k, k + 1, day, day)
    if word in _BACK and after:
        return _past(words, k, published)
    if (
        word in {"this", "the"}
        and after[:1] in (["week"], ["month"])
        and (word == "this" or before == "during")
    ):
        start = (
            published - timedelta(7 if word == "the" else published.weekday())
            if after[0] == "week"
            else published.replace(day=1)
        )
        return Found(k, k + 2, start, published)
    if word == "weekend" and before in {"the", "this", "last"}:
        saturday = published - timedelta((published.weekday() - 5) % 7 or 7)
        return Found(k, k + 1, saturday, saturday + one)
    number = _NUMBERS.get(word) or (
        int(word) if word.isdecimal() and len(word) < 3 else 1 if word == "a" else None
    )
    if number and after[:2] in (
        ["days", "ago"],
        ["day", "ago"],
        ["weeks", "ago"],
        ["week", "ago"],
        ["days", "earlier"],
        ["weeks", "earlier"],
    ):
        day = published - timedelta(number * (7 if after[0].startswith("week") else 1))
        return Found(k, k + 3, day, day)
    return None


def _season(words: list[str], k: int, published: date) -> Found | None:
    """Such as "in spring", "last winter", "in the summer of 2022", "навесні": the latest that has begun, if no year is given."""
    month = _SEASONS.get(words[k])
    lead = [w for w in words[max(0, k - 2) : k] if w != "the"]
    if month is None or (
        words[k].isascii() and lead[-1:] not in (["in"], ["last"], ["this"], ["since"], ["during"])
    ):
        return None
    year, end = _year(words, k + (2 if words[k + 1 : k + 2] == ["of"] else 1))
    end = end if year else k + 1
    year = year or published.year - (published.month < month)
    if not 1 < year < date.max.year:
        return None
    first = date(year, month, 1)
    over = (first + timedelta(92)).replace(day=1) - timedelta(1)
    return _range(
        k, end, first, published if lead[-1:] == ["since"] else min(over, max(first, published))
    )


def _past(words: list[str], k: int, published: date) -> Found | None:
    """Such as "past 24 hours", "past week", "last three days", "last week", "past month"."""
    j = k + 1
    number = _NUMBERS.get(words[j]) or (
        int(words[j]) if words[j].isdecimal() and len(words[j]) < 4 else None
    )
    if number is not None:
        j += 1
    if j < len(words) and words[j] in {"-", "–", "or"}:
        return None
    unit = words[j] if j < len(words) else ""
    length = {
        "hours": 1,
        "hour": 1,
        "day": 1,
        "days": 1,
        "week": 7,
        "weeks": 7,
        "month": 30,
        "months": 30,
        "night": 1,
    }.get(unit)
    if length is None:
        return None
    if words[k] == "last" and unit == "week" and number is None:
        monday = published - timedelta(published.weekday() + 7)
        return Found(k, j + 1, monday, monday + timedelta(6))
    days = max(1, round((number or 1) / 24)) if unit.startswith("hour") else (number or 1) * length
    return Found(k, j + 1, published - timedelta(min(days, 3650)), published)


def _numeric(words: list[str], k: int, published: date) -> Found | None:
    """12.04.22 and 2022-04-12."""
    parts = words[k].split(".")
    if (
        len(parts) == 3
        and all(p.isdecimal() and len(p) <= 4 for p in parts)
        and len(parts[2]) in {2, 4}
    ):
        day, month, year = (int(p) for p in parts)
        year += 2000 if year < 100 else 0
        if (
            1 <= month <= 12
            and 1 <= day <= calendar.monthrange(year, month)[1]
            and 1900 <= year <= 2099
        ):
            there = date(year, month, day)
            return Found(k, k + 1, there, there)
    return None
