"""Forecasts that came due: what a source said would be taken or left, and whether it was."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from fogline.control import Control
from fogline.sources.counting import COUNTED, apart
from fogline.sources.record import Assertions

# Days after which a forecast comes due, and the chance that its words stand for (Kent 1964; Wintle
# and others 2019).
HORIZONS = (7, 30)
CHANCE = (0.9, 0.7, 0.4)  # will, is likely to, may
_SURE = 0.5  # so much and a side holds the place


def forecasts(
    control: Control, without: Control, mine: npt.NDArray[np.bool_], days: int
) -> list[float]:
    """Brier scores of a source's forecasts that a side will take or leave a place, due some days
    on.

    Aims are no forecasts, nor is what was true already when it was said. What stands apart does
    not count.
    """
    claims = control.claims
    day = claims.day - control.first_day
    due = day + days
    left = claims.among("event", "withdraw")
    use = (
        mine
        & (left | claims.among("event", "capture"))
        & claims.among("status", "future")
        & claims.among("polarity", "positive")
    )
    use &= (
        ~claims.marked("aim")
        & (claims.place >= 0)
        & (claims.label >= 0)
        & (day >= 0)
        & (due < control.days)
    )
    rows = np.flatnonzero(use)
    place, said_on, label = (c[rows].astype(np.int64) for c in (claims.place, day, claims.label))
    said = Assertions(rows, place, said_on, label, left[rows], np.ones(len(rows), dtype=np.bool_))
    now, then = (without.chances[d, label, place] >= _SURE for d in (said_on, said_on + days))
    came = np.where(then != said.away, 1, -1)
    # What was so already when it was said is no forecast.
    count = (now == said.away) & (apart(control, without, said, came, said_on + days) == COUNTED)
    chances = np.array(CHANCE)[claims.certainty[rows]]
    found: list[float] = np.square(chances - (came > 0))[count].tolist()
    return found
