"""The result of an estimate: who held each place on each day, as chances, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from fogline.control import lookup
from fogline.control.copiers import Copying
from fogline.control.inputs import EstimateInputs
from fogline.control.learned import LearnedRow
from fogline.control.likeliest import changed, likeliest
from fogline.control.options import ControlError
from fogline.control.places import Floats, Numbers
from fogline.control.scope import EstimateScope
from fogline.notebook import html_table

if TYPE_CHECKING:
    from pandas import DataFrame

CONTESTED, UNCLEAR = "contested", "unclear"
_BEST_KNOWN = 10  # places that a notebook shows


@dataclass(frozen=True, eq=False)
class Control(EstimateScope):
    """P(holder) of every settlement on every day, however it was estimated.

    ``chances`` has the shape (days, states, places): the states are the theatre's belligerents in
    its order, then contested, and sum to 1. ``alone`` is the same from each place's own claims,
    where the estimator tells the two apart. ``inputs`` are the settlements and claims that it
    rests on, ``made_by`` the name of the estimator that can make it again.
    """

    chances: Floats
    alone: Floats
    made_by: str = ""

    @classmethod
    def of(cls, inputs: EstimateInputs, chances: Floats) -> Control:
        """The result of an estimator that gives nothing but chances."""
        if chances.shape != inputs.shape:
            raise ControlError(
                f"chances of the shape {chances.shape}",
                "an estimate needs a chance for each day, state and place",
                f"give the shape {inputs.shape}",
            )
        return cls(inputs, chances, chances)

    @property
    def states(self) -> tuple[str, ...]:
        """Names of the states."""
        return (*self.theatre.labels, CONTESTED)

    @property
    def converged(self) -> bool:
        """Whether learning ended; an estimate that learns nothing is done at once."""
        return True

    @property
    def iterations(self) -> int:
        """Steps of learning."""
        return 0

    @property
    def last_change(self) -> float:
        """The largest change of what was learned in the last step."""
        return 0.0

    @property
    def copying(self) -> tuple[Copying, ...]:
        """Which voices were found to repeat others."""
        return ()

    @property
    def table(self) -> list[LearnedRow]:
        """What each class of claims was learned to say; empty where nothing was learned."""
        return []

    @property
    def evidence(self) -> float:
        """How much all claims say in sum, in nats; 0 where the estimator does not measure it."""
        return 0.0

    def at(self, place: str, day: date) -> dict[str, float]:
        """Chances of the states of a place on a day.

        Raises:
            ControlError: no such place or day.
        """
        found = self.chances[self.day(day), :, self.find(place)]
        return {state: float(p) for state, p in zip(self.states, found, strict=True)}

    def holder(self, day: int, places: Numbers | slice = slice(None)) -> list[str]:
        """The likeliest state of places on a day, by position; unclear if none has half a
        chance.
        """
        names = [*self.states, UNCLEAR]
        return [names[k] for k in likeliest(self.chances[day][:, places]).tolist()]

    def changes(self, places: Numbers | None = None, since: date | None = None) -> pa.Table:
        """One row a place for the first day, and for each day on which something changes.

        That is its likeliest state, or a probability by more than 0.05. ``since`` is another first
        day.

        Columns: id, name, lat, lon, date, state, p_LABEL for each belligerent, p_contested,
        evidence (how much is known of the place, in nats).
        """
        chosen = np.arange(len(self.places), dtype=np.int32) if places is None else places
        return self.rows(*changed(self.chances, chosen, self.day(since) if since else 0))

    def rows(self, place: Numbers, day: Numbers) -> pa.Table:
        """The columns of :meth:`changes` for places and days by position."""
        found = self.chances[day, :, place]
        names = np.array([*self.states, UNCLEAR])
        days = pa.array((day + self.first_day).astype(np.int32), pa.int32()).cast(pa.date32())
        columns = {
            "id": [self.places[k].id for k in place],
            "name": [self.places[k].name for k in place],
            "lat": self.lat[place],
            "lon": self.lon[place],
            "date": days,
            "state": names[likeliest(found.T)],
        }
        for k, state in enumerate(self.states):
            columns[f"p_{state}"] = np.round(found[:, k].astype(np.float64), 4)
        columns["evidence"] = np.round(self.known(place, day).astype(np.float64), 2)
        return pa.table(columns)

    def known(self, place: Numbers, day: Numbers) -> Floats:
        """How much the claims about places say on days, in nats.

        Here it is 1 where a claim has named the place by then and 0 where none has; an estimator
        that weighs claims says more.
        """
        return lookup.named_by(self.items, self.inputs.shape, place, day)

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
        return (
            f"Control({len(self.places)} places, {self.first} to {self.last}, "
            f"states {', '.join(self.states)}; {ended})"
        )

    def _repr_html_(self) -> str:
        last = self.on(self.last)
        order = np.argsort(-last["evidence"].to_numpy(), kind="stable")
        best = last.take(pa.array(order[:_BEST_KNOWN]))
        caption = (
            f"Control of {len(self.places):,} places, {self.first} to {self.last}: "
            "those best known on the last day"
        )
        return html_table(best.drop_columns(["id", "lat", "lon"]), caption)
