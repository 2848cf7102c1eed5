"""Claims about territories, judged by what others say of the same event and of places inside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import Any, Protocol

import numpy as np

from fogline.control.chain import EventOdds, event_odds
from fogline.control.contact import Contact
from fogline.control.field_model import evidence_between, goals, starts
from fogline.control.inputs import EstimateInputs
from fogline.control.learned import Learned
from fogline.control.places import Floats, Numbers
from fogline.control.zones import Zone

_FARTHEST = 20.0  # nats, against overflow
_TWO_SIDES = 2
_OVERLAP = 0.5  # territories that share so much of the smaller one are one


class ByDay(Protocol):
    """Chances of a day, shape (states, places): an array, or what gives one."""

    def __getitem__(self, day: int, /) -> Floats: ...


class Corroboration:
    """Which claims about territories tell of one event, or of its opposite: their territories
    overlap, and their days are near.
    """

    def __init__(self, inputs: EstimateInputs) -> None:
        self._section = inputs.strengths.sections["belief"]
        documents = inputs.claims.rows["document"]
        self._two = inputs.states - 1 == _TWO_SIDES
        self._document = [documents[z.claim].as_py() for z in inputs.zones]
        self._others: list[list[tuple[int, bool]]] = [[] for _ in inputs.zones]
        for (j, one), (k, two) in combinations(enumerate(inputs.zones), 2):
            same = (one.label == two.label) == (one.away == two.away)
            # Nobody takes again what they took weeks ago; what they hold they may have taken then.
            once = same and one.change > 0 and two.change > 0
            if self._together(one, two, self._section["event_days" if once else "same_days"]):
                self._others[j].append((k, same))
                self._others[k].append((j, same))

    def _together(self, one: Zone, two: Zone, days: float) -> bool:
        """Whether one of two claims says something of the other, within so many days."""
        if abs(one.day - two.day) > days:
            return False
        if not self._two and one.label != two.label:
            return False
        shared = len(np.intersect1d(one.places, two.places, assume_unique=True))
        return shared >= _OVERLAP * min(len(one.places), len(two.places))

    def bears_out(self, k: int, now: tuple[Zone, ...]) -> float:
        """What other documents' claims add to one, in nats, and those of its opposite take, each
        as far as it is believed itself.
        """
        told: dict[bool, dict[str, float]] = {True: {}, False: {}}
        for other, same in self._others[k]:
            name, believed = self._document[other], float(now[other].believed)
            if name != self._document[k]:
                told[same][name] = max(believed, told[same].get(name, 0.0))
        many = {s: min(sum(d.values()), self._section["same_most"]) for s, d in told.items()}
        return float(self._section["same"] * (many[True] - many[False]))


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What the rest of an estimate tells of claims about territories."""

    inputs: EstimateInputs
    learned: Learned
    contact: Contact
    chances: ByDay

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

    @cached_property
    def _nats(self) -> Floats:
        return self.learned.nats(self.inputs.items, self.inputs.strengths)

    def _odds(self, zone: Zone, inside: Numbers) -> EventOdds:
        inputs, section = self.inputs, self.inputs.strengths.sections["belief"]
        first = max(0, zone.day - int(section["window_before"]))
        last = min(inputs.days, zone.day + int(section["window_after"]) + 1)
        others = replace(inputs, zones=tuple(z for z in inputs.zones if z is not zone))
        evidence, moved = evidence_between(others, self._nats, inside, first, last)
        start = starts(inputs)[:, inside]
        if first:
            start = self.chances[first - 1][:, np.searchsorted(self.contact.named, inside)]
        return event_odds(
            evidence, start, self.learned.rates[first:last], goals(inputs), moved,
            (zone.day - first, zone.label, zone.away),
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
