"""The likeliest state of places by day, and the days on which it or its chance changes."""

from __future__ import annotations

import numpy as np

from fogline.control.places import Floats, Numbers

# A change smaller than this in every probability is no row of its own: tables show two digits.
STEP = 0.05
_SURE = 0.5  # a state is the likeliest where it has half the chance


def likeliest(chances: Floats) -> Numbers:
    """The position of the likeliest state by place, of chances (states, places).

    It is the one after the last if none has half the chance.
    """
    best = np.where(chances.max(axis=0) >= _SURE, chances.argmax(axis=0), len(chances))
    out: Numbers = best.astype(np.int32)
    return out


def changed(chances: Floats, places: Numbers, start: int) -> tuple[Numbers, Numbers]:
    """Places and days on which something changes, by place and day; ``start`` counts for all."""
    rows: list[tuple[Numbers, int]] = []
    last = np.full((chances.shape[1], len(places)), np.inf, dtype=np.float32)
    state = np.full(len(places), -1)
    for t in range(start, len(chances)):
        now = chances[t][:, places]
        best = likeliest(now)
        moved = np.flatnonzero((np.abs(now - last).max(axis=0) > STEP) | (best != state))
        last[:, moved], state[moved] = now[:, moved], best[moved]
        rows.append((places[moved], t))
    place = np.concatenate([p for p, _ in rows])
    day = np.concatenate([np.full(len(p), t, dtype=np.int32) for p, t in rows])
    order = np.lexsort((day, place))
    return place[order], day[order]
