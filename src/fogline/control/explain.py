"""Why a place is thought to be whose: the claims with their weight, the neighbours' word, and each source by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from fogline.control.basis import Basis, goals, starts
from fogline.control.chain import Boosts, side_by_side, smooth
from fogline.control.claims import calendar
from fogline.control.control import Control
from fogline.control.places import Floats
from fogline.model import Place

# Weights below this many nats are not worth a line.
WORTH = 0.005


@dataclass(frozen=True)
class Reason:
    """A claim and its weight: the nats by which it raises (or, negative, lowers) the log-odds of the state in question.

    ``claim`` is the claim's row of the view, as a dictionary.
    """

    nats: float
    day: date
    claim: dict[str, Any]


@dataclass(frozen=True)
class Explanation:
    """``state`` is the likeliest one. ``chances`` are the final ones, ``alone`` those of the place's own claims, ``ground`` those
    without any. ``neighbours`` are the nats that the places around add; ``sources`` the chances by each publisher alone.
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

    ``without`` are the chances by all claims but one, ``only`` by one alone, ``none`` by no claim, ``by_source`` by each publisher's:
    shape (days, states, claims) each.
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

        A claim's weight is the mean of what it adds to all others and what it adds to none: the two ends of its Shapley value. So
        five reports of one capture share its weight, and none of them vanishes because the others say the same.

        Raises:
            ControlError: a day that was not estimated.
        """
        control, at = self.control, self.control.day(day)
        basis = control.basis
        final, alone = control.chances[at, :, self.place], control.alone[at, :, self.place]
        ground = control._ground
        state = int(final.argmax())
        all_but, each = (np.array([_odds(found[at, :, k], state) for k in range(len(self.claims))]) for found in (self.without, self.only))
        weights = ((_odds(alone, state) - all_but) + (each - _odds(self.none[at, :, 0], state))) / 2
        rows = basis.claims.rows
        reasons = [
            Reason(round(float(w), 3), calendar(int(basis.claims.day[c])), {n: rows[n][c].as_py() for n in rows.column_names})
            for c, w in zip(self.claims, weights, strict=True)
            if abs(w) >= WORTH
        ]
        return Explanation(
            place=control.places[self.place], day=day, state=control.states[state], chances=_named(control, final),
            alone=_named(control, alone), ground=_named(control, ground.chances[at][:, ground.of[self.place]]),
            neighbours=round(_odds(final[:-1], state) - _odds(alone[:-1], state), 3) if state < basis.states - 1 else 0.0,
            reasons=tuple(sorted(reasons, key=lambda r: (-abs(r.nats), r.claim["id"]))),
            sources={n: _named(control, self.by_source[at, :, k]) for k, n in enumerate(self.publishers)},
        )  # fmt: skip


def weigh(control: Control, place: int) -> Weighing:
    """Smooth a place with all claims but one, with one alone, with none, and with each publisher's."""
    basis = control.basis
    one = basis.only(np.array([place], dtype=np.int32))
    claims = sorted({*one.items.claim.tolist(), *(z.claim for z in one.zones)})
    sets = [one.dropping({c}) for c in claims] + [one.dropping(set(claims) - {c}) for c in claims] + [one.dropping(set(claims))]
    found = _columns(control, sets, place)
    rows = basis.claims.rows
    spoken = sorted({*one.said.claim.tolist(), *(z.claim for z in one.told)})
    source = np.array([rows["source"][c].as_py() or "" for c in spoken], dtype=object)
    names = sorted(set(source))
    alone_by = []
    for name in names:
        keep = np.zeros(len(basis.claims), dtype=np.bool_)
        keep[[c for c, s in zip(spoken, source, strict=True) if s == name]] = True
        alone_by.append(one.speaking(keep))
    count = len(claims)
    parts = found[:, :, :count], found[:, :, count : 2 * count], found[:, :, -1:]
    return Weighing(control, place, tuple(claims), *parts, _columns(control, alone_by, place), tuple(names))


def _named(control: Control, chances: Floats) -> dict[str, float]:
    return {s: round(float(p), 4) for s, p in zip(control.states, chances, strict=True)}


def _odds(chances: Floats, state: int) -> float:
    p = float(np.clip(chances[state] / chances.sum(), 1e-6, 1 - 1e-6))
    return float(np.log(p / (1 - p)))


def _columns(control: Control, some: list[Basis], place: int) -> Floats:
    """Chances of a place by several bodies of evidence, shape (days, states, bodies): a column of one smoothing for each."""
    basis = control.basis
    evidence = np.zeros((basis.days, basis.states, len(some)), dtype=np.float32)
    if not some:
        return evidence
    moved: list[Boosts] = []
    for k, one in enumerate(some):
        part, shift = one.evidence(control.learned, np.array([place], dtype=np.int32))
        evidence[:, :, k] = part[:, :, 0]
        moved.append(shift.at(k))
    start = np.repeat(starts(basis)[:, [place]], len(some), axis=1)
    return smooth(evidence, start, control.learned.rates, goals(basis), side_by_side(moved)).chances
