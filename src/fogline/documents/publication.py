"""When something was published: a day, or a time with its own offset; never a naive time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from fogline.documents.errors import DocumentError

# Outside these years a date is a misprint, and days before or after it could not be counted.
FIRST_YEAR, LAST_YEAR = 1900, 2199


def published(stated: str, zone: str = "") -> tuple[date, datetime | None]:
    """Day and, where the words give a time, moment; the day is that of the publisher's own offset.

    It takes ISO 8601 ("2022-09-10", "2022-09-10T18:00+03:00") and the form of mail headers and
    feeds.

    Raises:
        DocumentError: no date, a year that can't be, or a time without an offset where ``zone``
            declares none.
    """
    words = stated.strip()
    try:
        if len(words) == 10:
            return _within(date.fromisoformat(words), words), None
        moment = _moment(words)
    except DocumentError:
        raise
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        needed = "a day such as 2022-09-10, or a time such as 2022-09-10T18:00+03:00, is needed"
        raise DocumentError(f"published {words[:60]!r}", needed) from error
    if moment.tzinfo is None:
        if not zone:
            raise DocumentError(
                f"published {words!r} has no offset",
                "write it with one (2022-09-10T18:00+03:00), declare the source's zone in a "
                "sources file, or give --zone Europe/Kyiv",
            )
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    return _within(moment.date(), words), moment


def _moment(words: str) -> datetime:
    if words.startswith("@"):  # seconds since 1970, as exports have them
        return datetime.fromtimestamp(int(words[1:]), UTC)
    return datetime.fromisoformat(words) if words[:4].isdecimal() else parsedate_to_datetime(words)


def _within(day: date, words: str) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        needed = f"the year must lie between {FIRST_YEAR} and {LAST_YEAR}"
        raise DocumentError(f"published {words!r}", needed)
    return day
