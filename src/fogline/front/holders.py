"""Who holds each place on a day, as the front is drawn: belligerents, contested, or unclear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from fogline.front.mesh import Numbers

UNCLEAR = "unclear"
# A belligerent is likelier than all others together above half of their chance, and a hair more:
# chances are single floats, and two sides that are as likely are not told apart by rounding.
_HALF, _HAIR = 0.5, 1e-3


@dataclass(frozen=True)
class Extent:
    """Ground in km2: ``mapped`` is what the map shows, the cells of all places of which this is
    the likeliest state; ``expected`` is the mean of the samples, ``low`` to ``high`` their
    middle 80 %; none for contested and unclear ground, which the samples divide among the
    belligerents. ``places`` is the number of the mapped places.

    A map of the likeliest state hides small chances, and where many places have them the expected
    size is another one.
    """

    mapped: float
    places: int
    expected: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def doubtful(self) -> bool:
        """Whether the map's figure lies outside the interval."""
        return (
            self.low is not None
            and self.high is not None
            and not self.low <= self.mapped <= self.high
        )


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
