"""From claims to evidence: who says what about which place and day, each voice once, in nats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow.compute as pc

from fogline.control.chain import Boosts
from fogline.control.claims import CERTAINTIES, STANDINGS, Claims
from fogline.control.places import Floats, Mask, Numbers
from fogline.control.strengths import Strengths

# No day's evidence of change is worth more than this, in nats: sources that agree may all be wrong.
MOST = 12.0
# Nor is any day's evidence about a state, however many speak: exponentials must stay above zero.
FLOOR = 40.0


@dataclass(frozen=True)
class Items:
    """Evidence by row: a claim's row in the view, place, day from the first, class, side, weight; ``change`` in nats."""

    claim: Numbers
    place: Numbers
    day: Numbers
    kind: Numbers
    voice: Numbers
    stands: Numbers
    label: Numbers
    weight: Floats
    change: Floats

    def __len__(self) -> int:
        return len(self.claim)

    def take(self, which: Mask | Numbers) -> Items:
        """Some of the rows."""
        return Items(*(getattr(self, n)[which] for n in self.__dataclass_fields__))


def collect(claims: Claims, table: Strengths, first: int, days: int) -> Items:
    """The claims that say something about a place's control within the period; :func:`once` makes each voice count once."""
    day = claims.day - first
    use = (claims.kind >= 0) & (claims.place >= 0) & (claims.label >= 0) & (day >= 0) & (day < days)
    at = np.flatnonzero(use).astype(np.int32)
    kind = claims.kind[at]
    weight, change = _weights(claims, table, at)
    return Items(at, claims.place[at], day[at], kind, claims.voice[at], claims.stands[at], claims.label[at], weight, change)


def _weights(claims: Claims, table: Strengths, at: Numbers) -> tuple[Floats, Floats]:
    """What multiplies the state's evidence, and the nats of change."""
    kinds = table.kinds
    kind = claims.kind[at]
    weak = np.array([k.weak for k in kinds])[kind]
    temper = np.array([k.temper for k in kinds])[kind]
    away = np.array([k.away for k in kinds])[kind]
    sure = np.array([table.sections["certainty"][c] for c in CERTAINTIES])[claims.certainty[at]]
    factor = table.sections["standing"]
    own, rival = STANDINGS.index("own"), STANDINGS.index("other")
    stands = claims.stands[at]
    # To say that one's own side left, or that the other side took a place, is to speak against one's interest.
    against = np.where(away, stands == own, stands == rival)
    favour = np.where(away, stands == rival, stands == own)
    share = np.where(against, factor["admission"], np.where(favour, factor["own"], factor["independent"]))
    share = np.where(claims.disputed[at], factor["disputed"], share)
    strong = (share * sure).astype(np.float32)
    change = np.array([k.change for k in kinds])[kind] * strong
    return np.where(weak, temper, strong).astype(np.float32), change.astype(np.float32)


def once(items: Items, claims: Claims) -> Items:
    """Of what one voice says about a place and day in one way, the strongest; ties go to the lowest claim id."""
    rank = np.empty(len(claims), dtype=np.int64)
    rank[pc.sort_indices(claims.rows["id"]).to_numpy()] = np.arange(len(claims))
    order = np.lexsort((rank[items.claim], -items.weight, -items.change, items.label, items.kind, items.voice, items.day, items.place))
    keys = np.column_stack([getattr(items, n)[order] for n in ("place", "day", "voice", "kind", "label")])
    fresh = np.ones(len(order), dtype=np.bool_)
    fresh[1:] = (keys[1:] != keys[:-1]).any(axis=1)
    return items.take(order[fresh].astype(np.int32))


def roles(label: Numbers, states: int) -> Numbers:
    """The role of each state in a claim by a side, shape (rows, states): actor, other, contested (the last state)."""
    out = np.ones((len(label), states), dtype=np.int32)
    out[np.arange(len(label)), label] = 0
    out[:, -1] = 2
    return out


def log_likelihoods(items: Items, nats: Floats, table: Strengths, column: Numbers, shape: tuple[int, int, int]) -> Floats:
    """What the items say about states, shape (days, states, places).

    ``nats`` are by item and role, shape (items, 3); ``column`` maps places to columns (-1: none). Weak evidence is capped a
    place and day.
    """
    out = np.zeros(shape, dtype=np.float32)
    add_evidence(out, items, nats, table, column)
    return out


def add_evidence(out: Floats, items: Items, nats: Floats, table: Strengths, column: Numbers) -> None:
    """Add the items' log-likelihoods to an array, shape (days, states, places)."""
    _, states, places = out.shape
    here = column[items.place]
    value = np.take_along_axis(nats, roles(items.label, states), axis=1) * items.weight[:, None]
    value -= value.max(axis=1, keepdims=True)
    weak = np.array([k.weak for k in table.kinds])[items.kind]
    strong = (here >= 0) & ~weak
    for k in range(states):
        np.add.at(out[:, k], (items.day[strong], here[strong]), value[strong, k])
    keep_in_range(out, np.unique(items.day[strong].astype(np.int64) * places + here[strong]))
    faint = (here >= 0) & weak
    cells, inverse = np.unique(items.day[faint].astype(np.int64) * places + here[faint], return_inverse=True)
    total = np.stack([np.bincount(inverse, weights=value[faint, k], minlength=len(cells)) for k in range(states)], axis=1).astype(
        np.float64
    )
    total -= total.max(axis=1, keepdims=True) if len(cells) else 0
    width = -total.min(axis=1) if len(cells) else np.zeros(0)
    total *= np.minimum(1, table.sections["weak"]["cap"] / np.maximum(width, 1e-6))[:, None]
    out[cells // places, :, cells % places] += total.astype(np.float32)


def boosts(items: Items, table: Strengths, states: int, column: Numbers) -> Boosts:
    """Evidence of change by place and day, voices added up; ``column`` maps places to the chains' columns (-1: none)."""
    some = items.take((items.change > 0) & (column[items.place] >= 0))
    away = np.array([k.away for k in table.kinds])[some.kind]
    contested = np.array([k.contested for k in table.kinds])[some.kind]
    state = np.where(contested, states - 1, some.label)
    again = np.full(len(some), table.sections["change"]["again"], dtype=np.float32)
    return gather(some.day, column[some.place], state, ~away, some.change, again)


def keep_in_range(out: Floats, cells: Any) -> None:
    """Shift the log-likelihoods of some cells so that the best is 0 and the worst can still be told from impossible."""
    day, place = cells // out.shape[2], cells % out.shape[2]
    found = out[day, :, place]
    out[day, :, place] = np.maximum(found - found.max(axis=1, keepdims=True), -FLOOR) if len(cells) else found


def nothing() -> Boosts:
    """No evidence of change."""
    none = np.zeros(0, dtype=np.int32)
    return gather(none, none, none, np.zeros(0, dtype=np.bool_), np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.float32))


def join(one: Boosts, two: Boosts) -> Boosts:
    """Both together, those of one place, day, state and direction added up."""
    names = ("day", "place", "state", "gain", "factor", "again")
    day, place, state, gain, factor, again = (np.concatenate([getattr(one, n), getattr(two, n)]) for n in names)
    return gather(day, place, state, gain, np.log(factor), again)


def gather(day: Numbers, place: Numbers, state: Numbers, gain: Mask, nats: Floats, again: Floats) -> Boosts:
    """Boosts of rows; of those of one place, day, state and direction the nats add up, to at most :data:`MOST`, and the least ``again`` counts."""
    keys = np.column_stack([day, place, state, gain]).astype(np.int32)
    distinct, inverse = np.unique(keys, axis=0, return_inverse=True)
    total = np.minimum(np.bincount(inverse.reshape(-1), weights=nats, minlength=len(distinct)), MOST)
    least = np.ones(len(distinct), dtype=np.float32)
    np.minimum.at(least, inverse.reshape(-1), again)
    days, places, states = (distinct[:, k].astype(np.int32) for k in range(3))
    return Boosts(days, places, states, distinct[:, 3].astype(np.bool_), np.exp(total).astype(np.float32), least)
