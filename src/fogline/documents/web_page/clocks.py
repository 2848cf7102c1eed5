"""Entries that tell the clock and no day: it follows from when their page was opened and changed.

Nothing is guessed: where the clocks do not fit between the two, or fit in two ways, the page has no
entries with a time of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo

_CLOCK = re.compile(
    r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)"
    r"(?:\s*(?P<half>[ap])\.?\s?m\.?)?(?:\s*(?P<zone>UTC|GMT|Z))?",
    re.IGNORECASE,
)
_NOON = 12
_DAY = timedelta(days=1)


def clock_of(words: str) -> time | None:
    """The time of day that words give and nothing else, in UTC where they say so; or none."""
    found = _CLOCK.fullmatch(words.strip())
    if found is None:
        return None
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half and not 0 < hour <= _NOON:
        return None
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return time(hour, int(found["minute"]), tzinfo=UTC if found["zone"] else None)


def moments(clocks: Sequence[time], opened: str, changed: str) -> list[str]:
    """The moments of entries in the order of their page, in ISO 8601; none where they can't be
    told.

    ``opened`` and ``changed`` are when the page was first published and last changed, in ISO 8601;
    both need an offset. Clocks without a zone of their own are in that of the page, unless it
    gives its times in UTC, as machines do.
    """
    first, last = (datetime.fromisoformat(v) if "T" in v else None for v in (opened, changed))
    if first is None or last is None or not clocks:
        return []
    zone = _zone(clocks, last)
    if zone is None:
        return []
    ways = []
    for turned in (False, True):
        newest_first = [*reversed(clocks)] if turned else [*clocks]
        found = _back_from(last.astimezone(zone), newest_first)
        if found[-1] >= first.replace(second=0, microsecond=0):
            ways.append(
                (found[0].date() - found[-1].date(), [*reversed(found)] if turned else found)
            )
    ways.sort(key=lambda way: way[0])
    if not ways or (len(ways) > 1 and ways[0][0] == ways[1][0] and ways[0][1] != ways[1][1]):
        return []
    return [moment.isoformat() for moment in ways[0][1]]


def _zone(clocks: Sequence[time], page: datetime) -> tzinfo | None:
    """The zone that all clocks are in: their own, or the page's where that is no UTC."""
    own = {clock.tzinfo for clock in clocks}
    if own == {UTC}:
        return UTC
    return page.tzinfo if own == {None} and page.utcoffset() else None


def _back_from(last: datetime, clocks: Sequence[time]) -> list[datetime]:
    """Clocks, the newest first, each on the latest day on which it is not after the one before."""
    found: list[datetime] = []
    for clock in clocks:
        moment = datetime.combine(last.date(), clock.replace(tzinfo=None), last.tzinfo)
        last = moment if moment <= last else moment - _DAY
        found.append(last)
    return found
