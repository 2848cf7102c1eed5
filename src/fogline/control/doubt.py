"""Why a claim is believed so far and no further, in words: what `explain` shows beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fogline.control.belief import by_themselves, with_others
from fogline.control.evidence import logit
from fogline.control.inputs import EstimateInputs
from fogline.control.places import Numbers
from fogline.control.retraction import taken_back
from fogline.control.territory_belief import Corroboration
from fogline.control.worth import Worth, worth_by_row
from fogline.control.zones import Zone

# Nats below which a ground is not worth a word: odds of less than three to one.
_TOLD = 1.0


@dataclass(frozen=True)
class Doubt:
    """How far a claim is believed: ``alone`` by how it was read and who tells it, ``believed`` by
    all that is said around it, and ``why`` in words.
    """

    alone: float
    believed: float
    why: str


def doubts(inputs: EstimateInputs, place: int) -> dict[int, Doubt]:
    """The doubts about the claims of a place and of its territories, by row of the view; none where
    claims are not judged.
    """
    if not inputs.judged:
        return {}
    first = by_themselves(inputs)
    worth = worth_by_row(inputs.claims, inputs.strengths, inputs.worth)
    return {**_of_items(inputs, first, place, worth), **_of_zones(inputs, first, place, worth)}


def _of_items(
    inputs: EstimateInputs, first: EstimateInputs, place: int, worth: Numbers
) -> dict[int, Doubt]:
    items, out = inputs.items, {}
    alone = first.items.believed
    others = with_others(first) - logit(alone)
    back = taken_back(inputs.claims, inputs.strengths.sections["belief"])
    near = logit(items.believed) - logit(alone) - others
    for k in np.flatnonzero(items.place == place).tolist():
        grounds = _alone(float(alone[k]), inputs.worth, worth[items.claim[k]])
        if back[items.claim[k]]:
            grounds.append("who told it denies it within days")
        if others[k] > _TOLD:
            grounds.append("other documents tell of it")
        elif others[k] < -_TOLD:
            grounds.append("no other document speaks of the place then")
        if near[k] < -_TOLD:
            grounds.append("its side holds little around")
        out[int(items.claim[k])] = _doubt(alone[k], items.believed[k], grounds)
    return out


def _of_zones(
    inputs: EstimateInputs, first: EstimateInputs, place: int, worth: Numbers
) -> dict[int, Doubt]:
    same, out = Corroboration(first), {}
    for k, (zone, before) in enumerate(zip(inputs.zones, first.zones, strict=True)):
        if place not in zone.places:
            continue
        grounds = _alone(before.believed, inputs.worth, worth[zone.claim])
        others = same.bears_out(k, inputs.zones)
        if abs(others) > _TOLD:
            grounds.append(f"other documents tell {'of it' if others > 0 else 'the opposite'}")
        grounds += _inside(inputs, zone)
        out[zone.claim] = _doubt(before.believed, zone.believed, grounds)
    return out


def _alone(believed: float, known: tuple[Worth, ...], at: int) -> list[str]:
    """How far a claim is believed by itself, and what the word that it rests on has been worth."""
    grounds = [f"{believed:.2f} as read and told"]
    if at >= 0:
        worth = known[at]
        grounds.append(
            f"what {worth.side} tells {'against' if worth.against else 'for'} itself "
            f"({worth.event}) came true in {worth.right:.2f} of {worth.checked:.0f}"
        )
    return grounds


def _inside(inputs: EstimateInputs, zone: Zone) -> list[str]:
    """What claims of the weeks after tell of the places inside a territory."""
    items, window = inputs.items, inputs.strengths.sections["belief"]["window_after"]
    after = (items.day > zone.day) & (items.day <= zone.day + window)
    mine = np.flatnonzero(after & np.isin(items.place, zone.places))
    says = inputs.strengths.of("says", items.kind[mine])
    holds = (items.label[mine] == zone.label) == (says[:, 0] > says[:, 1])
    against, favour = (
        _places(items.place[mine[holds == zone.away]]),
        _places(items.place[mine[holds != zone.away]]),
    )
    span = f"in the {window:.0f} days after"
    told = (("against", against), ("for", favour))
    grounds = [f"claims speak {way} it at {n} places inside {span}" for way, n in told if n]
    return grounds or [f"nothing is said of places inside {span}"]


def _places(of: Numbers) -> int:
    return len(np.unique(of))


def _doubt(alone: float, believed: float, grounds: list[str]) -> Doubt:
    return Doubt(round(float(alone), 2), round(float(believed), 2), "; ".join(grounds))
