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
import pyarrow as pa

from fogline.control.chain import EventOdds, event_odds
from fogline.control.claims import ClaimTable
from fogline.control.contact import Contact
from fogline.control.evidence import interest, logit
from fogline.control.field_model import evidence_about, goals, smooth_places, starts
from fogline.control.inputs import EstimateInputs
from fogline.control.learned import Learned
from fogline.control.places import Doubles, Floats, Numbers
from fogline.control.strengths import Strengths
from fogline.control.zones import Zone
from fogline.model import CERTAINTIES

_FARTHEST = 20.0  # nats, against overflow
_TWO_SIDES = 2
_OVERLAP = 0.5  # territories that share so much of the smaller one are one


def judged(inputs: EstimateInputs, learned: Learned) -> EstimateInputs:
    """The inputs with claims judged against each other."""
    section, contact = inputs.strengths.sections["belief"], Contact(inputs)
    if not len(contact.named):
        return inputs
    items = logit(inputs.items.believed)
    zones = [logit(z.believed) + _borne_out(z, inputs) for z in inputs.zones]
    now = inputs
    for _ in range(int(section["steps"])):
        chances = smooth_places(now, learned, contact.named)
        of_items = items + section["contact"] * _of_items(now, chances, contact)
        told = _Told(now, learned, contact, chances)
        of_zones = [x + told.of(z) for x, z in zip(zones, now.zones, strict=True)]
        now = _damped(now, of_items, of_zones, section["damping"])
    return now


def by_themselves(inputs: EstimateInputs) -> EstimateInputs:
    """The inputs with claims believed as each is by itself."""
    first = _first(inputs.claims, inputs.strengths)
    most = inputs.strengths.sections["belief"]["territory"]
    all_items, items = (
        replace(i, believed=first[i.claim]) for i in (inputs.all_items, inputs.items)
    )
    all_zones, zones = (
        tuple(replace(z, believed=min(float(first[z.claim]), most)) for z in found)
        for found in (inputs.all_zones, inputs.zones)
    )
    return replace(inputs, all_items=all_items, items=items, all_zones=all_zones, zones=zones)


def _first(claims: ClaimTable, table: Strengths) -> Floats:
    """How far each claim is believed by itself, by row of the view: by the reader's score, how sure
    its speaker is and how the speaker stands to the acting side.
    """
    section, every = table.sections["belief"], slice(None)
    scores = claims.rows["score"].cast(pa.float64()).fill_null(section["unscored"]).to_numpy()
    against, favour = interest(claims, every, claims.among("event", "withdraw"))
    sure = np.array([section[c] for c in CERTAINTIES])[claims.certainty]
    odds = logit(scores * section["reading"]) + sure
    odds += np.where(against, section["admission"], np.where(favour, section["own"], 0.0))
    out: Floats = np.minimum(_chance(odds), section["most"]).astype(np.float32)
    learned = table.of("learn", claims.kind) & (claims.kind >= 0)
    return np.where(learned, np.float32(section["learned"]), out)


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


def _of_items(inputs: EstimateInputs, chances: Floats, contact: Contact) -> Doubles:
    """Log-odds for items, by how near the side that each speaks for is in the days around it."""
    section, items = inputs.strengths.sections["belief"], inputs.items
    says, near = inputs.strengths.of("says", items.kind), contact.by_day(chances)
    at, rows = contact.column[items.place], np.arange(len(items))
    best = np.zeros(len(items), dtype=np.float32)
    for t in range(-int(section["days_before"]), int(section["days_after"]) + 1):
        around = near[np.clip(items.day + t, 0, inputs.days - 1), :, at]
        own = around[rows, items.label]
        best = np.maximum(best, np.where(says[:, 0] >= says[:, 1], own, around.sum(axis=1) - own))
    out: Doubles = contact.odds(best)
    return out


def _borne_out(zone: Zone, inputs: EstimateInputs) -> float:
    """What other documents' claims of the same event add, and those of its opposite take, in
    nats: they count where their territories overlap and their days are near.
    """
    section, documents = inputs.strengths.sections["belief"], inputs.claims.rows["document"]
    mine = documents[zone.claim].as_py()
    told: dict[bool, set[str]] = {True: set(), False: set()}
    for other in inputs.zones:
        if abs(other.day - zone.day) > section["same_days"]:
            continue
        shared = len(np.intersect1d(other.places, zone.places, assume_unique=True))
        if shared < _OVERLAP * min(len(other.places), len(zone.places)):
            continue
        if inputs.states - 1 == _TWO_SIDES or other.label == zone.label:
            same = (other.label == zone.label) == (other.away == zone.away)
            told[same] |= {documents[other.claim].as_py()} - {mine}
    many = {k: min(len(v), int(section["same_most"])) for k, v in told.items()}
    return float(section["same"] * (many[True] - many[False]))


@dataclass(frozen=True, eq=False)
class _Told:
    """What a step tells of claims about territories."""

    inputs: EstimateInputs
    learned: Learned
    contact: Contact
    chances: Floats

    def of(self, zone: Zone) -> float:
        """Log-odds for a claim about a territory: by what is said of the places inside, by how much
        of it its taker holds already without it, and by how near its taker is.
        """
        section, named = self.inputs.strengths.sections["belief"], self.contact.named
        inside = np.intersect1d(zone.places, named)
        if not len(inside):
            return float(section["alone"])
        found, columns = self._odds(zone, inside), np.searchsorted(named, inside)
        day = self.chances[zone.day].copy()
        day[:, columns] = found.after
        near = _taker(self.contact.on(zone.day, day)[:, columns], zone)
        held = float(_taker(found.after[:-1], zone).mean())
        already = float(np.log((held + section["inside_least"]) / section["inside_full"]))
        return float(
            section["contact"] * self.contact.odds(np.median(near))
            + section["inside"] * min(0.0, already)
            + self._support(found)
        )

    def _odds(self, zone: Zone, inside: Numbers) -> EventOdds:
        inputs, section = self.inputs, self.inputs.strengths.sections["belief"]
        first = max(0, zone.day - int(section["window_before"]))
        last = min(inputs.days, zone.day + int(section["window_after"]) + 1)
        others = tuple(z for z in inputs.zones if z is not zone and first <= z.day < last)
        only = replace(inputs, zones=others).only(inside)
        evidence, moved = evidence_about(only, self.learned, inside)
        start = starts(inputs)[:, inside]
        if first:
            start = self.chances[first - 1][:, np.searchsorted(self.contact.named, inside)]
        return event_odds(
            evidence[first:last], start, self.learned.rates[first:last], goals(inputs),
            moved.between(first, last), (zone.day - first, zone.label, zone.away),
        )  # fmt: skip

    def _support(self, found: EventOdds) -> float:
        """How much better what is said of the places goes with the event than without, in nats.

        Each place may be an exception; neighbours tell one story, so their sum counts by its root;
        where nothing had to change, the event explains nothing.
        """
        section = self.inputs.strengths.sections["belief"]
        follow, most = section["follow"], section["place_most"]
        each = np.log(follow * np.exp(np.clip(found.nats, -_FARTHEST, _FARTHEST)) + 1 - follow)
        each = np.clip(each, -most, most)
        each = np.where((each > 0) & (found.stood > section["stood"]), 0.0, each)
        return float(each.sum() / np.sqrt(max(1, int(np.count_nonzero(each)))))


def _taker(by_side: Any, zone: Zone) -> Any:
    """What those have who come by a territory, of figures by side, shape (sides, places)."""
    own = by_side[zone.label]
    return by_side.sum(axis=0) - own if zone.away else own
