"""Learns what sides' words about their gains and losses are worth, by what all others tell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fogline.control.field_model import smooth_places
from fogline.control.inputs import EstimateInputs
from fogline.control.learned import Learned
from fogline.control.places import Doubles, Mask
from fogline.control.worth import Worth, words_of_sides

_EVERY = 3  # days: what came true is looked up so often, for places seldom change in between
_DIGITS = 3


def learn_worth(inputs: EstimateInputs, learned: Learned) -> tuple[Worth, ...]:
    """How often what each side tells of its own and its rivals' gains and losses came true, by the
    chances of places without all such words.

    Only places of which others speak in the weeks after say anything, and as far as they are sure.
    """
    section, items = inputs.strengths.sections["worth"], inputs.items
    rows, names = words_of_sides(inputs.claims, inputs.strengths)
    of = np.where(inputs.strengths.of("learn", items.kind), -1, rows[items.claim])
    told = of >= 0
    if not told.any() or told.all():
        return ()
    came, sure = _came_true(inputs, learned, told)
    each, checked, right = (
        np.bincount(of[told], weights=w, minlength=len(names)) for w in (None, sure, sure * came)
    )
    share = (right + section["claims"] * section["right"]) / (checked + section["claims"])
    return tuple(
        Worth(*names[k], int(each[k]), round(float(checked[k]), 1), round(float(share[k]), _DIGITS))
        for k in np.flatnonzero(each).tolist()
    )


def _came_true(inputs: EstimateInputs, learned: Learned, told: Mask) -> tuple[Doubles, Doubles]:
    """The chance that what each item told by a side says came true within some days, by all others'
    words, and how sure these are: 0 where they do not speak of the place in that time.
    """
    days, items = int(inputs.strengths.sections["worth"]["days"]), inputs.items
    named = inputs.named
    chances = smooth_places(replace(inputs, items=items.take(~told)), learned, named)
    some = items.take(told)
    at = np.minimum(some.day[:, None] + np.arange(0, days + 1, _EVERY), inputs.days - 1)
    held = chances[at, some.label[:, None], inputs.columns(named)[some.place][:, None]]
    says = inputs.strengths.of("says", some.kind)
    came = np.where(says[:, 0] >= says[:, 1], held.max(axis=1), 1 - held.min(axis=1))
    wide = inputs.days + days + 1
    others = np.sort(items.place[~told].astype(np.int64) * wide + items.day[~told])
    mine = some.place.astype(np.int64) * wide + some.day
    spoken = np.searchsorted(others, mine + days, "right") > np.searchsorted(others, mine)
    return came, np.where(spoken, np.abs(2 * came - 1), 0.0)
