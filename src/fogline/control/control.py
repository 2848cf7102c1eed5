"""The result: who held each place on each day, as chances, and how they came about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from fogline.control import neighbours
from fogline.control.basis import Basis, Learned, Row
from fogline.control.claims import UNKNOWN, calendar, ordinal
from fogline.control.options import ControlError
from fogline.control.places import Floats, Mask, Numbers
from fogline.gazetteer import open_gazetteer
from fogline.model import Place
from fogline.notebook import html_table

if TYPE_CHECKING:
    from pandas import DataFrame

    from fogline.control.explain import Explanation, Weighing

CONTESTED, UNCLEAR = "contested", "unclear"
# A change smaller than this in every probability is no row of its own.
STEP = 0.05
_SURE = 0.5
_ALIKE, _BY_FAR = 0.02, 0.5
_FEW = 3


@dataclass(frozen=True)
class Control:
    """P(holder) of every settlement on every day.

    ``chances`` has the shape (days, states, places): the states are the theatre's belligerents in
    its order, then contested, and sum to 1. ``alone`` is the same from each place's own claims,
    before its neighbours have spoken.
    """

    basis: Basis
    learned: Learned
    alone: Floats
    chances: Floats

    @property
    def states(self) -> tuple[str, ...]:
        """Names of the states."""
        return (*self.basis.field.theatre.labels, CONTESTED)

    @property
    def places(self) -> tuple[Place, ...]:
        """The settlements, in the order of the arrays."""
        return self.basis.field.places

    @property
    def first(self) -> date:
        """The first day."""
        return calendar(self.basis.first)

    @property
    def last(self) -> date:
        """The last day."""
        return calendar(self.basis.first + self.basis.days - 1)

    @property
    def converged(self) -> bool:
        """Whether the last step of learning changed next to nothing."""
        return self.learned.converged

    @property
    def iterations(self) -> int:
        """Steps of learning."""
        return self.learned.iterations

    @cached_property
    def table(self) -> list[Row]:
        """What each class of claims was learned to say."""
        return self.learned.rows(self.basis)

    @cached_property
    def rests_on(self) -> str:
        """How many claims of whom it was made of, and when the last of them was published, in a
        sentence.
        """
        rows = self.basis.claims.rows
        sources = sorted({s for s in rows["source"].to_pylist() if s})
        names = " and ".join(
            [", ".join(sources[:-1]), sources[-1]] if len(sources) > 1 else sources
        )
        whose = names if len(sources) <= _FEW else f"{len(sources)} publishers"
        until = (
            f", published to {max(known):%Y-%m-%d}"
            if (known := rows["published_utc"].drop_null().to_pylist())
            else ""
        )
        told = f"{rows.num_rows:,} claims of {whose or 'no named publisher'}{until}"
        return told if rows.num_rows else "no claim, only what was held at the start"

    @cached_property
    def used(self) -> dict[str, int]:
        """How many claims of the view were used, and why the others were not."""
        claims, days = self.basis.claims, self.basis.days
        day = claims.day - self.basis.first
        reasons = {
            "used": np.isin(
                np.arange(len(claims)),
                [*self.basis.items.claim.tolist(), *(z.claim for z in self.basis.zones)],
            ),
            "no day": claims.day == UNKNOWN,
            "outside the days": (day < 0) | (day >= days),
            "no belligerent acts": claims.label < 0,
            "says nothing about control": claims.kind < 0,
            "no settlement of the gazetteer": claims.place < 0,
        }
        left = np.ones(len(claims), dtype=np.bool_)
        out = {}
        for reason, rows in reasons.items():
            out[reason] = int((rows & left).sum())
            left &= ~rows
        return {**out, "repeats its speaker or a source": int(left.sum())}

    @cached_property
    def evidence(self) -> float:
        """Effective evidence: nats of all claims about states, after counting voices once,
        tempering and capping.
        """
        basis = self.basis
        named = np.unique(basis.items.place)
        found, _ = replace(basis, zones=()).evidence(self.learned, named)
        return float(np.ptp(found, axis=1).sum())

    def day(self, day: date) -> int:
        """Position of a day.

        Raises:
            ControlError: a day that was not estimated.
        """
        at = ordinal(day) - self.basis.first
        if not 0 <= at < self.basis.days:
            raise ControlError(
                f"day {day}: estimated were {self.first} to {self.last}; give one of these days, or estimate others"
            )
        return at

    def find(self, name: str) -> int:
        """Position of a place by its id or its name in any spelling; of namesakes, the one that
        claims speak of or the largest.

        Raises:
            ControlError: no such place, or several alike.
        """
        position = self.basis.field.position
        if name in position:
            return position[name]
        matches = [
            (m.likeness, position[m.place.id])
            for m in open_gazetteer(self.basis.field.theatre).find(name)
            if m.place.id in position
        ]
        if not matches:
            raise ControlError(
                f"place {name!r}: no settlement of the gazetteer; `fogline gazetteer find` lists names that are alike"
            )
        alike = sorted({k for likeness, k in matches if likeness >= matches[0][0] - _ALIKE})
        spoken = np.bincount(self.basis.items.place, minlength=len(self.places))
        ranked = sorted(
            alike, key=lambda k: (-int(spoken[k]), -self.places[k].weight, self.places[k].id)
        )
        weights = [self.places[k].weight for k in ranked[:2]]
        if (
            len(ranked) > 1
            and spoken[ranked[0]] == spoken[ranked[1]]
            and weights[0] - weights[1] < _BY_FAR
        ):
            some = ", ".join(
                f"{self.places[k].id} ({self.places[k].region or 'no region'})" for k in ranked[:8]
            )
            raise ControlError(
                f"place {name!r}: {len(ranked)} settlements of this name; give an id: {some}"
            )
        return ranked[0]

    def at(self, place: str, day: date) -> dict[str, float]:
        """Chances of the states of a place on a day.

        Raises:
            ControlError: no such place or day.
        """
        found = self.chances[self.day(day), :, self.find(place)]
        return {state: float(p) for state, p in zip(self.states, found, strict=True)}

    def holder(self, day: int, places: Numbers | slice = slice(None)) -> list[str]:
        """The likeliest state of places on a day by position; unclear where none has half the
        chance.
        """
        names = [*self.states, UNCLEAR]
        return [names[k] for k in _likeliest(self.chances[day][:, places]).tolist()]

    def within(
        self, area: tuple[float, float, float, float] | None = None, names: Sequence[str] = ()
    ) -> Numbers:
        """Positions of the places in an area (south, west, north, east in degrees), or of these
        names; of all without either.

        Raises:
            ControlError: no such place, or none in the area.
        """
        if names:
            return np.array(sorted({self.find(n) for n in names}), dtype=np.int32)
        if area is None:
            return np.arange(len(self.places), dtype=np.int32)
        south, west, north, east = area
        field = self.basis.field
        out = np.flatnonzero(
            (field.lat >= south) & (field.lat <= north) & (field.lon >= west) & (field.lon <= east)
        ).astype(np.int32)
        if not len(out):
            raise ControlError(
                f"area {south:g},{west:g},{north:g},{east:g}: it has no settlement; give south,west,north,east in degrees"
            )
        return out

    def changes(self, places: Numbers | None = None, since: date | None = None) -> pa.Table:
        """One row a place for the first day, and for each day on which its state or a
        probability (by more than 0.05) changes.

        ``since`` is another first day.

        Columns: id, name, lat, lon, date, state, p_LABEL for each belligerent, p_contested,
        evidence (nats known of the place).
        """
        chosen = np.arange(len(self.places), dtype=np.int32) if places is None else places
        rows: list[tuple[Numbers, int]] = []
        last = np.full((len(self.states), len(chosen)), np.inf, dtype=np.float32)
        state = np.full(len(chosen), -1)
        for t in range(self.day(since) if since else 0, self.basis.days):
            now = self.chances[t][:, chosen]
            best = _likeliest(now)
            moved = np.flatnonzero((np.abs(now - last).max(axis=0) > STEP) | (best != state))
            last[:, moved], state[moved] = now[:, moved], best[moved]
            rows.append((chosen[moved], t))
        place = np.concatenate([p for p, _ in rows])
        day = np.concatenate([np.full(len(p), t, dtype=np.int32) for p, t in rows])
        order = np.lexsort((day, place))
        return self.rows(place[order], day[order])

    def rows(self, place: Numbers, day: Numbers) -> pa.Table:
        """The columns of :meth:`changes` for places and days by position."""
        found = self.chances[day, :, place]
        names = np.array([*self.states, UNCLEAR])
        known = self.known(place, day)
        columns = {
            "id": [self.places[k].id for k in place],
            "name": [self.places[k].name for k in place],
            "lat": self.basis.field.lat[place],
            "lon": self.basis.field.lon[place],
            "date": pa.array((day + self.basis.first).astype(np.int32), pa.int32()).cast(
                pa.date32()
            ),
            "state": names[_likeliest(found.T)],
            **{
                f"p_{s}": np.round(found[:, k].astype(np.float64), 4)
                for k, s in enumerate(self.states)
            },
            "evidence": np.round(known.astype(np.float64), 2),
        }
        return pa.table(columns)

    def known(self, place: Numbers, day: Numbers) -> Floats:
        """How much the claims about places say on days, in nats."""
        ground = self._ground
        cap = float(self.basis.table.sections["neighbours"]["cap"])
        return neighbours.known(
            self.alone[day, :, place].T, ground.chances[day, :, ground.of[place]].T, cap
        )

    def on(self, day: date) -> pa.Table:
        """The columns of :meth:`changes` for every place on a day.

        Raises:
            ControlError: a day that was not estimated.
        """
        places = np.arange(len(self.places), dtype=np.int32)
        return self.rows(places, np.full(len(places), self.day(day), dtype=np.int32))

    def to_pandas(self, day: date | None = None) -> DataFrame:
        """The rows of :meth:`on` for a day, the last one if none is given."""
        return self.on(day or self.last).to_pandas()

    def __repr__(self) -> str:
        ended = "converged" if self.converged else "not converged"
        return f"Control({len(self.places)} places, {self.first} to {self.last}, states {', '.join(self.states)}; {ended})"

    def _repr_html_(self) -> str:
        last = self.on(self.last)
        best = last.take(pa.array(np.argsort(-last["evidence"].to_numpy(), kind="stable")[:10]))
        caption = f"Control of {len(self.places):,} places, {self.first} to {self.last}: those best known on the last day"
        return html_table(best.drop_columns(["id", "lat", "lon"]), caption)

    @cached_property
    def _weighed(self) -> dict[int, Weighing]:
        return {}

    @cached_property
    def _ground(self) -> neighbours.Ground:
        return self.basis.ground(self.learned)

    def updated(self, view: pa.Table) -> Control:
        """The estimate with more claims, those of another view; what was learned stays as it is.
        Later days are added as needed.

        Claims that the estimate has already change nothing.
        """
        from fogline.control.update import update

        return update(self, view)

    def leaving_out(self, rows: Mask) -> Control:
        """The estimate without some claims, by row of the view; what was learned stays as it is."""
        from fogline.control.estimate import settle

        return settle(self.basis.speaking(~rows), self.learned)

    def explain(self, place: str, day: date) -> Explanation:
        """The claims that moved a place's chances on a day, what its neighbours gave, and what
        each source alone would say.

        Raises:
            ControlError: no such place or day.
        """
        return self.weigh(place).on(day)

    def weigh(self, place: str) -> Weighing:
        """What :meth:`explain` needs of a place, for all days; worked out once a place.

        Raises:
            ControlError: no such place.
        """
        from fogline.control.explain import weigh

        at = self.find(place)
        return self._weighed.setdefault(at, self._weighed.get(at) or weigh(self, at))


def _likeliest(chances: Floats) -> Numbers:
    """The position of the likeliest state by place, of chances (states, places); the one after
    the last if none has half the chance.
    """
    out: Numbers = np.where(
        chances.max(axis=0) >= _SURE, chances.argmax(axis=0), len(chances)
    ).astype(np.int32)
    return out
