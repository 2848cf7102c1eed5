"""The sides that a table of who held what tells apart: a theatre's belligerents, allies as one
where the table knows only their alliance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fogline.control.places import Floats, Numbers
from fogline.theatre import Theatre


@dataclass(frozen=True, eq=False)
class Sides:
    """Their labels, and for each of the theatre's belligerents its side's position among them."""

    labels: tuple[str, ...]
    of: Numbers

    def merged(self, chances: Floats) -> Floats:
        """Chances of the sides, shape (days, sides, places), from those of a theatre's states, the
        belligerents first: a side's is the sum of its members', and being contested is left out.
        """
        out = np.zeros((len(chances), len(self.labels), chances.shape[2]), dtype=np.float32)
        for member, side in enumerate(self.of.tolist()):
            out[:, side] += chances[:, member]
        return out


def nameable(theatre: Theatre) -> tuple[str, ...]:
    """All labels that a table may name: the belligerents', and the alliances'."""
    return (*theatre.labels, *(a.label for a in theatre.alliances))


def sides_of(theatre: Theatre, named: frozenset[str]) -> Sides:
    """The sides of a table that names some labels: an alliance that it names is one side."""
    whole = {
        member: alliance.label
        for alliance in theatre.alliances
        if alliance.label in named
        for member in alliance.members
    }
    mine = [whole.get(label, label) for label in theatre.labels]
    labels = tuple(dict.fromkeys(mine))
    return Sides(labels, np.array([labels.index(side) for side in mine], dtype=np.int32))
