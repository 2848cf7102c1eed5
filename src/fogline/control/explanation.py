"""Why an estimate says what it says: claims with their weight, neighbours, each source alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property, singledispatch
from typing import Any

import numpy as np
import pyarrow as pa

from fogline.control.chain import ChangeEvidence, side_by_side, smooth
from fogline.control.claims import calendar
from fogline.control.control import Control
from fogline.control.doubt import Doubt, doubts
from fogline.control.field import FieldControl
from fogline.control.field_model import evidence_about, goals, starts
from fogline.control.inputs import EstimateInputs
from fogline.control.options import ControlError
from fogline.control.places import Floats
from fogline.model import ClaimRow, Place, claim_rows
from fogline.notebook import html_table

# Weights below this many nats are not worth a line: they move a chance by about a thousandth.
WORTH = 0.005
# ... but for claims that are believed so much less than by themselves.
DOUBTED = 0.2
_EDGE = 1e-6  # chances are cut here, so that odds stay finite


class NoReasonsError(ControlError):
    """An estimate whose estimator gives no reasons."""


@dataclass(frozen=True)
class Reason:
    """A claim and its weight, counted on ``day``.

    The weight is in nats: by how much the claim raises (or, negative, lowers) the log-odds of the
    state in question. ``believed`` is the chance that the claim says what it seems to, by how it
    was read, who tells it and what else is said around it, and ``why`` says why so far; none where
    claims are not judged.
    """

    nats: float
    day: date
    claim: ClaimRow
    believed: float | None = None
    why: str = ""


@dataclass(frozen=True)
class Explanation:
    """Why a place is what it is on a day; ``state`` is the likeliest one.

    ``chances`` are the final ones, ``alone`` those of the place's own claims, ``unclaimed`` those
    without any. ``neighbours`` are the nats that the places around add; ``sources`` the chances by
    each publisher alone. ``reasons`` stand with the heaviest first. ``named`` is the last day up to
    then of a claim that names the place; none where there is none.
    """

    place: Place
    day: date
    state: str
    chances: dict[str, float]
    alone: dict[str, float]
    unclaimed: dict[str, float]
    neighbours: float
    reasons: tuple[Reason, ...]
    sources: dict[str, dict[str, float]]
    named: date | None = None

    def _repr_html_(self) -> str:
        rows = [
            {
                "weight": r.nats,
                "day": r.day,
                "speaker": " > ".join(r.claim.speakers),
                "sentence": r.claim.sentence,
            }
            for r in self.reasons
        ]
        kinds = {"weight": pa.float64(), "day": pa.date32()}
        names = ("weight", "day", "speaker", "sentence")
        schema = pa.schema([(n, kinds.get(n, pa.string())) for n in names])
        spelled = ", ".join(f"{s} {p:.2f}" for s, p in self.chances.items())
        caption = f"{self.place.name} on {self.day}: {spelled}; claims for and against {self.state}"
        return html_table(pa.Table.from_pylist(rows, schema=schema), caption)


@dataclass(frozen=True, eq=False)
class Weighing:
    """What each claim about a place weighs on every day; made once, then asked by day.

    ``without`` are the chances by all claims but one, ``only`` by one alone, ``none`` by no claim,
    ``by_source`` by each publisher's: shape (days, states, claims) each.
    """

    control: FieldControl
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
        final, alone = control.chances[at, :, self.place], control.alone[at, :, self.place]
        base = control.unclaimed
        state = int(final.argmax())
        added = 0.0
        if state < control.inputs.states - 1:
            added = round(float(_odds(final[:-1], state) - _odds(alone[:-1], state)), 3)
        return Explanation(
            place=control.places[self.place],
            day=day,
            state=control.states[state],
            chances=_named(control, final),
            alone=_named(control, alone),
            unclaimed=_named(control, base.chances[at][:, base.of[self.place]]),
            neighbours=added,
            reasons=self._reasons(at, state),
            sources={
                n: _named(control, self.by_source[at, :, k]) for k, n in enumerate(self.publishers)
            },
            named=self._last_named(at),
        )

    def _last_named(self, at: int) -> date | None:
        claims, until = self.control.claims, self.control.inputs.first_day + at
        days = claims.day[claims.place == self.place]
        told = days[days <= until]
        return calendar(int(told.max())) if len(told) else None

    def _reasons(self, at: int, state: int) -> tuple[Reason, ...]:
        """The claims worth telling, the heaviest first; ties go to the lowest claim id."""
        table = self.control.claims
        alone = self.control.alone[at, :, self.place]
        each, none = _odds(self.only[at], state), _odds(self.none[at, :, 0], state)
        weights = (_odds(alone, state) - _odds(self.without[at], state) + each - none) / 2
        claims = np.array(self.claims, dtype=np.int64)
        doubted = np.array([self._is_doubted(int(c)) for c in claims], dtype=np.bool_)
        heavy = np.flatnonzero((np.abs(weights) >= WORTH) | doubted)
        order = np.lexsort((table.rank[claims[heavy]], -np.abs(np.round(weights[heavy], 3))))
        heavy = heavy[order]
        rows = claim_rows(table.rows.take(pa.array(claims[heavy])))
        days = [calendar(int(d)) for d in table.day[claims[heavy]]]
        return tuple(
            self._reason(round(float(w), 3), d, row, int(c))
            for w, d, row, c in zip(weights[heavy], days, rows, claims[heavy], strict=True)
        )

    def _reason(self, nats: float, day: date, row: ClaimRow, claim: int) -> Reason:
        doubt = self._doubts.get(claim)
        if doubt is None:
            return Reason(nats, day, row)
        return Reason(nats, day, row, doubt.believed, doubt.why)

    def _is_doubted(self, claim: int) -> bool:
        """Whether what else is said takes much of a claim's weight: worth a line, with why."""
        doubt = self._doubts.get(claim)
        return doubt is not None and doubt.alone - doubt.believed >= DOUBTED

    @cached_property
    def _doubts(self) -> dict[int, Doubt]:
        """How far each claim is believed, by row of the view."""
        return doubts(self.control.inputs, self.place)


def explain(control: Control, place: str, day: date) -> Explanation:
    """The claims that moved a place's chances on a day, and what its neighbours and sources add.

    Raises:
        NoReasonsError: the estimator of this estimate gives no reasons.
        ControlError: no such place or day.
    """
    found: Explanation = weigh(control, place).on(day)
    return found


@singledispatch
def weigh(control: Control, place: str) -> Weighing:
    """What :func:`explain` needs of a place, for all days; worked out once a place.

    A package registers how its own result is explained: ``weigh.register``.

    Raises:
        NoReasonsError: the estimator of this estimate gives no reasons.
        ControlError: no such place.
    """
    raise NoReasonsError(
        f"place {place!r}",
        f"the estimator {control.made_by or 'of this estimate'} gives no reasons",
        "estimate with 'field' for claims and their weights",
    )


@weigh.register
def _(control: FieldControl, place: str) -> Weighing:
    if "sentence" not in control.claims.rows.column_names:
        raise ControlError(
            "reasons of this estimate",
            "it was made from some columns of the claims, and reasons show whole claims",
            "estimate from a view of all columns",
        )
    at = control.find(place)
    if at not in control.weighings:
        control.weighings[at] = _weighed(control, at)
    found: Weighing = control.weighings[at]
    return found


def _weighed(control: FieldControl, place: int) -> Weighing:
    """Smooth a place with all claims but one, with one alone, with none, and by publisher."""
    inputs = control.inputs
    one = inputs.only(np.array([place], dtype=np.int32)).all_as_judged()
    claims = sorted({*one.items.claim.tolist(), *(z.claim for z in one.zones)})
    sets = (
        [one.dropping({c}) for c in claims]
        + [one.dropping(set(claims) - {c}) for c in claims]
        + [one.dropping(set(claims))]
    )
    rows = inputs.claims.rows
    spoken = sorted({*one.all_items.claim.tolist(), *(z.claim for z in one.all_zones)})
    source = np.array([rows["source"][c].as_py() or "" for c in spoken], dtype=object)
    names = sorted(set(source))
    alone_by = []
    for name in names:
        keep = np.zeros(len(inputs.claims), dtype=np.bool_)
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
    p = np.clip((chances[state] / chances.sum(axis=0)).astype(np.float64), _EDGE, 1 - _EDGE)
    return np.log(p / (1 - p))


def _columns(control: FieldControl, some: list[EstimateInputs], place: int) -> Floats:
    """Chances of a place by several bodies of evidence, shape (days, states, bodies).

    Each is a column of one smoothing.
    """
    inputs, learned = control.inputs, control.learned
    evidence = np.zeros((inputs.days, inputs.states, len(some)), dtype=np.float32)
    changes: list[ChangeEvidence] = []
    for k, one in enumerate(some):
        part, shift = evidence_about(one, learned, np.array([place], dtype=np.int32))
        evidence[:, :, k] = part[:, :, 0]
        changes.append(shift.at(k))
    start = np.repeat(starts(inputs)[:, [place]], len(some), axis=1)
    return smooth(evidence, start, learned.rates, goals(inputs), side_by_side(changes)).chances
