"""How far each claim is believed: the chance that it says what it seems to, judged by how it was
read, who tells it, and what else is said around it.

A claim may be misread or false. So its evidence is a mixture: with the chance ``believed`` it says
what it says, else nothing. A first chance comes from the reader's score and the speaker; then
claims are judged against each other, in a few damped steps. A side that takes a place must be near
it (``contact.py``); a claim about a territory is one event for all its places.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from fogline.control.claims import ClaimTable
from fogline.control.contact import Contact
from fogline.control.evidence import Items, interest, logit
from fogline.control.field_model import smooth_places
from fogline.control.inputs import EstimateInputs
from fogline.control.learned import Learned
from fogline.control.places import Doubles, Floats, Numbers
from fogline.control.retraction import taken_back
from fogline.control.strengths import Strengths
from fogline.control.territory_belief import ByDay, Corroboration, Surroundings
from fogline.control.worth import Worth, nats_of_words
from fogline.model import CERTAINTIES

# Contact is worked out for every third day: fronts are slower, and it is most of the cost.
_EVERY = 3


def judged(inputs: EstimateInputs, learned: Learned) -> EstimateInputs:
    """The inputs, believed by themselves, with claims judged against each other."""
    section, contact = inputs.strengths.sections["belief"], Contact(inputs)
    if not len(contact.named):
        return inputs
    items = with_others(inputs)
    every = np.arange(len(inputs.items.claim), dtype=np.int32)
    zones = [logit(z.believed) for z in inputs.zones]
    same, now = Corroboration(inputs), inputs
    for _ in range(int(section["steps"])):
        chances = smooth_places(now, learned, contact.named)
        of_items = items + _of_items(now, chances, contact, every)
        told = Surroundings(now, learned, contact, chances)
        of_zones = [
            x + told.of(z) + same.bears_out(k, now.zones)
            for k, (x, z) in enumerate(zip(zones, now.zones, strict=True))
        ]
        now = _damped(now, of_items, of_zones, section["damping"])
    return now


def judged_anew(
    inputs: EstimateInputs, learned: Learned, alone: Floats, before: EstimateInputs
) -> EstimateInputs:
    """The inputs with more claims than before: those keep how far they were believed, unless their
    speaker takes them back now; the new ones are judged once by the chances of all places as they
    stood, shape (days, states, places).
    """
    mine = by_themselves(inputs, since=len(before.claims))
    known = np.full(len(inputs.claims), np.nan, dtype=np.float32)
    known[before.items.claim] = before.items.believed
    for zone in before.zones:
        known[zone.claim] = zone.believed
    section = inputs.strengths.sections["belief"]
    old = len(before.claims)
    denied = taken_back(inputs.claims, section)[:old] & ~taken_back(before.claims, section)
    known[:old][denied] = np.minimum(known[:old][denied], section["taken_back"])
    believed = known[mine.items.claim]
    new = np.flatnonzero(np.isnan(believed)).astype(np.int32)
    fresh = [z.places for z in mine.zones if np.isnan(known[z.claim])]
    contact = Contact(inputs, np.unique(np.concatenate([mine.items.place[new], *fresh])))
    chances = _Columns(alone, contact.named)
    here = np.flatnonzero(np.isin(mine.items.place, mine.items.place[new])).astype(np.int32)
    odds = with_others(replace(mine, items=mine.items.take(here)))[np.isin(here, new)]
    believed[new] = _chance(odds + _of_items(mine, chances, contact, new))
    told, same = Surroundings(mine, learned, contact, chances), Corroboration(mine)
    zones = tuple(
        replace(z, believed=float(known[z.claim]))
        if not np.isnan(known[z.claim])
        else replace(z, believed=float(_chance(
            logit(z.believed) + told.of(z) + same.bears_out(k, mine.zones))))
        for k, z in enumerate(mine.zones)
    )  # fmt: skip
    return replace(mine, items=replace(mine.items, believed=believed), zones=zones)


@dataclass(frozen=True, eq=False)
class _Columns:
    """Some places' chances, day by day: a copy of all days would be most of an update's time."""

    chances: Floats
    places: Numbers

    def __getitem__(self, day: int) -> Floats:
        out: Floats = self.chances[day][:, self.places]
        return out


def by_themselves(inputs: EstimateInputs, since: int = 0) -> EstimateInputs:
    """The inputs with claims believed as each is by itself; those before row ``since`` of the view
    stay as they are.
    """
    first = _first(inputs.claims.since(since), inputs.strengths, inputs.worth)
    most = inputs.strengths.sections["belief"]["territory"]
    all_items, items = (_believed(i, first, since) for i in (inputs.all_items, inputs.items))
    all_zones, zones = (
        tuple(
            replace(z, believed=min(float(first[z.claim - since]), most)) if z.claim >= since else z
            for z in found
        )
        for found in (inputs.all_zones, inputs.zones)
    )
    return replace(
        inputs, all_items=all_items, items=items, all_zones=all_zones, zones=zones, judged=True
    )


def _believed(items: Items, first: Floats, since: int) -> Items:
    """Items with what is believed of claims from a row on."""
    believed, new = items.believed.copy(), items.claim >= since
    believed[new] = first[items.claim[new] - since]
    return replace(items, believed=believed)


def _first(claims: ClaimTable, table: Strengths, worth: tuple[Worth, ...]) -> Floats:
    """How far each claim is believed by itself, by row of the view: by the reader's score, how sure
    its speaker is, how the speaker stands to the acting side, and what that has been worth.
    """
    section, every = table.sections["belief"], slice(None)
    scores = claims.scores(section["unscored"])
    against, favour = interest(claims, every, claims.among("event", "withdraw"))
    sure = np.array([section[c] for c in CERTAINTIES])[claims.certainty]
    odds = logit(scores) + sure
    odds += np.where(against, section["admission"], np.where(favour, section["own"], 0.0))
    odds += nats_of_words(claims, table, worth)
    out: Floats = np.minimum(_chance(odds), section["most"]).astype(np.float32)
    learned = table.of("learn", claims.kind) & (claims.kind >= 0)
    out = np.where(learned, np.minimum(scores, section["learned"]), out)
    denied = taken_back(claims, section)
    return np.where(denied, np.minimum(out, section["taken_back"]), out).astype(np.float32)


def _damped(
    now: EstimateInputs, items: Doubles, zones: list[float], share: float
) -> EstimateInputs:
    """A step toward log-odds; ``share`` of the way is left."""
    believed = _chance(share * logit(now.items.believed) + (1 - share) * items)
    moved = tuple(
        replace(z, believed=float(_chance(share * logit(z.believed) + (1 - share) * x)))
        for z, x in zip(now.zones, zones, strict=True)
    )
    return replace(now, items=replace(now.items, believed=believed.astype(np.float32)), zones=moved)


def _chance(odds: Any) -> Any:
    return 1 / (1 + np.exp(-odds))


def with_others(inputs: EstimateInputs) -> Doubles:
    """Log-odds of items by themselves and by what other documents say of the place: those that tell
    of the same event, each as far as it is believed by itself, add to it; where none so much as
    speaks of the place in the days around, less is believed.

    Kinds whose errors are learned stand for themselves.
    """
    section, items = inputs.strengths.sections["belief"], inputs.items
    out: Doubles = logit(items.believed)
    some = np.flatnonzero(~(inputs.strengths.of("learn", items.kind) & (items.kind >= 0)))
    if not len(some):
        return out
    column = inputs.claims.rows["document"].combine_chunks().dictionary_encode()
    document: Numbers = column.indices.to_numpy()
    says, place = inputs.strengths.of("says", items.kind[some]), items.place[some]
    event = (place.astype(np.int64) * inputs.states + items.label[some]) * 2
    event += says[:, 0] >= says[:, 1]
    told = _Told(event, items.day[some], document[items.claim[some]], items.believed[some])
    days = int(section["told_days"])
    same = told.by_others(told.event, told.day, told.document, days)
    claims = inputs.claims
    # A denial bears nothing out.
    asked = np.zeros(len(inputs.settlements.places) + 1, dtype=np.bool_)
    asked[place] = True  # the last stands for claims without a place
    placed = np.flatnonzero(asked[claims.place] & claims.among("polarity", "positive"))
    spoken = _Told(
        claims.place[placed].astype(np.int64), claims.day[placed] - inputs.first_day,
        document[placed], np.ones(len(placed)),
    )  # fmt: skip
    lonely = spoken.by_others(place.astype(np.int64), told.day, told.document, days) < 1
    out[some] += section["told"] * np.minimum(same, section["same_most"])
    out[some] = np.where(lonely, np.minimum(out[some], logit(section["lonely"])), out[some])
    return out


@dataclass(frozen=True, eq=False)
class _Told:
    """What documents tell, by event, day and document, with how much each counts."""

    event: Any
    day: Numbers
    document: Numbers
    weight: Any

    def by_others(self, event: Any, day: Numbers, document: Numbers, days: int) -> Doubles:
        """How much other documents tell of some events within so many days of some days."""
        span = int(max(self.day.max(), day.max())) + 1 - int(min(self.day.min(), day.min()))
        wide = span + 2 * days
        at = self.event * wide + self.day
        order = np.argsort(at, kind="stable")
        sums = np.concatenate([[0.0], np.cumsum(self.weight[order], dtype=np.float64)])
        asked = event * wide + day
        first = np.searchsorted(at[order], asked - days)
        last = np.searchsorted(at[order], asked + days, "right")
        every = int(max(self.document.max(), document.max())) + 1
        names, which = np.unique(self.event * every + self.document, return_inverse=True)
        total = np.bincount(which, self.weight)
        mine = event * every + document
        at_name = np.clip(np.searchsorted(names, mine), 0, len(names) - 1)
        own = np.where(names[at_name] == mine, total[at_name], 0.0)
        out: Doubles = np.maximum(0.0, sums[last] - sums[first] - own)
        return out


def _of_items(inputs: EstimateInputs, chances: ByDay, contact: Contact, rows: Numbers) -> Doubles:
    """What the nearness of the side that each item speaks for, in the days around it, adds to its
    log-odds; for some rows.
    """
    section, items = inputs.strengths.sections["belief"], inputs.items
    if not len(rows):
        return np.zeros(0)
    around = np.arange(-int(section["days_before"]), int(section["days_after"]) + 1, _EVERY)
    days = np.clip(items.day[rows] + around[:, None], 0, inputs.days - 1)
    needed, which = np.unique(days // _EVERY * _EVERY, return_inverse=True)
    near = np.stack([contact.on(t, chances[t]) for t in needed.tolist()])
    says, label = inputs.strengths.of("says", items.kind[rows]), items.label[rows]
    at, every = contact.column[items.place[rows]], np.arange(len(rows))
    best = np.zeros(len(rows), dtype=np.float32)
    for on in which.reshape(days.shape):
        sides = near[on, :, at]
        own = sides[every, label]
        best = np.maximum(best, np.where(says[:, 0] >= says[:, 1], own, sides.sum(axis=1) - own))
    out: Doubles = section["contact"] * contact.odds(best)
    return out
