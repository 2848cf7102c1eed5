"""When something was published: a day, or a time with its own offset; never a naive time."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from fogline.documents.errors import DocumentError

# Outside these years a date is a misprint, and days before or after it could not be counted.
FIRST_YEAR, LAST_YEAR = 1900, 2199
# So many different days must stand in a list before their order tells day from month: any two
# days are in order.
_IN_ORDER = 3
_WEEKDAY = r"^(?:[A-Za-z]{3,9}\.?,\s*)?"
_MONTH_FIRST = re.compile(_WEEKDAY + r"(?P<m>[A-Za-z]{3,9})\.? (?P<d>\d{1,2}),? (?P<y>\d{4})\b")
_DAY_FIRST = re.compile(_WEEKDAY + r"(?P<d>\d{1,2}) (?P<m>[A-Za-z]{3,9})\.?,? (?P<y>\d{4})\b")
_ISO = re.compile(r"^(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})\b")
_DOTTED = re.compile(r"^(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})\b")
# Two numbers and a year, of which the first is the day or, as Americans write it, the month.
_EITHER = re.compile(r"^(?P<one>\d{1,2})(?P<mark>[/-])(?P<two>\d{1,2})(?P=mark)(?P<y>\d{4})\b")
_CLOCK = re.compile(
    r"^(?:,|\s|T|at\b)*(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2}))?"
    r"\s*(?P<half>[AaPp])?(?(half)\.?[Mm]\.?)\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?$"
)
# Half of a day, which the parser of mail headers does not hear.
_HALF = re.compile(r"\b[AaPp]\.?[Mm]\b")
_NOON = 12
_UNIVERSAL = frozenset({"Z", "UTC", "GMT"})
# Of this offset RFC 5322 (3.3) says that the time is in UTC, and nothing of where it was written.
_NO_PLACE = "-0000"
_NEEDED = "a day such as 2022-09-10, or a time such as 2022-09-10T18:00+03:00, is needed"


class NoOffsetError(DocumentError):
    """A time that may be any of two dozen moments."""


@dataclass(frozen=True, slots=True)
class Publication:
    """When something was published.

    ``day`` is that of the publisher's zone where one is declared, else that of the time as it is
    written. ``moment`` is in the same zone. ``stated`` is the moment with the offset that was
    written, where the zone has another.
    """

    day: date | None
    moment: datetime | None = None
    stated: str = ""


def published(stated: str, clock: str = "", zone: str = "") -> Publication:
    """When something was published, from the words that say so.

    ``clock`` is the zone of times without an offset, ``zone`` the one whose days the publisher
    counts. It takes ISO 8601 ("2022-09-10", "2022-09-10T18:00+03:00"), seconds since 1970
    ("@1662832800"), the forms of mail headers and feeds (RFC 5322, RFC 850), "Sep 10, 2022 6:30 PM
    +0300", "10 September 2022", "10.09.2022", and "25/09/2022" where only one reading is a date.

    Raises:
        DocumentError: no date, a day and a month that may be exchanged, a year that can't be.
        NoOffsetError: a time without an offset where ``clock`` names none.
    """
    words = " ".join(stated.split())
    try:
        found = _day_or_moment(words)
    except DocumentError:
        raise
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        raise DocumentError(f"published {words[:60]!r}", _NEEDED) from error
    if not isinstance(found, datetime):
        return Publication(_within(found, words))
    if found.tzinfo is None:
        if not clock:
            raise NoOffsetError(
                f"published {words!r} has no offset",
                "write it with one (2022-09-10T18:00+03:00), declare the source's zone in a "
                "sources file, or give --zone Europe/Kyiv",
            )
        found = found.replace(tzinfo=ZoneInfo(clock))
    _within(found.date(), words)
    own = found.astimezone(ZoneInfo(zone)) if zone else found
    moved = own.utcoffset() != found.utcoffset()
    return Publication(own.date(), own, found.isoformat() if moved else "")


def settle(dates: list[str]) -> list[str]:
    """The dates of one list, with day and month told apart by the list itself.

    "03/04/2022" becomes "2022-04-03" if another date of the list can only have its day first, or
    if the list is in order only so. Dates that nothing decides stay as they are.
    """
    written = [_EITHER.match(d.strip()) for d in dates]
    known = [m for m in written if m]
    orders = [o for o in ("dm", "md") if all(_read(m, o) for m in known)]
    if len(orders) > 1:
        orders = [o for o in orders if _in_order([d for m in known if (d := _read(m, o))])]
    if not known or len(orders) != 1:
        return dates
    return [
        f"{_read(m, orders[0])}{d.strip()[m.end() :]}" if m else d
        for d, m in zip(dates, written, strict=True)
    ]


def _in_order(days: list[date]) -> bool:
    """Whether days run one way, as those of a list that is written as it happens."""
    steps = [b >= a for a, b in pairwise(days) if a != b]
    return len(set(days)) >= _IN_ORDER and len(set(steps)) == 1


def _read(found: re.Match[str], order: str) -> date | None:
    """The day of two numbers and a year; none if there is no such day."""
    one, two = int(found["one"]), int(found["two"])
    day, month = (one, two) if order == "dm" else (two, one)
    return _day(int(found["y"]), month, day)


def _day(year: int, month: int, day: int) -> date | None:
    if not (date.min.year <= year and 1 <= month <= _NOON):
        return None
    return date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


def _day_or_moment(words: str) -> date | datetime:
    if words.startswith("@"):  # seconds since 1970, as exports have them
        return datetime.fromtimestamp(int(words[1:]), UTC)
    for form in (_ISO, _MONTH_FIRST, _DAY_FIRST, _DOTTED, _EITHER):
        found = form.match(words)
        if found:
            clock = _CLOCK.match(words[found.end() :])
            if clock is not None or found.end() == len(words):
                return _with_clock(_named_day(found, words), clock)
    if words[:4].isdecimal():
        return date.fromisoformat(words) if len(words) == 10 else datetime.fromisoformat(words)
    return _as_in_mail(words)


def _as_in_mail(words: str) -> datetime:
    """A time as mail headers have it; what their parser would pass over is refused."""
    if _HALF.search(words):
        raise DocumentError(f"published {words[:60]!r}", _NEEDED)
    moment = parsedate_to_datetime(words)
    if words.endswith(_NO_PLACE):
        return moment.replace(tzinfo=UTC)
    zone = words.split()[-1]
    if moment.tzinfo is None and zone.isalpha():
        raise DocumentError(
            f"published {words[:60]!r}: {zone} is no zone that is known",
            "write its offset, such as +03:00",
        )
    return moment


def _named_day(found: re.Match[str], words: str) -> date:
    if found.re is _EITHER:
        return _one_of({d for o in ("dm", "md") if (d := _read(found, o))}, words)
    month = found["m"]
    number = int(month) if month.isdecimal() else _month(month)
    day = _day(int(found["y"]), number, int(found["d"]))
    if day is None:
        raise DocumentError(f"published {words[:60]!r}", _NEEDED)
    return day


def _one_of(days: set[date], words: str) -> date:
    if len(days) > 1:
        first, second = sorted(days)
        raise DocumentError(
            f"published {words[:60]!r} may be {first} or {second}, and nothing beside it tells",
            f"write it as {first} or as {second}",
        )
    if not days:
        raise DocumentError(f"published {words[:60]!r}", _NEEDED)
    return days.pop()


def _month(name: str) -> int:
    """The number of an English month, whole or shortened; 0 for another word."""
    folded = name.casefold()
    names = [m.casefold() for m in calendar.month_name]
    return next((k for k, m in enumerate(names) if m.startswith(folded[:4]) and m), 0)


def _with_clock(day: date, clock: re.Match[str] | None) -> date | datetime:
    if clock is None:
        return day
    hour, zone = int(clock["h"]), clock["zone"] or ""
    if clock["half"]:
        if not 1 <= hour <= _NOON:
            raise ValueError(f"{hour} is no hour of twelve")
        hour = hour % _NOON + (_NOON if clock["half"].lower() == "p" else 0)
    moment = datetime.combine(day, time(hour, int(clock["m"]), int(clock["s"] or 0)))
    if not zone:
        return moment
    if zone in _UNIVERSAL:
        return moment.replace(tzinfo=UTC)
    return moment.replace(tzinfo=datetime.strptime(zone, "%z").tzinfo)


def _within(day: date, words: str) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        needed = f"the year must lie between {FIRST_YEAR} and {LAST_YEAR}"
        raise DocumentError(f"published {words!r}", needed)
    return day
