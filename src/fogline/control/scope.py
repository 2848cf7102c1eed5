"""What an estimate is about: its settlements and days, and the claims that it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from fogline.control import lookup
from fogline.control.claims import STANDINGS, UNKNOWN, ClaimTable, calendar, ordinal
from fogline.control.evidence import Items
from fogline.control.inputs import EstimateInputs
from fogline.control.neighbours import NeighbourGraph
from fogline.control.options import ControlError
from fogline.control.places import Doubles, Mask, Numbers, Settlements
from fogline.control.strengths import Strengths
from fogline.model import Place
from fogline.theatre import Theatre


@dataclass(frozen=True, eq=False)
class EstimateScope:
    """The settlements, days and claims of an estimate, by name and by position in its arrays."""

    inputs: EstimateInputs

    @property
    def theatre(self) -> Theatre:
        """The theatre that it is of."""
        return self.inputs.settlements.theatre

    @property
    def settlements(self) -> Settlements:
        """The settlements with their coordinates and ids."""
        return self.inputs.settlements

    @property
    def graph(self) -> NeighbourGraph:
        """Which settlements are neighbours, and how strongly they are tied."""
        return self.inputs.graph

    @property
    def places(self) -> tuple[Place, ...]:
        """The settlements, in the order of the arrays."""
        return self.settlements.places

    @property
    def position(self) -> dict[str, int]:
        """Where each settlement stands in the arrays, by id."""
        return self.settlements.position

    @property
    def lat(self) -> Doubles:
        """Degrees north of the settlements."""
        return self.settlements.lat

    @property
    def lon(self) -> Doubles:
        """Degrees east of the settlements."""
        return self.settlements.lon

    @property
    def claims(self) -> ClaimTable:
        """The claims that it rests on, by row of the view."""
        return self.inputs.claims

    @property
    def items(self) -> Items:
        """What of the claims about places counts: each voice once a place, day and kind."""
        return self.inputs.items

    @property
    def strengths(self) -> Strengths:
        """What kinds of claims there are."""
        return self.inputs.strengths

    @property
    def days(self) -> int:
        """How many days were estimated."""
        return self.inputs.days

    @property
    def first_day(self) -> int:
        """The first day as a number, in days since 1970-01-01."""
        return self.inputs.first_day

    @property
    def first(self) -> date:
        """The first day."""
        return calendar(self.first_day)

    @property
    def first_shown(self) -> date:
        """The first day that was asked for; the estimate begins with the theatre's baseline."""
        asked = self.inputs.options.start
        return min(max(self.first, asked), self.last) if asked else self.first

    @property
    def last(self) -> date:
        """The last day."""
        return calendar(self.first_day + self.days - 1)

    @cached_property
    def own_words(self) -> Mask:
        """Which claims a side makes about what it did itself."""
        out: Mask = self.claims.stands == STANDINGS.index("own")
        return out

    @cached_property
    def spoken(self) -> Numbers:
        """How many claims that count speak of each place."""
        return np.bincount(self.items.place, minlength=len(self.places)).astype(np.int32)

    def last_named(self, day: int) -> Doubles:
        """The last day, by position, on which a claim named each place, up to a day by position;
        minus infinity where none did. A claim about a territory names all its places.
        """
        place, told = self._namings
        until = int(np.searchsorted(told, day, "right"))
        out = np.full(len(self.places), -np.inf)
        out[place[:until]] = told[:until]  # by day: the last one stands
        for zone in self.inputs.all_zones:
            if zone.day <= day:
                out[zone.places] = np.maximum(out[zone.places], zone.day)
        return out

    @cached_property
    def _namings(self) -> tuple[Numbers, Numbers]:
        """The places that claims name, and the days by position, in the order of the days."""
        rows = np.flatnonzero((self.claims.place >= 0) & (self.claims.day != UNKNOWN))
        rows = rows[np.argsort(self.claims.day[rows], kind="stable")]
        return self.claims.place[rows], (self.claims.day[rows] - self.first_day).astype(np.int32)

    @cached_property
    def rests_on(self) -> str:
        """How many claims of whom it was made of, and how recent they are, in a sentence."""
        return lookup.rests_on(self.claims.rows)

    @cached_property
    def used(self) -> dict[str, int]:
        """How many claims of the view were used, and why the others were not."""
        return lookup.used(self.inputs)

    def day(self, day: date) -> int:
        """Position of a day.

        Raises:
            ControlError: a day that was not estimated.
        """
        at = ordinal(day) - self.first_day
        if not 0 <= at < self.days:
            raise ControlError(
                f"day {day}",
                f"estimated were {self.first} to {self.last}",
                "give one of these days, or estimate others",
            )
        return at

    def find(self, name: str) -> int:
        """Position of a place by its id or its name in any spelling.

        Of namesakes it is the one that claims speak of, or the largest.

        Raises:
            ControlError: no such place, or several alike.
        """
        return lookup.find(self.settlements, self.spoken, name)

    def within(
        self, area: tuple[float, float, float, float] | None = None, names: Sequence[str] = ()
    ) -> Numbers:
        """Positions of the places in an area, or of these names; of all without either.

        ``area`` is south, west, north, east in degrees.

        Raises:
            ControlError: no such place, or none in the area.
        """
        if names:
            return np.array(sorted({self.find(n) for n in names}), dtype=np.int32)
        if area is None:
            return np.arange(len(self.places), dtype=np.int32)
        return lookup.in_area(self.settlements, area)
