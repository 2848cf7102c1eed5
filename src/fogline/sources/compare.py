"""Where two sources differ, how long, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from fogline.control import Control, leaving_out
from fogline.errors import UsageError
from fogline.sources.counting import KNOWN
from fogline.sources.groups import groups
from fogline.sources.record import AFTER

# Each must be this sure of a place, and have spoken of it this many days ago at most: silence is no
# opinion. Gaps of a few days do not end a difference.
SURE, STALE, GAP = 0.6, 30, 3
_SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("name", pa.string()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("start", pa.date32()),
        ("end", pa.date32()),
        ("days", pa.int32()),
        ("one", pa.string()),
        ("two", pa.string()),
        ("ended", pa.string()),
        ("right", pa.string()),
    ]
)


def compare(control: Control, one: str, two: str, *, by: str = "speaker") -> pa.Table:
    """The places and days about which two sources differ, the longest first.

    Columns: id, name, lat, lon, start, end, days, ``one`` and ``two`` (who holds it, by each
    alone), ``ended`` (the estimate of all a week after), and ``right``: the name of the source that
    it agrees with, or empty.

    Raises:
        ControlError: no claim is of one of them.
        UsageError: they are the same.
    """
    known = groups(control, by)
    a, b = known.find(one), known.find(two)
    if a == b:
        raise UsageError(f"{one!r} and {two!r} are the same {by}", "give two")
    first, second = (leaving_out(control, known.of != k) for k in (a, b))
    rows: list[_Difference] = []
    for place in np.intersect1d(_spoken(control, known.of == a), _spoken(control, known.of == b)):
        says = [_says(c, int(place)) for c in (first, second)]
        apart = (says[0] >= 0) & (says[1] >= 0) & (says[0] != says[1])
        names = known.names[a], known.names[b]
        rows += [
            _row(control, int(place), (int(days[0]), int(days[-1])), says, names)
            for days in _runs(apart)
        ]
    rows.sort(key=lambda r: (-r.days, r.start, r.id))
    return pa.table({n: [getattr(r, n) for r in rows] for n in _SCHEMA.names}, schema=_SCHEMA)


@dataclass(frozen=True, slots=True)
class _Difference:
    """A stretch of days on which two sources differ about a place."""

    id: str
    name: str
    lat: float | None
    lon: float | None
    start: date
    end: date
    days: int
    one: str
    two: str
    ended: str
    right: str


def _spoken(control: Control, mine: Any) -> Any:
    items = control.items
    return np.unique(items.place[mine[items.claim]])


def _says(alone: Control, place: int) -> Any:
    """Who holds a place by one source's own claims about it, day by day; -1 where it has little
    to say.
    """
    days = np.arange(alone.days)
    chances = alone.alone[:, :-1, place]
    known = alone.known(np.full(len(days), place, dtype=np.int32), days.astype(np.int32)) >= KNOWN
    items = alone.items
    said = np.unique(items.day[items.place == place])
    before = np.searchsorted(said, days, side="right") - 1
    recent = (before >= 0) & (days - said[np.maximum(before, 0)] <= STALE)
    return np.where(known & recent & (chances.max(axis=1) >= SURE), chances.argmax(axis=1), -1)


def _runs(apart: Any) -> list[Any]:
    days = np.flatnonzero(apart)
    return [r for r in np.split(days, np.flatnonzero(np.diff(days) > GAP) + 1) if len(r)]


def _row(
    control: Control, place: int, span: tuple[int, int], says: list[Any], names: tuple[str, str]
) -> _Difference:
    start, end = span
    later = min(end + AFTER, control.days - 1)
    ended = control.holder(later, np.array([place], dtype=np.int32))[0]
    one, two = (control.states[int(s[end])] for s in says)
    p = control.places[place]
    return _Difference(
        id=p.id,
        name=p.name,
        lat=p.lat,
        lon=p.lon,
        start=control.first + timedelta(start),
        end=control.first + timedelta(end),
        days=end - start + 1,
        one=one,
        two=two,
        ended=ended,
        right=next((n for n, s in zip(names, (one, two), strict=True) if s == ended), ""),
    )
