"""Times that are written as one number."""

from __future__ import annotations

from datetime import date

# Numbers from here on are milliseconds since 1970, as ArcGIS has them; below they are seconds.
_MILLISECONDS = 10_000_000_000
# Below this many seconds (1973) a number is no moment of a war that is reported on, but a year, or
# a day without its dashes.
_FEWEST_SECONDS = 100_000_000
_DAY = 8  # digits of 20220910


def in_words(digits: str) -> str:
    """A number as words that tell a day or a moment; what tells neither stays as it is, to be
    refused by name.

    >>> in_words("20220910"), in_words("1662825600000"), in_words("2022")
    ('2022-09-10', '@1662825600', '2022')
    """
    number = int(digits)
    if len(digits) == _DAY:
        try:
            return date.fromisoformat(digits).isoformat()
        except ValueError:
            return digits
    return f"@{int(seconds(number))}" if is_moment(number) else digits


def is_moment(number: float) -> bool:
    """Whether a number tells a moment: enough seconds, or milliseconds, since 1970."""
    return abs(number) >= _FEWEST_SECONDS


def seconds(number: float) -> float:
    """The seconds since 1970 of a number that tells a moment."""
    return number / 1_000 if abs(number) >= _MILLISECONDS else number
