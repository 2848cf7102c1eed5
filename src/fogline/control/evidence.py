"""From claims to evidence: who says what about which place and day, each voice once, in nats."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from fogline.control.chain import UNIT, ChangeEvidence, side_by_side
from fogline.control.claims import STANDINGS, ClaimTable
from fogline.control.combine import distinct
from fogline.control.places import Floats, Mask, Numbers
from fogline.control.strengths import Strengths
from fogline.model import CERTAINTIES

# No day's evidence of change is worth more than this, in nats: sources that agree may all be wrong.
MOST = 12.0
# Nor is any day's evidence about a state, however many speak: exponentials must stay above zero.
FLOOR = 40.0
EDGE = 1e-4  # chances are kept this far from 0 and 1


@dataclass(frozen=True)
class Items:
    """Evidence by row: a claim's row in the view, place, day from the first, class, side,
    weight; ``change`` in nats; ``believed`` is the chance that it says what it seems to.
    """

    claim: Numbers
    place: Numbers
    day: Numbers
    kind: Numbers
    voice: Numbers
    stands: Numbers
    label: Numbers
    weight: Floats
    change: Floats
    believed: Floats

    def __len__(self) -> int:
        return len(self.claim)

    def take(self, which: Mask | Numbers) -> Items:
        """Some of the rows."""
        return Items(*(getattr(self, n)[which] for n in self.__dataclass_fields__))


def collect(claims: ClaimTable, table: Strengths, first: int, days: int, since: int = 0) -> Items:
    """The claims that say something about a place's control within the period; :func:`once`
    makes each voice count once.

    ``since`` is the first row of the view that is looked at.
    """
    day = claims.day - first
    use = (claims.kind >= 0) & (claims.place >= 0) & (claims.label >= 0) & (day >= 0) & (day < days)
    use[:since] = False
    at = np.flatnonzero(use).astype(np.int32)
    kind = claims.kind[at]
    weight, change = _weights(claims, table, at)
    return Items(
        at,
        claims.place[at],
        day[at],
        kind,
        claims.voice[at],
        claims.stands[at],
        claims.label[at],
        weight,
        change,
        np.ones(len(at), dtype=np.float32),
    )


def logit(p: Any) -> Any:
    """Log-odds of chances."""
    q = np.clip(np.asarray(p, dtype=np.float64), EDGE, 1 - EDGE)
    return np.log(q / (1 - q))


def _weights(claims: ClaimTable, table: Strengths, at: Numbers) -> tuple[Floats, Floats]:
    """What multiplies the state's evidence, and the nats of change."""
    kind = claims.kind[at]
    share = np.where(
        claims.disputed[at],
        table.sections["standing"]["disputed"],
        standing_share(claims, table, at, table.of("away", kind)),
    )
    strong = (share * certainty_share(claims, table, at)).astype(np.float32)
    change = table.of("change", kind) * strong
    return np.where(table.of("weak", kind), table.of("temper", kind), strong).astype(
        np.float32
    ), change.astype(np.float32)


def certainty_share(claims: ClaimTable, table: Strengths, at: Any) -> Any:
    """What the certainty of claims multiplies their evidence by, by rows of the view."""
    return np.array([table.sections["certainty"][c] for c in CERTAINTIES])[claims.certainty[at]]


def standing_share(claims: ClaimTable, table: Strengths, at: Any, away: Any) -> Any:
    """What a speaker's standing multiplies the evidence by; ``away`` says which claims are of
    leaving.

    To say that one's own side left, or that the other side took a place, is to speak against one's
    interest.
    """
    factor = table.sections["standing"]
    against, favour = interest(claims, at, away)
    return np.where(
        against, factor["admission"], np.where(favour, factor["own"], factor["independent"])
    )


def interest(claims: ClaimTable, at: Any, away: Any) -> tuple[Any, Any]:
    """Which claims are told against their speaker's interest, and which for it."""
    stands = claims.stands[at]
    own, rival = stands == STANDINGS.index("own"), stands == STANDINGS.index("other")
    return np.where(away, own, rival), np.where(away, rival, own)


def once(items: Items, claims: ClaimTable, table: Strengths) -> Items:
    """Of what one voice says about a place and day in one way, the strongest; ties go to the
    lowest claim id. Kinds that count by how often they are told are weighed by it.
    """
    order = np.lexsort(
        (
            claims.rank[items.claim],
            -items.weight,
            -items.change,
            items.label,
            items.kind,
            items.voice,
            items.day,
            items.place,
        )
    )
    keys = np.column_stack(
        [getattr(items, n)[order] for n in ("place", "day", "voice", "kind", "label")]
    )
    fresh = np.ones(len(order), dtype=np.bool_)
    fresh[1:] = (keys[1:] != keys[:-1]).any(axis=1)
    return _weighed_by_number(items.take(order[fresh].astype(np.int32)), table)


def _weighed_by_number(items: Items, table: Strengths) -> Items:
    """The items, those of ``repeated`` kinds with the weight that their number gives them."""
    section, some = table.sections["weak"], np.flatnonzero(table.of("repeated", items.kind))
    days, labels = int(section["few_days"]), int(items.label.max(initial=0)) + 1
    wide = int(items.day.max(initial=0)) + 1 + 2 * days
    at = (items.place[some].astype(np.int64) * labels + items.label[some]) * wide + items.day[some]
    told = np.sort(at)
    number = np.searchsorted(told, at + days, "right") - np.searchsorted(told, at - days)
    weight = items.weight.copy()
    weight[some] *= number / (number + section["few"])
    return replace(items, weight=weight)


def roles(label: Numbers, states: int) -> Numbers:
    """The role of each state in a claim by a side, shape (rows, states): actor, other, contested
    (the last state).
    """
    out = np.ones((len(label), states), dtype=np.int32)
    out[np.arange(len(label)), label] = 0
    out[:, -1] = 2
    return out


def log_likelihoods(
    items: Items, nats: Floats, table: Strengths, column: Numbers, shape: tuple[int, int, int]
) -> Floats:
    """What the items say about states, shape (days, states, places).

    ``nats`` are by item and role, shape (items, 3); ``column`` maps places to columns (-1: none).
    Weak evidence is capped a place and day.
    """
    out = np.zeros(shape, dtype=np.float32)
    add_evidence(out, items, nats, table, column)
    return out


def add_evidence(
    out: Floats, items: Items, nats: Floats, table: Strengths, column: Numbers
) -> None:
    """Add the items' log-likelihoods to an array, shape (days, states, places)."""
    _, states, places = out.shape
    here = column[items.place]
    value = np.take_along_axis(nats, roles(items.label, states), axis=1) * items.weight[:, None]
    if (items.believed < 1).any():
        besides = table.sections["belief"]["held"]
        so_far = items.believed * np.where(items.change > 0, besides, 1)
        value = mixed(value, so_far[:, None]).astype(np.float32)
    value -= value.max(axis=1, keepdims=True)
    weak = table.of("weak", items.kind)
    strong = (here >= 0) & ~weak
    for k in range(states):
        np.add.at(out[:, k], (items.day[strong], here[strong]), value[strong, k])
    keep_in_range(out, np.unique(items.day[strong].astype(np.int64) * places + here[strong]))
    faint = (here >= 0) & weak
    cells, inverse = np.unique(
        items.day[faint].astype(np.int64) * places + here[faint], return_inverse=True
    )
    total = np.stack(
        [
            np.bincount(inverse, weights=value[faint, k], minlength=len(cells))
            for k in range(states)
        ],
        axis=1,
    ).astype(np.float64)
    total -= total.max(axis=1, keepdims=True) if len(cells) else 0
    width = -total.min(axis=1) if len(cells) else np.zeros(0)
    total *= np.minimum(1, table.sections["weak"]["cap"] / np.maximum(width, 1e-6))[:, None]
    out[cells // places, :, cells % places] += total.astype(np.float32)


def change_evidence(items: Items, table: Strengths, states: int, column: Numbers) -> ChangeEvidence:
    """Evidence of change by place and day, voices added up; ``column`` maps places to the
    chains' columns (-1: none).
    """
    some = items.take((items.change > 0) & (column[items.place] >= 0))
    away = table.of("away", some.kind)
    nats = np.minimum(some.change, nats_of(some.believed)).astype(np.float32)
    state = np.where(table.of("contested", some.kind), states - 1, some.label)
    again = np.full(len(some), table.sections["change"]["again"], dtype=np.float32)
    return gather(some.day, column[some.place], state, ~away, nats, again)


def mixed(nats: Any, believed: Any) -> Any:
    """What claims say that are believed so far, in nats: else they say nothing."""
    return np.log(believed * np.exp(nats) + 1 - believed)


def nats_of(believed: Any) -> Any:
    """The nats of change that make a change as likely as the claim of it is believed, where
    nothing else is said.
    """
    return np.maximum(0.0, logit(believed) - np.log(UNIT))


def keep_in_range(out: Floats, cells: Any) -> None:
    """Shift the log-likelihoods of some cells so that the best is 0 and the worst can still be
    told from impossible.
    """
    day, place = cells // out.shape[2], cells % out.shape[2]
    found = out[day, :, place]
    out[day, :, place] = (
        np.maximum(found - found.max(axis=1, keepdims=True), -FLOOR) if len(cells) else found
    )


def nothing() -> ChangeEvidence:
    """No evidence of change."""
    none = np.zeros(0, dtype=np.int32)
    return gather(
        none,
        none,
        none,
        np.zeros(0, dtype=np.bool_),
        np.zeros(0, dtype=np.float32),
        np.zeros(0, dtype=np.float32),
    )


def join(one: ChangeEvidence, two: ChangeEvidence) -> ChangeEvidence:
    """Both together, those of one place, day, state and direction added up."""
    both = side_by_side([one, two])
    return gather(both.day, both.place, both.state, both.gain, np.log(both.factor), both.again)


def gather(
    day: Numbers, place: Numbers, state: Numbers, gain: Mask, nats: Floats, again: Floats
) -> ChangeEvidence:
    """Evidence of change by row; of those of one place, day, state and direction the nats add
    up, to at most :data:`MOST`, and the least ``again`` counts.
    """
    rows, inverse = distinct([day, place, state, gain])
    total = np.minimum(np.bincount(inverse, weights=nats, minlength=len(rows)), MOST)
    least = np.ones(len(rows), dtype=np.float32)
    np.minimum.at(least, inverse, again)
    days, places, states, gains = rows.T
    return ChangeEvidence(
        days, places, states, gains.astype(np.bool_), np.exp(total).astype(np.float32), least
    )
