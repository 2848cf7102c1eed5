"""Compare an estimate, and simpler rules on the same claims, with a table of who held what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from fogline.control.baselines import as_chances, holders
from fogline.control.control import Control
from fogline.control.estimators import estimate
from fogline.control.field import NAME
from fogline.control.injection import WrongClaims, with_wrong
from fogline.control.options import ControlError
from fogline.control.places import Floats, Mask, Numbers
from fogline.control.revise import made_again
from fogline.control.score import Score, score
from fogline.control.sides import Sides, nameable, sides_of
from fogline.control.truth import moving, read_truth, still
from fogline.errors import UsageError
from fogline.notebook import html_table

# Places that never changed hands are looked at every two weeks, as they hardly move.
STILL_EVERY = 14
# The view of what was published by a day, and every how many days it is asked for.
ViewOf = Callable[[date], pa.Table]
Known = tuple[ViewOf, int]
Wrong = tuple[str, int, int]
# Figures of a score that a notebook shows; docs/control.md says what each is.
_SHOWN = ("places", "days", "balanced", "brier", "log", "found_3", "found_7", "calibration")


@dataclass(frozen=True)
class Evaluation:
    """Scores by name: the estimate, the baselines, the places that stayed, and the estimate as
    known on each day.

    ``joined`` is the share of the table's moving places that the gazetteer has. ``months`` are the
    estimate's scores month by month ("2022-03"), of the places that moved at any time, and of those
    that stayed.
    """

    truth: str
    first: date
    last: date
    places: int
    joined: float
    scores: dict[str, Score | None]
    months: dict[str, tuple[Score | None, Score | None]] = field(default_factory=dict)

    def _repr_html_(self) -> str:
        rows = [
            {"name": name} | {n: float(v) for n in _SHOWN if (v := getattr(s, n)) is not None}
            for name, s in self.scores.items()
            if s is not None
        ]
        schema = pa.schema([("name", pa.string()), *((n, pa.float64()) for n in _SHOWN)])
        caption = f"{self.places:,} places of {self.truth}, {self.first} to {self.last}"
        return html_table(pa.Table.from_pylist(rows, schema=schema), caption)


def evaluate(
    control: Control,
    truth: Path,
    *,
    first: date | None = None,
    last: date | None = None,
    before: str | None = None,
    known: Known | None = None,
    wrong: Wrong | None = None,
) -> Evaluation:
    """Score a control against a CSV of id, name, lat, lon, date, state.

    Scores are over the places that changed hands between the days. ``before`` holds places before
    their first row; without it they are not scored then. ``known`` gives the ledger's view of what
    was published by a day, and a number of days: what could be known on each day is then scored
    too, estimated anew every so many days. ``wrong`` is a kind of wrong claims (regional, local,
    swapped), how many, and a seed: the estimate with them among its claims is scored too.

    Raises:
        ControlError: days outside the estimate, a table that can't be read, or nothing to score.
        UsageError: an unknown label, or days that end before they start.
    """
    allowed = nameable(control.theatre)
    if before is not None and before not in allowed:
        raise UsageError(f"before {before!r}", f"give one of {', '.join(allowed)}")
    table = read_truth(truth, allowed)
    sides = sides_of(control.theatre, table.states | {before or ""})
    start, end = control.day(first or control.first), control.day(last or control.last)
    if end < start:
        raise UsageError(f"from {first} to {last}", "the days end before they start")
    held = table.holders(sides.labels, control.first_day + start, end - start + 1, before)
    if not (moving(held) | still(held)).any():
        between = f"between {first or control.first} and {last or control.last}"
        raise ControlError(f"truth {str(truth)!r}", f"no place has a holder {between}")
    at = table.join(control.settlements)
    scores, joined = _scores(control, sides, at, held, slice(start, end + 1), known, wrong)
    opened, closed = (control.first + timedelta(t) for t in (start, end))
    months = _by_month(control, sides, at, held, start)
    return Evaluation(truth.name, opened, closed, len(table.names), joined, scores, months)


def _scores(
    control: Control,
    sides: Sides,
    at: Numbers,
    held: Numbers,
    days: slice,
    known: Known | None,
    wrong: Wrong | None,
) -> tuple[dict[str, Score | None], float]:
    """The scores by name over some days, and the share of moving places that the gazetteer has;
    ``at`` are the places among the settlements.
    """
    some, rest, belligerents = moving(held), still(held), len(control.theatre.labels)
    scores = {"estimate": _score(held, control.chances[days], at, some, sides)}
    if known is not None:
        then = as_known(known[0], control, known[1], days.start)[days]
        scores["as known on each day"] = _score(held, then, at, some, sides)
    wanted, here = np.unique(np.maximum(at, 0), return_inverse=True)
    among = np.where(at >= 0, here.reshape(-1), -1)
    for name, guessed in holders(control.inputs, wanted.astype(np.int32)).items():
        scores[name] = _score(held, as_chances(guessed[days], belligerents), among, some, sides)
    seldom = held[::STILL_EVERY]
    scores["places that stayed"] = _score(
        seldom, control.chances[days][::STILL_EVERY], at, rest, sides
    )
    if wrong is not None:
        view = with_wrong(control, WrongClaims(*wrong))
        misled = made_again(control, view, keep_days=True).chances[days]
        name = f"with {wrong[1]} wrong claims"
        scores[name] = _score(held, misled, at, some, sides)
        stayed = _score(seldom, misled[::STILL_EVERY], at, rest, sides)
        scores[f"{name}, places that stayed"] = stayed
    return scores, float((at[some] >= 0).mean()) if some.any() else 1.0


def _by_month(
    control: Control, sides: Sides, at: Numbers, held: Numbers, start: int
) -> dict[str, tuple[Score | None, Score | None]]:
    """The estimate's scores by month, of the places that moved and of those that stayed."""
    some, rest = moving(held), still(held)
    days = [control.first + timedelta(start + t) for t in range(len(held))]
    names = np.array([f"{d:%Y-%m}" for d in days])
    out = {}
    for name in dict.fromkeys(names.tolist()):
        mine = np.flatnonzero(names == name)
        moved, stayed = (
            _score(held[rows], control.chances[start + rows], at, which, sides)
            for rows, which in ((mine, some), (mine[::STILL_EVERY], rest))
        )
        out[name] = moved, stayed
    return out


def _score(
    holders: Numbers, chances: Floats, at: Numbers, which: Mask, sides: Sides
) -> Score | None:
    """Score some places by the chances of the sides alone; even ones where no settlement stands
    for a place.
    """
    found = sides.merged(chances[:, :, np.maximum(at[which], 0)])
    found /= np.maximum(found.sum(axis=1, keepdims=True), 1e-9)
    found[:, :, at[which] < 0] = 1 / len(sides.labels)
    return score(holders[:, which], found)


def as_known(view_of: ViewOf, control: Control, every: int = 1, since: int = 0) -> Floats:
    """Chances as they could be known on each day, in the shape of the control's: estimated anew
    every few days from the view of what was published by then. Days before ``since``, by position,
    are left out.
    """
    out = np.zeros_like(control.chances)
    for t in range(since, control.days, every):
        day = control.first + timedelta(t)
        options = replace(control.inputs.options, start=control.first, end=day)
        out[t : t + every] = estimate(view_of(day), options, control.made_by or NAME).chances[-1]
    return out
