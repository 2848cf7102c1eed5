"""Who holds each place on a day, as the front is drawn: belligerents, contested, or unclear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from fogline.front.mesh import Mask, Numbers
from fogline.front.plane import Doubles

UNCLEAR = "unclear"
# From this chance on a holder is sure, and below it in doubt: one in five such holders is another.
# Of the chances from .65 to .9 it gives the best intervals of areas, against a map's
# (docs/front.md).
SURE = 0.8
# A belligerent is likelier than all others together above half of their chance, and a hair more:
# chances are single floats, and two sides that are as likely are not told apart by rounding.
_HALF, _HAIR = 0.5, 1e-3


@dataclass(frozen=True)
class Extent:
    """Ground in km2: ``mapped`` is what the map shows, the cells of ``places`` places of which this
    is the state. ``low`` is what of it is sure, ``high`` is with it all ground that may be so; none
    for unclear ground, which is no state that a place has a chance of.
    """

    mapped: float
    places: int
    low: float | None = None
    high: float | None = None


def extent(mapped: Mask, chance: Doubles, sure: float, km2: Doubles) -> Extent:
    """The extent of a state, from the places that the map gives it and its chance at all places.

    Sure is a chance of ``sure`` and more, possible one of ``1 - sure`` and more. The one lies
    within what is mapped, which lies within the other, so that the figures are in order whatever
    the chances are.
    """
    steps = nested(mapped, mapped & (chance >= sure), chance >= 1 - sure)
    low, middle, high = np.cumsum([km2[step].sum() for step in steps]).tolist()
    return Extent(middle, int(mapped.sum()), low, high)


def nested(mapped: Mask, sure: Mask, possible: Mask) -> tuple[Mask, Mask, Mask]:
    """Which places are sure, which others are mapped, and which others are possible: sets whose
    sizes add up to a low, a middle and a high figure.
    """
    return sure, mapped & ~sure, possible & ~mapped


def sides(chances: Any) -> Numbers:
    """The likeliest belligerent of each place by position, contested or not; one more than the
    last where none has more than half of their chance. ``chances`` are a day's, shape (states,
    places).
    """
    share = among_sides(chances)
    return np.where(share.max(axis=0) > _HALF + _HAIR, share.argmax(axis=0), len(share))


def held(chances: Any) -> Numbers:
    """The same with the state contested, where that has half the chance, after the belligerents'
    and unclear after it.
    """
    count = len(chances) - 1
    of = sides(chances)
    return np.where(chances[count] >= _HALF, count, np.where(of == count, count + 1, of))


def among_sides(chances: Any) -> Any:
    """The chances of the belligerents where contested is divided among them."""
    return chances[:-1] / chances[:-1].sum(axis=0)
