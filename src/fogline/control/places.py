"""The settlements that control is estimated for, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from fogline.gazetteer import Gazetteer
from fogline.model import Place
from fogline.rings import inside
from fogline.theatre import Theatre

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
KM = 111.2  # kilometres in a degree of latitude
_BEYOND = 1.5  # degrees around the theatre in which places abroad count


@dataclass(frozen=True, eq=False)
class Settlements:
    """A theatre's settlements; ``position`` finds them by id, a twin's id in another file included.

    ``foreign`` are settlements around it on whose ground a side makes war from the first day.
    """

    theatre: Theatre
    places: tuple[Place, ...]
    position: dict[str, int]
    foreign: tuple[Place, ...] = ()

    @cached_property
    def ids(self) -> tuple[tuple[str, ...], ...]:
        """The ids of each settlement, a twin's in another file included."""
        found: list[list[str]] = [[] for _ in self.places]
        for id, k in self.position.items():
            found[k].append(id)
        return tuple(map(tuple, found))

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each settlement by id, by a twin's in another file too."""
        return {id: self.places[k].name for id, k in self.position.items()}

    @cached_property
    def lat(self) -> Doubles:
        """Degrees north, one a place."""
        return np.array([p.lat for p in self.places], dtype=np.float64)

    @cached_property
    def lon(self) -> Doubles:
        """Degrees east, one a place."""
        return np.array([p.lon for p in self.places], dtype=np.float64)

    @cached_property
    def flat(self) -> Doubles:
        """Kilometres east and north on a plane about the theatre's middle, shape (places, 2)."""
        return self._plane(self.lat, self.lon)

    @cached_property
    def abroad(self) -> Doubles:
        """The same for places abroad, shape (foreign, 2)."""
        return self._plane(
            np.array([p.lat for p in self.foreign], dtype=np.float64),
            np.array([p.lon for p in self.foreign], dtype=np.float64),
        )

    def _plane(self, lat: Doubles, lon: Doubles) -> Doubles:
        south, _, north, _ = self.theatre.box
        out: Doubles = np.column_stack(
            [lon * KM * np.cos(np.radians((south + north) / 2)), lat * KM]
        )
        return out

    @cached_property
    def abroad_holder(self) -> Numbers:
        """Whose ground each place abroad is, as a position among the labels."""
        sides = dict(self.theatre.baseline.abroad) if self.theatre.baseline else {}
        return np.array(
            [self.theatre.labels.index(sides[p.country]) for p in self.foreign], dtype=np.int32
        )

    @cached_property
    def baseline(self) -> Numbers:
        """The holder of each place on the theatre's first day as a position among its labels, -1
        where nothing says.
        """
        start = self.theatre.baseline
        if start is None:
            return np.full(len(self.places), -1, dtype=np.int32)
        labels = self.theatre.labels
        held = np.full(len(self.places), labels.index(start.holder), dtype=np.int32)
        for area in start.areas:
            known = labels.index(area.holder) if area.holder in labels else -1
            held[inside(self.lat, self.lon, area.ring)] = known
        return held


def settlements_of(theatre: Theatre, gazetteer: Gazetteer) -> Settlements:
    """The settlements of a theatre, and those abroad that its baseline speaks of."""
    found = gazetteer.settlements
    south, west, north, east = theatre.box
    countries = tuple(c for c, _ in theatre.baseline.abroad) if theatre.baseline else ()
    foreign = tuple(
        p
        for p in (gazetteer.settled(countries) if countries else ())
        if south - _BEYOND < (p.lat or 0) < north + _BEYOND
        and west - _BEYOND < (p.lon or 0) < east + _BEYOND
    )
    return Settlements(theatre, found.places, found.position, foreign)
