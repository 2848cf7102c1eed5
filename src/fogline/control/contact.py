"""Which sides are near a place: fronts move by contact.

A side's contact with a place is what it holds around it: the chances of the places that claims
name there, the place itself left out, weighed by distance and by how lately each was named; and,
while a war is young, the ground that the side began on.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from scipy.spatial import cKDTree

from fogline.control.inputs import EstimateInputs
from fogline.control.places import Doubles, Floats, Numbers

_NEIGHBOURS = 100  # named places that a place is compared with


class Contact:
    """The contact of sides with the places that claims name, from those places' chances."""

    def __init__(self, inputs: EstimateInputs) -> None:
        self._section = inputs.strengths.sections["contact"]
        self.named: Numbers = np.unique(inputs.items.place).astype(np.int32)
        self.column = inputs.columns(self.named)
        self._said = _said(inputs, self.named, self._section["said_days"])
        self._ties = _ties(inputs.settlements.flat[self.named], self._section["km"])
        self._ground = self._began(inputs)
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
                distance = cKDTree(points).query(settlements.flat[self.named])[0]
                out[side] = np.exp(-distance / self._section["ground_km"])
        return out

    def on(self, day: int, chances: Any) -> Floats:
        """How near each side is to the named places on a day, from 0 to 1, shape (sides, named),
        by their chances, shape (states, named).
        """
        sure = chances[: len(self._ground)] ** self._section["sharp"]
        held = self._ties @ (self._said[day] * sure / sure.sum(axis=0)).T
        out: Floats = np.minimum(held.T + self._fresh[day] * self._ground, 1)
        return out

    def by_day(self, chances: Floats) -> Floats:
        """The same for all days, shape (days, sides, named)."""
        return np.stack([self.on(t, now) for t, now in enumerate(chances)])

    def odds(self, near: Any) -> Any:
        """Log-odds of a side's coming by a place: 0 where it is as near as at a front, less where
        it is farther.
        """
        section = self._section
        return np.minimum(0.0, np.log((near + section["least"]) / section["full"]))


class Named:
    """How much each place's own chances count on a day, from 0 to 1: in full where a claim has
    just named it, less the longer ago, little where only a claim about its territory speaks.
    """

    def __init__(self, inputs: EstimateInputs) -> None:
        section = inputs.strengths.sections["contact"]
        self._least, self._places = section["unnamed"], len(inputs.settlements.places)
        self._named = np.unique(inputs.items.place)
        self._said = _said(inputs, self._named, section["known_days"])

    def __getitem__(self, day: int) -> Floats:
        out = np.full(self._places, self._least, dtype=np.float32)
        out[self._named] = np.maximum(self._said[day], self._least)
        return out


def _said(inputs: EstimateInputs, named: Numbers, half: float) -> Floats:
    """How lately, or how soon, places are named, by day: 1 on the days themselves, half after so
    many days; shape (days, named).
    """
    items, column = inputs.items, inputs.columns(named)
    out = np.zeros((inputs.days, len(named)), dtype=np.float32)
    out[items.day, column[items.place]] = 1.0
    keep = np.float32(0.5 ** (1 / half))
    later = out.copy()
    for t in range(1, inputs.days):
        np.maximum(out[t], out[t - 1] * keep, out=out[t])
        back = inputs.days - 1 - t
        np.maximum(later[back], later[back + 1] * keep, out=later[back])
    return np.maximum(out, later, out=out)


def _ties(points: Doubles, km: float) -> csr_matrix:
    """How much places count for each other, by distance; those on one point do not."""
    near = min(_NEIGHBOURS, len(points))
    if not near:
        return csr_matrix((0, 0), dtype=np.float32)
    distance, at = cKDTree(points).query(points, k=near)
    distance, at = distance.reshape(len(points), -1), at.reshape(len(points), -1)
    weight = np.where(distance > 0, np.exp(-distance / km), 0).astype(np.float32)
    rows = np.repeat(np.arange(len(points)), near)
    return csr_matrix((weight.ravel(), (rows, at.ravel())), shape=(len(points), len(points)))
