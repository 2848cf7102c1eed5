"""Why a place is thought to be whose: the claims with their weight, the neighbours' word, and
each source by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from fogline.control.basis import Basis, goals, starts
from fogline.control.chain import Boosts, side_by_side, smooth
from fogline.control.claims import calendar
from fogline.control.control import Control
from fogline.control.places import Floats
from fogline.model import ClaimRow, Place, claim_rows

# Weights below this many nats are not worth a line.
WORTH = 0.005


@dataclass(frozen=True)
class Reason:
    """A claim and its weight: the nats by which it raises (or, negative, lowers) the log-odds of
    the state in question, counted on ``day``.
    """

    nats: float
    day: date
    claim: ClaimRow

    def __getitem__(self, name: str) -> Any:  # alias until merged
        return self.nats if name == "nats" else self.claim[name]


@dataclass(frozen=True)
class Explanation:
    """``state`` is the likeliest one. ``chances`` are the final ones, ``alone`` those of the
    place's own claims, ``ground`` those without any. ``neighbours`` are the nats that the places
    around add; ``sources`` the chances by each publisher alone. ``reasons`` stand with the
    heaviest first.
    """

    place: Place
    day: date
    state: str
    chances: dict[str, float]
    alone: dict[str, float]
    ground: dict[str, float]
    neighbours: float
    reasons: tuple[Reason, ...]
    sources: dict[str, dict[str, float]]


@dataclass(frozen=True, eq=False)
class Weighing:
    """What each claim about a place weighs on every day; made once, then asked by day.

    ``without`` are the chances by all claims but one, ``only`` by one alone, ``none`` by no claim,
    ``by_source`` by each publisher's: shape (days, states, claims) each.
    """

    control: Control
    place: int
    claims: tuple[int, ...]
    without: Floats
    only: Floats
    none: Floats
    by_source: Floats
    publishers: tuple[str, ...]

    def on(self, day: date) -> Explanation:
        """Weigh each claim for the likeliest state of a day, in nats of its log-odds.

        A claim's weight is the mean of what it adds to all others and what it adds to none: the two
        ends of its Shapley value. So five reports of one capture share its weight, and none of them
        vanishes because the others say the same.

        Raises:
            ControlError: a day that was not estimated.
        """
        control, at = self.control, self.control.day(day)
        basis = control.basis
        final, alone = control.chances[at, :, self.place], control.alone[at, :, self.place]
        ground = control._ground
        state = int(final.argmax())
        each, none = _odds(self.only[at], state), _odds(self.none[at, :, 0], state)
        weights = (_odds(alone, state) - _odds(self.without[at], state) + each - none) / 2
        claims = np.array(self.claims, dtype=np.int64)
        heavy = np.flatnonzero(np.abs(weights) >= WORTH)
        heavy = heavy[
            np.lexsort((basis.claims.rank[claims[heavy]], -np.abs(np.round(weights[heavy], 3))))
        ]
        rows = claim_rows(basis.claims.rows.take(pa.array(claims[heavy])))
        days = [calendar(int(d)) for d in basis.claims.day[claims[heavy]]]
        reasons = [
            Reason(round(float(w), 3), d, row)
            for w, d, row in zip(weights[heavy], days, rows, strict=True)
        ]
        return Explanation(
            place=control.places[self.place],
            day=day,
            state=control.states[state],
            chances=_named(control, final),
            alone=_named(control, alone),
            ground=_named(control, ground.chances[at][:, ground.of[self.place]]),
            neighbours=round(float(_odds(final[:-1], state) - _odds(alone[:-1], state)), 3)
            if state < basis.states - 1
            else 0.0,
            reasons=tuple(reasons),
            sources={
                n: _named(control, self.by_source[at, :, k]) for k, n in enumerate(self.publishers)
            },
        )


def weigh(control: Control, place: int) -> Weighing:
    """Smooth a place with all claims but one, with one alone, with none, and with each
    publisher's.
    """
    basis = control.basis
    one = basis.only(np.array([place], dtype=np.int32))
    claims = sorted({*one.items.claim.tolist(), *(z.claim for z in one.zones)})
    sets = (
        [one.dropping({c}) for c in claims]
        + [one.dropping(set(claims) - {c}) for c in claims]
        + [one.dropping(set(claims))]
    )
    rows = basis.claims.rows
    spoken = sorted({*one.said.claim.tolist(), *(z.claim for z in one.told)})
    source = np.array([rows["source"][c].as_py() or "" for c in spoken], dtype=object)
    names = sorted(set(source))
    alone_by = []
    for name in names:
        keep = np.zeros(len(basis.claims), dtype=np.bool_)
        keep[[c for c, s in zip(spoken, source, strict=True) if s == name]] = True
        alone_by.append(one.speaking(keep))
    found = _columns(control, sets + alone_by, place)
    count = len(claims)
    without, only, none, by_source = np.split(found, [count, 2 * count, 2 * count + 1], axis=2)
    return Weighing(control, place, tuple(claims), without, only, none, by_source, tuple(names))


def _named(control: Control, chances: Floats) -> dict[str, float]:
    return {s: round(float(p), 4) for s, p in zip(control.states, chances, strict=True)}


def _odds(chances: Floats, state: int) -> Any:
    """Log-odds of a state by chances of shape (states,) or (states, columns)."""
    p = np.clip((chances[state] / chances.sum(axis=0)).astype(np.float64), 1e-6, 1 - 1e-6)
    return np.log(p / (1 - p))


def _columns(control: Control, some: list[Basis], place: int) -> Floats:
    """Chances of a place by several bodies of evidence, shape (days, states, bodies): a column
    of one smoothing for each.
    """
    basis = control.basis
    evidence = np.zeros((basis.days, basis.states, len(some)), dtype=np.float32)
    moved: list[Boosts] = []
    for k, one in enumerate(some):
        part, shift = one.evidence(control.learned, np.array([place], dtype=np.int32))
        evidence[:, :, k] = part[:, :, 0]
        moved.append(shift.at(k))
    start = np.repeat(starts(basis)[:, [place]], len(some), axis=1)
    return smooth(evidence, start, control.learned.rates, goals(basis), side_by_side(moved)).chances
