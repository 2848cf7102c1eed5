"""The chart of a place: the chances of each holder by day, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fogline.notebook import chance
from fogline.web.claims_view import PlaceRecord
from fogline.web.texts import text

# The chart's size in units of its own; the page stretches it.
_WIDTH, _HEIGHT = 600, 100
# A smaller change of every chance is no row of the table, as in the estimate's own tables.
_STEP = 0.05
# Rows of the table that the chart's label reads out, the last ones.
_READ_OUT = 8


@dataclass(frozen=True)
class Band:
    """The chances of a state as a polygon, which lies on those of the states before it."""

    state: str
    points: str


@dataclass(frozen=True)
class ChanceRow:
    """The chances from a day on, and the likeliest state."""

    day: date
    chances: Sequence[float]
    state: str


@dataclass(frozen=True)
class TimelineChart:
    """The chart: ``now`` is where the day that is shown stands, ``label`` the chart in words."""

    width: int
    height: int
    bands: Sequence[Band]
    rows: Sequence[ChanceRow]
    days: int
    label: str
    now: str
    last: date


def timeline_chart(place: PlaceRecord, day: date) -> TimelineChart:
    """The chances of a place by day."""
    states, chances = place["states"], [place["chances"][s] for s in place["states"]]
    days = len(chances[0])
    step = _WIDTH / max(1, days - 1)
    rows = _rows(place["first"], states, chances)
    parts = (f"{r.day} {r.state} {chance(max(r.chances))}" for r in rows[-_READ_OUT:])
    return TimelineChart(
        width=_WIDTH,
        height=_HEIGHT,
        bands=_bands(states, chances, step),
        rows=rows,
        days=days,
        label=f"{text('place', 'timeline')}: " + "; ".join(parts),
        now=f"{(day - place['first']).days * step:.1f}",
        last=place["first"] + timedelta(days - 1),
    )


def _bands(states: Sequence[str], chances: Sequence[Sequence[float]], step: float) -> list[Band]:
    base = [0.0] * len(chances[0])
    bands = []
    for state, found in zip(states, chances, strict=True):
        top = [b + p for b, p in zip(base, found, strict=True)]
        bands.append(Band(state, " ".join(_points(top, step) + _points(base, step)[::-1])))
        base = top
    return bands


def _points(heights: Sequence[float], step: float) -> list[str]:
    return [f"{k * step:.1f},{_HEIGHT * (1 - v):.1f}" for k, v in enumerate(heights)]


def _rows(
    first: date, states: Sequence[str], chances: Sequence[Sequence[float]]
) -> list[ChanceRow]:
    """A row for each day on which a chance differs by more than ``_STEP`` from the row before."""
    rows: list[ChanceRow] = []
    for k in range(len(chances[0])):
        now = [found[k] for found in chances]
        if rows and all(abs(a - b) <= _STEP for a, b in zip(now, rows[-1].chances, strict=True)):
            continue
        rows.append(ChanceRow(first + timedelta(k), now, states[now.index(max(now))]))
    return rows
