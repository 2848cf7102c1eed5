"""The band of a place: its likeliest holder over time, the turns, and the days that told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from fogline.control import Control
from fogline.web.place_chapters import Stretch, chapters_of, stretches
from fogline.web.texts import text

# Ground is hatched where the likeliest holder has less than this chance, as on the map.
_SURE = 0.8
# The share of the band, in percent, that a letter needs on a telephone, a turn's number above it,
# and below it a month, after another one and after the first day, which is written from its left.
_LETTER, _NUMBER, _TICK, _FIRST_TICK = 2.8, 4.0, 18.0, 27.0


@dataclass(frozen=True)
class BandStretch:
    """Days with one likeliest holder, as shares of the band in percent; ``texture`` is the holder's
    place among the states, ``doubtful`` where its chance is below .8.
    """

    state: str
    texture: int
    doubtful: bool
    x: float
    width: float
    label: str


@dataclass(frozen=True)
class Mark:
    """A point of the band, in percent, with its words."""

    x: float
    label: str


@dataclass(frozen=True)
class Told:
    """Days in a row on which somebody published a claim, in percent."""

    x: float
    width: float


@dataclass(frozen=True)
class PlaceBand:
    """The band; ``label`` says the same in words. ``numbers`` are those of the ``turns``; turns
    that lie too close to each other share one, such as 4–9.
    """

    first: date
    days: int
    stretches: Sequence[BandStretch]
    turns: Sequence[float]
    numbers: Sequence[Mark]
    months: Sequence[Mark]
    told: Sequence[Told]
    label: str


def place_band(control: Control, at: int, told: Sequence[date]) -> PlaceBand:
    """The band of a place; ``told`` are the days on which claims about it were published."""
    share = 100 / control.days
    chapters = chapters_of(control, at)
    return PlaceBand(
        first=control.first,
        days=control.days,
        stretches=[
            stretch for run in stretches(control, at) for stretch in _by_doubt(control, at, run)
        ],
        turns=[_round(c.first * share) for c in chapters[1:]],
        numbers=turn_numbers([c.first * share for c in chapters[1:]]),
        months=month_marks(control.first, control.days),
        told=_told(control, told, share),
        label="; ".join(_words(control, c) for c in chapters),
    )


def _words(control: Control, chapter: Stretch) -> str:
    first, last = (control.first + timedelta(d) for d in (chapter.first, chapter.last))
    return f"{chapter.state} {first} {text('changes', 'to')} {last}"


def turn_numbers(turns: Sequence[float]) -> list[Mark]:
    """The numbers of turns, from 2 on, where they have room."""
    groups: list[list[int]] = []
    for k, x in enumerate(turns):
        if groups and x - turns[groups[-1][-1]] < _NUMBER:
            groups[-1].append(k)
        else:
            groups.append([k])
    return [
        Mark(
            _round((turns[group[0]] + turns[group[-1]]) / 2),
            "–".join(dict.fromkeys((str(group[0] + 2), str(group[-1] + 2)))),
        )
        for group in groups
    ]


def _by_doubt(control: Control, at: int, run: Stretch) -> list[BandStretch]:
    """A stretch, cut where its holder's chance passes .8."""
    chances = control.chances[run.first : run.last + 1, :, at].max(axis=1)
    doubtful = (chances < _SURE).tolist()
    cuts = [k for k in range(1, len(doubtful)) if doubtful[k] != doubtful[k - 1]]
    share = 100 / control.days
    states = control.states
    out = []
    for a, b in pairwise([0, *cuts, len(doubtful)]):
        width = (b - a) * share
        out.append(
            BandStretch(
                state=run.state,
                texture=states.index(run.state) if run.state in states else 0,
                doubtful=doubtful[a],
                x=_round((run.first + a) * share),
                width=_round(width),
                label=run.state if width >= _LETTER * len(run.state) else "",
            )
        )
    return out


def month_marks(first: date, days: int) -> list[Mark]:
    """The first day, and the first of each month that has room."""
    marks = [Mark(0.0, str(first))]
    for day in range(1, days):
        at = first + timedelta(day)
        x, room = 100 * day / days, _TICK if len(marks) > 1 else _FIRST_TICK
        if at.day == 1 and x - marks[-1].x >= room and x <= 100 - _TICK:
            marks.append(Mark(_round(x), f"{at:%Y-%m}"))
    return marks


def _told(control: Control, told: Sequence[date], share: float) -> list[Told]:
    days = sorted({(day - control.first).days for day in told})
    days = [day for day in days if 0 <= day < control.days]
    starts = [day for day in days if day - 1 not in set(days)]
    ends = [day for day in days if day + 1 not in set(days)]
    return [
        Told(_round(a * share), _round((b - a + 1) * share))
        for a, b in zip(starts, ends, strict=True)
    ]


def _round(percent: float) -> float:
    return round(percent, 2)
