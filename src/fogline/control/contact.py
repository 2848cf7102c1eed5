"""Which sides are near a place: fronts move by contact.

A side's contact with a place is what it holds around it: the chances of the places that claims
name there, the place itself left out, weighed by distance and by how lately each was named; and,
while a war is young, the ground that the side began on.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy

from fogline.control.inputs import EstimateInputs
from fogline.control.places import Doubles, Floats, Numbers

_NEIGHBOURS = 100  # named places that a place is compared with


class Contact:
    """The contact of sides with the places that claims name, from those places' chances.

    With ``about`` only these places' contact is worked out, which saves most of the time; that of
    the others is 0.
    """

    def __init__(self, inputs: EstimateInputs, about: Numbers | None = None) -> None:
        self._section = inputs.strengths.sections["contact"]
        self.named = inputs.named
        self.column = inputs.columns(self.named)
        self._said = _Said(inputs, self.named, self._section["said_days"])
        of = self.column if about is None else self.column[about]
        points = inputs.settlements.flat[self.named]
        self._ties = _ties(points, self._section["km"], np.unique(of[of >= 0]))
        self._ground = self._began(inputs)
        self._talk = talk(inputs)
        self._unknown = inputs.settlements.baseline[self.named] < 0
        since = np.arange(inputs.days, dtype=np.float32)
        fades = 0.5 ** (since / self._section["ground_days"])
        self._fresh = np.maximum(fades, self._section["ground_least"])

    def _began(self, inputs: EstimateInputs) -> Floats:
        """How near the ground that each side began on is to each place, shape (sides, named)."""
        settlements = inputs.settlements
        out = np.zeros((inputs.states - 1, len(self.named)), dtype=np.float32)
        for side in range(len(out)):
            home = settlements.flat[settlements.baseline == side]
            points = np.concatenate([home, settlements.abroad[settlements.abroad_holder == side]])
            if len(points):
                distance = scipy.spatial.cKDTree(points).query(settlements.flat[self.named])[0]
                out[side] = np.exp(-distance / self._section["ground_km"])
        return out

    def on(self, day: int, chances: Any) -> Floats:
        """How near each side is to the named places on a day, from 0 to 1, shape (sides, named),
        by their chances, shape (states, named). Any side may be near a place of which the theatre
        does not say who held it at first.
        """
        sure = chances[: len(self._ground)] ** self._section["sharp"]
        held = self._ties @ (self._said.on(day) * sure / sure.sum(axis=0)).T
        out: Floats = np.minimum(held.T + self._fresh[day] * self._ground, 1)
        out[:, self._unknown] = 1
        return out

    def odds(self, near: Any) -> Any:
        """Log-odds of a side's coming by a place: 0 where it is as near as at a front, less where
        it is farther.
        """
        section = self._section
        return self._talk * np.minimum(0.0, np.log((near + section["least"]) / section["full"]))


class Named:
    """How much each place's own chances count on a day, from 0 to 1: in full where a claim has
    just named it, less the longer ago, little where only a claim about its territory speaks.
    """

    def __init__(self, inputs: EstimateInputs) -> None:
        section = inputs.strengths.sections["contact"]
        self._least, self._places = section["unnamed"], len(inputs.settlements.places)
        self._named = inputs.named
        self._said = _Said(inputs, self._named, section["known_days"])
        self._talk = talk(inputs)

    def __getitem__(self, day: int) -> Floats:
        out = np.full(self._places, self._least, dtype=np.float32)
        out[self._named] = np.maximum(self._said.on(day), self._least)
        return 1 - self._talk * (1 - out)


def talk(inputs: EstimateInputs) -> float:
    """How much silence around a place tells, from 0 to 1: more where claims are many a day."""
    told = len(inputs.items.claim) / inputs.days
    return float(told / (told + inputs.strengths.sections["contact"]["talk"]))


class _Said:
    """How lately, or how soon, places are named: 1 on the days themselves, half after so many."""

    def __init__(self, inputs: EstimateInputs, named: Numbers, half: float) -> None:
        items, self._half, self._days = inputs.items, half, 2 * inputs.days
        column = inputs.columns(named)[items.place].astype(np.int64)
        self._told = np.sort(column * self._days + items.day)
        self._places = np.arange(len(named), dtype=np.int64) * self._days
        self._known: dict[int, Floats] = {}

    def on(self, day: int) -> Floats:
        """On a day, shape (named,)."""
        if day not in self._known:
            now, most = self._places + day, len(self._told) - 1
            at = np.searchsorted(self._told, now)
            behind, ahead = (self._told[np.clip(k, 0, most)] for k in (at - 1, at))
            nearest = np.minimum(np.abs(now - behind), np.abs(ahead - now))
            # Another place's days are farther off than any of its own.
            fades = np.where(nearest < self._days // 2, 0.5 ** (nearest / self._half), 0)
            self._known[day] = fades.astype(np.float32)
        return self._known[day]


def _ties(points: Doubles, km: float, of: Numbers) -> scipy.sparse.csr_matrix:
    """How much places count for some of them, by distance; those on one point do not."""
    near = min(_NEIGHBOURS, len(points))
    if not near or not len(of):
        return scipy.sparse.csr_matrix((len(points), len(points)), dtype=np.float32)
    distance, at = scipy.spatial.cKDTree(points).query(points[of], k=near)
    distance = distance.reshape(len(of), -1)
    weight = np.where(distance > 0, np.exp(-distance / km), 0).astype(np.float32)
    rows = np.repeat(of, near)
    return scipy.sparse.csr_matrix(
        (weight.ravel(), (rows, at.ravel())), shape=(len(points), len(points))
    )
