"""A day's new claims: only the places and days that they touch are estimated anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from fogline.control import neighbours, territory
from fogline.control.belief import judged_anew
from fogline.control.claims import ClaimTable, ordinal, tabulate
from fogline.control.copiers import repeated
from fogline.control.evidence import Items, collect, once
from fogline.control.field import FieldControl, has_neighbours
from fogline.control.field_model import Ground, goals, smooth_places, spread
from fogline.control.inputs import EstimateInputs
from fogline.control.learned import Learned
from fogline.control.places import Floats, Numbers
from fogline.control.zones import each_once
from fogline.gazetteer import open_gazetteer

# Chances that move less than this by the new claims are left as they were: tables show .05.
_STILL = 0.002
# On so many last days neighbours are asked again; what an update leaves of earlier days, the next
# estimate settles. Ten days keep an update of 25,000 places under two seconds (bench/control.py).
_SOLVED_DAYS = 10


def with_more(control: FieldControl, view: pa.Table) -> FieldControl:
    """The estimate with the claims of a view that it has not yet; see ``updated``."""
    inputs = control.inputs
    fresh = tabulate(inputs.claims.new_in(view), inputs.settlements)
    days = _days(inputs, fresh)
    grown = replace(inputs, claims=inputs.claims.followed_by(fresh), days=days)
    added, touched = _added(grown, fresh, control.learned)
    learned = _longer(control.learned, days)
    alone = _extended(control.alone, grown, learned)
    if inputs.judged:
        added = judged_anew(added, learned, alone, inputs)
    if len(touched):
        alone[:, :, touched] = smooth_places(added.only(touched), learned, touched)
    chances, ground = alone, Ground(added, learned)
    if has_neighbours(inputs):
        chances = _spread(control, added, ground, alone, touched)
    return replace(
        control, inputs=added, chances=chances, alone=alone, learned=learned, ground=ground
    )


def _days(inputs: EstimateInputs, fresh: ClaimTable) -> int:
    """How many days there are with new claims, up to the last day that was asked for."""
    after = inputs.first_day + inputs.days
    asked = inputs.options.end
    closed = asked is not None and ordinal(asked) < after
    last = max([after - 1, *([] if closed else fresh.day.tolist())])
    return int(last) - inputs.first_day + 1


def _added(
    grown: EstimateInputs, fresh: ClaimTable, learned: Learned
) -> tuple[EstimateInputs, Numbers]:
    """The inputs with the evidence of new claims, and the places that it touches."""
    table, settlements = grown.strengths, grown.settlements
    span, offset = (grown.first_day, grown.days), len(grown.claims) - len(fresh)
    new = collect(grown.claims, table, *span, since=offset)
    here = np.zeros(len(settlements.places), dtype=np.bool_)
    here[new.place] = True
    touched = _joined(grown.all_items.take(here[grown.all_items.place]), new)
    touched = touched.take(~repeated(touched, learned.copying))
    items = _joined(grown.items.take(~here[grown.items.place]), once(touched, grown.claims, table))
    all_items = _joined(grown.all_items.take(~here[grown.all_items.place]), touched)
    found = territory.zones(fresh, settlements, open_gazetteer(settlements.theatre), table, *span)
    all_zones = (*grown.all_zones, *(replace(z, claim=z.claim + offset) for z in found))
    for z in found:
        here[z.places] = here[z.spared] = True
    added = replace(
        grown,
        all_items=all_items,
        items=items,
        all_zones=all_zones,
        zones=each_once(all_zones, grown.claims),
    )
    return added, np.flatnonzero(here).astype(np.int32)


def _joined(one: Items, two: Items) -> Items:
    return Items(
        *(np.concatenate([getattr(one, n), getattr(two, n)]) for n in Items.__dataclass_fields__)
    )


def _longer(learned: Learned, days: int) -> Learned:
    """Rates for later days are those of the last."""
    more = days - len(learned.rates)
    if not more:
        return learned
    later = np.full(more, learned.rates[-1], dtype=np.float32)
    return replace(learned, rates=np.concatenate([learned.rates, later]))


def _extended(before: Floats, grown: EstimateInputs, learned: Learned) -> Floats:
    """A copy with later days, on which no claim speaks yet."""
    out = np.empty((grown.days, *before.shape[1:]), dtype=np.float32)
    out[: len(before)] = before
    for t in range(len(before), grown.days):
        out[t] = out[t - 1] * (1 - learned.rates[t]) + learned.rates[t] * goals(grown)[:, None]
    return out


def _spread(
    control: FieldControl, added: EstimateInputs, ground: Ground, alone: Floats, touched: Numbers
) -> Floats:
    """Let neighbours speak anew on the last days that changed; on earlier ones only the touched
    places' own evidence changes.
    """
    chances, old = np.empty_like(alone), len(control.alone)
    chances[:old] = control.chances
    before, now = control.alone[:, :, touched], alone[:old, :, touched]
    moved = np.abs(now - before).max(axis=(1, 2), initial=0) > _STILL
    since = max(0, added.days - _SOLVED_DAYS)
    past = np.flatnonzero(moved[:since])
    if len(past):
        cells = np.ix_(past, np.arange(alone.shape[1]), touched)
        again = chances[cells] * (
            np.maximum(now[past], neighbours.LEAST) / np.maximum(before[past], neighbours.LEAST)
        )
        chances[cells] = again / again.sum(axis=1, keepdims=True)
    days = np.concatenate([since + np.flatnonzero(moved[since:]), np.arange(old, added.days)])
    if len(days):
        chances[days] = spread(added, ground, alone, days)
    return chances
