"""Days that are stated by month or in figures: "September 10", "12.04.22"."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from itertools import pairwise

from fogline.reading.dates.found import Found, between, year_at
from fogline.reading.lexicon import any_of, endings_of, numbers_of, words_of
from fogline.reading.text import Sentence

# Letters of the longest short name of a month, "sept".
LONGEST_SHORT = 4
# 2022-04-12 is so many tokens.
ISO_TOKENS = 5


def _month(word: str) -> int | None:
    months = numbers_of("months")
    if word in months:
        return int(months[word])
    if word.isascii():
        return None
    return next(
        (int(n) for m, n in months.items() if m[-1] == "*" and word.startswith(m[:-1])), None
    )


def is_month(word: str) -> bool:
    """Whether a word names a month, in any of its cases."""
    return _month(word) is not None


def _day(word: str) -> int | None:
    digits = word.rstrip("".join(endings_of("ordinal_endings"))) if word[:1].isdecimal() else ""
    return (
        int(digits) if digits.isdecimal() and len(digits) < 3 and 1 <= int(digits) <= 31 else None
    )


def _days(word: str) -> tuple[int | None, int | None]:
    """The first and last day that a word names: "6", or "6/7" of a night."""
    first, slash, last = word.partition("/")
    return (_day(first), _day(last)) if slash else (_day(word), _day(word))


def month_day(sentence: Sentence, k: int, published: date) -> Found | None:
    """Such as "September 10", "10 September", "April 15-16", "July 10 to 12", "in June 2014",
    "since March 2022".
    """
    words = sentence.words
    month = _month(words[k])
    if month is not None and _is_month_here(sentence, k):
        return _from_month(sentence, k, month, published)
    day, last = _days(words[k])
    if day is None or last is None or k + 1 >= len(words):
        return None
    if _is_bare_day(words, k):
        return _last_day(k, day, published)
    j = k + 1
    if words[j] in words_of("day_ranges") and j + 2 < len(words) and _day(words[j + 1]):
        last, j = _day(words[j + 1]) or day, j + 2
    month = _month(words[j])
    if month is None or not _is_month_here(sentence, j):
        return None
    year, end = year_at(words, _behind_month(words, j))
    after = _span_to(words, end)
    first = _place(day, month, year, published)
    if after is not None:
        return between(k, after[2], first, _place(after[0], after[1], year, published))
    return between(k, end, first, _place(last, month, year, published))


def _is_bare_day(words: list[str], k: int) -> bool:
    """Whether an ordinal alone names a day: "on the 3rd", at the end of what it stands in."""
    lead = words[max(0, k - 2) : k]
    ordinal = not words[k].isdecimal() and words[k].endswith(endings_of("ordinal_endings"))
    led = len(lead) == 2 and lead[0] in words_of("day_leads")
    led = led and lead[1] in words_of("definite_articles")
    return ordinal and led and not words[k + 1][0].isalnum()


def _last_day(k: int, day: int, published: date) -> Found | None:
    """The latest such day of a month up to publication."""
    for back in range(62):
        found = published - timedelta(back)
        if found.day == day:
            return Found(k, k + 1, found, found)
    return None


def _span_to(words: list[str], k: int) -> tuple[int, int, int] | None:
    """Such as "28 December to 3 January": day, month and end of the second half."""
    if k + 2 < len(words) and words[k] in words_of("span_ranges"):
        day, month = _day(words[k + 1]), _month(words[k + 2])
        if day and month:
            return day, month, k + 3
    return None


def _from_month(sentence: Sentence, k: int, month: int, published: date) -> Found | None:
    words = sentence.words
    start = _behind_month(words, k)
    day, last = _days(words[start]) if start < len(words) else (None, None)
    if day is None or last is None:
        return _edge_of_month(words, k, month, published) or _whole_month(
            words, k, month, published
        )
    j, last_month = start + 1, month
    if j + 1 < len(words) and words[j] in words_of("month_ranges"):
        if _day(words[j + 1]) and not (
            j + 2 < len(words) and _month(words[j + 2]) and words[j] in words_of("and_words")
        ):
            last, j = _day(words[j + 1]) or day, j + 2
        elif j + 2 < len(words) and _month(words[j + 1]) and _day(words[j + 2]):
            last_month, last, j = _month(words[j + 1]) or month, _day(words[j + 2]) or day, j + 3
    year, end = year_at(words, j)
    first = _place(day, month, year, published)
    if any_of(words[k - 1 : k], "since_words"):
        return between(k, end, first, published)
    return between(k, end, first, _place(last, last_month, year, published))


def _behind_month(words: list[str], k: int) -> int:
    """The token behind a month's name, and behind the full stop of a short one: "Sept. 17"."""
    short = len(words[k]) <= LONGEST_SHORT and words[k + 1 : k + 2] == ["."]
    return k + 2 if short and words[k + 2 : k + 3] else k + 1


def _edge_of_month(words: list[str], k: int, month: int, published: date) -> Found | None:
    """Such as "the last day of June", "the first day of May 2022"."""
    lead = words[max(0, k - 3) : k]
    if len(lead) < 3 or lead[1] not in words_of("day_words") or lead[2] not in words_of("of_words"):
        return None
    year, end = year_at(words, k + 1)
    first = date(year or published.year - (month > published.month), month, 1)
    if lead[0] in words_of("first_words"):
        return between(k - 3, end, first, first)
    last = first.replace(day=calendar.monthrange(first.year, month)[1])
    return between(k - 3, end, last, last) if lead[0] in words_of("last_words") else None


def _whole_month(words: list[str], k: int, month: int, published: date) -> Found | None:
    months = _months(words, k, month)
    if months is not None:
        return months
    year, end = year_at(words, k + 1)
    before = words[k - 1] if k else ""
    if year is None and before not in words_of("month_leads"):
        return None
    year = year or (published.year if month <= published.month else published.year - 1)
    first = date(year, month, 1)
    last = date(year, month, calendar.monthrange(year, month)[1])
    return between(
        k,
        end,
        first,
        published if before in words_of("since_words") else min(last, max(first, published)),
    )


def _months(words: list[str], k: int, month: int) -> Found | None:
    """Months of one year: "from February to May 2022", "June-July 2016"."""
    last = _month(words[k + 2]) if k + 2 < len(words) else None
    year, end = year_at(words, k + 3)
    if last is None or year is None or words[k + 1] not in words_of("month_ranges"):
        return None
    final = date(year, last, calendar.monthrange(year, last)[1])
    return between(k, end, date(year, month, 1), final)


def _place(day: int, month: int, year: int | None, published: date) -> date | None:
    """A day without a year is the one nearest to publication, at most two months ahead."""
    years = [year] if year else [published.year, published.year - 1, published.year + 1]
    days = [date(y, month, day) for y in years if 1 <= day <= calendar.monthrange(y, month)[1]]
    return min(
        days, key=lambda d: (d > published + timedelta(60), abs((d - published).days)), default=None
    )


def numeric(sentence: Sentence, k: int) -> Found | None:
    """Dates in figures: 12.04.22 and 2022-04-12."""
    parts = sentence.words[k].split(".")
    if (
        len(parts) == 3
        and all(p.isdecimal() and len(p) <= 4 for p in parts)
        and len(parts[2]) in {2, 4}
    ):
        day, month, year = (int(p) for p in parts)
        return _exactly(k, k + 1, year + 2000 if year < 100 else year, month, day)
    return _iso(sentence, k)


def _iso(sentence: Sentence, k: int) -> Found | None:
    tokens = sentence.tokens[k : k + ISO_TOKENS]
    text = "".join(t.text for t in tokens)
    close = all(a.end == b.start for a, b in pairwise(tokens))
    shape = [len(t.text) for t in tokens] == [4, 1, 2, 1, 2] and text[4] == text[7] == "-"
    if not (close and shape and all(t.text.isdecimal() for t in tokens[::2])):
        return None
    return _exactly(k, k + ISO_TOKENS, *(int(t.text) for t in tokens[::2]))


def _exactly(start: int, end: int, year: int, month: int, day: int) -> Found | None:
    if not (1900 <= year <= 2099 and 1 <= month <= 12):
        return None
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    there = date(year, month, day)
    return Found(start, end, there, there)


def _is_month_here(sentence: Sentence, k: int) -> bool:
    """Whether a month's name is one here: the verb "may" has no capital."""
    return sentence.words[k] not in words_of("ambiguous_months") or sentence.tokens[k].is_name
