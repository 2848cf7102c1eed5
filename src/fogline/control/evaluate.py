"""Compare an estimate, and simpler rules on the same claims, with a table of who held what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fogline.control.claims import ordinal
from fogline.control.control import Control
from fogline.control.estimate import estimate
from fogline.control.options import ControlError
from fogline.control.places import Floats, Mask, Numbers
from fogline.control.rivals import as_chances, rivals
from fogline.control.score import Score, score
from fogline.control.truth import moving, read_truth, still

# Places that never changed hands are sampled, as they hardly move.
STILL_EVERY = 14
Known = tuple[pa.Table, int]


@dataclass(frozen=True)
class Evaluation:
    """Scores by name: the estimate, the three rivals, places that stayed as they were, and the
    estimate as known on each day.

    ``joined`` is the share of the table's moving places that the gazetteer has.
    """

    truth: str
    first: date
    last: date
    places: int
    joined: float
    scores: dict[str, Score | None]


def evaluate(
    control: Control,
    truth: Path,
    *,
    first: date | None = None,
    last: date | None = None,
    before: str | None = None,
    known: Known | None = None,
) -> Evaluation:
    """Score a control against a CSV of id, name, lat, lon, date, state, over the places that
    changed hands between the days.

    ``before`` holds places before their first row; without it they are not scored then. ``known``
    is the control's view and a number of days: what could be known on each day is then scored too,
    estimated anew every so many days.

    Raises:
        ControlError: days outside the estimate, a table that can't be read, an unknown label, or
            nothing to score.
    """
    labels = control.basis.field.theatre.labels
    if before is not None and before not in labels:
        raise ControlError(f"before {before!r}: give one of {', '.join(labels)}")
    table = read_truth(truth, labels)
    start, end = control.day(first or control.first), control.day(last or control.last)
    if end < start:
        raise ControlError(f"from {first} to {last}: the days end before they start")
    holders = table.holders(labels, control.basis.first + start, end - start + 1, before)
    at = table.join(control.basis.field)
    some, rest = moving(holders), still(holders)
    if not (some | rest).any():
        raise ControlError(
            f"truth {str(truth)!r}: no place has a holder between {first or control.first} and {last or control.last}"
        )
    days, sides = slice(start, end + 1), len(labels)
    scores = {"estimate": _score(holders, control.chances[days], at, some, sides)}
    if known is not None:
        scores["as known on each day"] = _score(
            holders, as_known(known[0], control, known[1], start)[days], at, some, sides
        )
    wanted, here = np.unique(np.maximum(at, 0), return_inverse=True)
    for name, held in rivals(control.basis, wanted.astype(np.int32)).items():
        scores[name] = _score(
            holders,
            as_chances(held[days], sides),
            np.where(at >= 0, here.reshape(-1), -1),
            some,
            sides,
        )
    scores["places that stayed"] = _score(
        holders[::STILL_EVERY], control.chances[days][::STILL_EVERY], at, rest, sides
    )
    joined = float((at[some] >= 0).mean()) if some.any() else 1.0
    return Evaluation(
        truth.name,
        control.first + timedelta(start),
        control.first + timedelta(end),
        len(table.names),
        joined,
        scores,
    )


def _score(holders: Numbers, chances: Floats, at: Numbers, which: Mask, sides: int) -> Score | None:
    """Score some places by the chances of the labels alone; even ones where no settlement stands
    for a place.
    """
    found = chances[:, :sides, np.maximum(at[which], 0)].astype(np.float32)
    found /= np.maximum(found.sum(axis=1, keepdims=True), 1e-9)
    found[:, :, at[which] < 0] = 1 / sides
    return score(holders[:, which], found)


def as_known(view: pa.Table, control: Control, every: int = 1, since: int = 0) -> Floats:
    """Chances as they could be known on each day, in the shape of the control's: estimated anew
    every few days from what was published by then. Days before ``since``, by position, are left
    out.
    """
    out = np.zeros_like(control.chances)
    published = pc.fill_null(
        view["published_utc"].cast(pa.timestamp("s", "UTC")).cast(pa.int64()), 2**62
    )
    for t in range(since, control.basis.days, every):
        day = control.first + timedelta(t)
        some = view.filter(pc.less(published, (ordinal(day) + 1) * 86400))
        out[t : t + every] = estimate(
            some, replace(control.basis.options, start=control.first, end=day)
        ).chances[-1]
    return out
