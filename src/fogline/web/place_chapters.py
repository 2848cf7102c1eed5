"""A place's time in chapters: who was likeliest to hold it, from when, and by which claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import NamedTuple, TypedDict

import numpy as np

from fogline.control import Control, weigh
from fogline.web.ledger_snapshot import (
    UNKNOWN,
    LedgerSnapshot,
    Numbers,
    calendar_day,
    day_number,
)
from fogline.web.serializers import ReasonRecord, reason_record

# A likeliest holder that changes while its chance hardly does is no chapter, as it is no handover
# (``fogline.front``); nor are a few days without a likely holder between two of the same.
_LEAST_CHANCE, _PASSING_DAYS = 0.1, 7
# A claim that weighs less than this many nats is no reason: it multiplies the odds by 1.35.
_LEAST_NATS = 0.3
# Claims told for and against at the beginning of a chapter.
_FOR, _AGAINST = 5, 3
# Days without a claim that are told: a week or more, the longest ones.
_SILENT_DAYS, _SILENCES = 7, 3


class SilenceRecord(TypedDict):
    """Days on which nobody published a claim about the place."""

    first: date
    last: date
    days: int


class ChapterRecord(TypedDict):
    """Days on which a place had one likeliest holder, ``unclear`` if none had half the chance.

    ``before`` is the state that it follows, empty for the first. ``chance`` is that of the holder
    on the first day, ``least`` and ``most`` of all days. ``begins`` says by what: baseline, claims
    or surroundings. ``supporting`` and ``opposing`` are the claims that weigh most on that day.
    ``told`` counts claims published in these days, on ``days_told`` of them; ``silences`` are the
    longest stretches without, ``silent`` how many there are of a week or more.
    """

    first: date
    last: date
    days: int
    state: str
    before: str
    chance: float
    least: float
    most: float
    begins: str
    supporting: list[ReasonRecord]
    opposing: list[ReasonRecord]
    told: int
    days_told: int
    silences: list[SilenceRecord]
    silent: int


def days_told(snapshot: LedgerSnapshot, rows: Sequence[int]) -> list[date]:
    """The days on which some claims were published, UTC."""
    return [calendar_day(day) for day in np.unique(_published(snapshot, rows)).tolist()]


def _published(snapshot: LedgerSnapshot, rows: Sequence[int]) -> Numbers:
    """The days of publication of some claims, those that are known, in order."""
    days = snapshot.published[np.array(rows, dtype=np.int64)]
    found: Numbers = np.sort(days[days > UNKNOWN])
    return found


@dataclass(frozen=True)
class Stretch:
    """Days in a row, the last included, with one likeliest state."""

    first: int
    last: int
    state: str


class Turn(NamedTuple):
    """The first day of a chapter, its state and the chance of that on the day."""

    day: date
    state: str
    chance: float


def stretches(control: Control, at: int) -> list[Stretch]:
    """The likeliest state of a place, by days in a row."""
    place = np.array([at], dtype=np.int32)
    states = [control.holder(day, place)[0] for day in range(control.days)]
    found = []
    for state, run in groupby(enumerate(states), key=lambda day: day[1]):
        days = [day for day, _ in run]
        found.append(Stretch(days[0], days[-1], state))
    return found


def chapters_of(control: Control, at: int) -> list[Stretch]:
    """The same without what merely wavers."""
    found: list[Stretch] = []
    for run in stretches(control, at):
        last = found[-1] if found else None
        if last and (run.state == last.state or _wavers(control, at, run)):
            found[-1] = Stretch(last.first, run.last, last.state)
        else:
            found.append(run)
    return found


def turns_of(control: Control, at: int) -> list[Turn]:
    """The beginnings of a place's chapters."""
    return [
        Turn(
            control.first + timedelta(c.first),
            c.state,
            round(float(control.chances[c.first, :, at].max()), 3),
        )
        for c in chapters_of(control, at)
    ]


def _wavers(control: Control, at: int, run: Stretch) -> bool:
    if run.state not in control.states:
        return run.last - run.first < _PASSING_DAYS
    chances = control.chances[:, control.states.index(run.state), at]
    return float(chances[run.first : run.last + 1].max() - chances[run.first - 1]) < _LEAST_CHANCE


def chapter_records(
    snapshot: LedgerSnapshot, control: Control, at: int, rows: Sequence[int]
) -> list[ChapterRecord]:
    """The chapters of a place, with their claims and silences; ``rows`` are the claims about it."""
    said = _published(snapshot, rows) - day_number(control.first)
    runs = chapters_of(control, at)
    before = ["", *(run.state for run in runs)]
    return [
        _record(snapshot, control, at, run, was, said)
        for run, was in zip(runs, before, strict=False)
    ]


def _record(
    snapshot: LedgerSnapshot, control: Control, at: int, run: Stretch, before: str, said: Numbers
) -> ChapterRecord:
    chances = control.chances[run.first : run.last + 1, :, at]
    clear = run.state in control.states
    held = chances[:, control.states.index(run.state)] if clear else chances.max(axis=1)
    day = control.first + timedelta(run.first)
    reasons = _reasons(snapshot, control, at, day) if clear else []
    supporting = [r for r in reasons if r["nats"] > 0][:_FOR]
    own = said[(said >= run.first) & (said <= run.last)]
    silent = _silences(control.first, run, own)
    longest = sorted(silent, key=lambda s: -s["days"])[:_SILENCES]
    return {
        "first": day,
        "last": control.first + timedelta(run.last),
        "days": run.last - run.first + 1,
        "state": run.state,
        "before": before,
        "chance": round(float(held[0]), 3),
        "least": round(float(held.min()), 3),
        "most": round(float(held.max()), 3),
        "begins": "claims" if supporting else "surroundings" if before else "baseline",
        "supporting": supporting,
        "opposing": [r for r in reasons if r["nats"] < 0][:_AGAINST],
        "told": len(own),
        "days_told": len(np.unique(own)),
        "silences": sorted(longest, key=lambda s: s["first"]),
        "silent": len(silent),
    }


def _reasons(snapshot: LedgerSnapshot, control: Control, at: int, day: date) -> list[ReasonRecord]:
    """The claims worth telling of a day, the heaviest first."""
    why = weigh(control, control.places[at].id).on(day)
    heavy = [r for r in why.reasons if abs(r.nats) >= _LEAST_NATS]
    return [reason_record(r, snapshot.theatre) for r in heavy]


def _silences(first: date, run: Stretch, said: Numbers) -> list[SilenceRecord]:
    """The stretches of a week or more without a claim."""
    edges = [run.first - 1, *np.unique(said).tolist(), run.last + 1]
    return [
        {
            "first": first + timedelta(a + 1),
            "last": first + timedelta(b - 1),
            "days": b - a - 1,
        }
        for a, b in pairwise(edges)
        if b - a - 1 >= _SILENT_DAYS
    ]
