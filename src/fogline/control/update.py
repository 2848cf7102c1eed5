"""A day's new claims: only the places and days that they touch are estimated anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fogline.control import neighbours, territory
from fogline.control.basis import Basis, Learned, goals
from fogline.control.claims import Claims, ordinal, tabulate
from fogline.control.control import Control
from fogline.control.copiers import repeated
from fogline.control.estimate import fighting, smooth_alone
from fogline.control.evidence import Items, collect, once
from fogline.control.places import Floats, Numbers
from fogline.gazetteer import open_gazetteer

# Chances that move less than this by the new claims are left as they were.
_STILL = 0.002
# On so many last days neighbours are asked again; what an update leaves of earlier days, the next
# estimate settles.
_SOLVED = 10


def update(control: Control, view: pa.Table) -> Control:
    """See :meth:`Control.updated`."""
    basis = control.basis
    known = pc.is_in(view["id"], value_set=basis.claims.rows["id"].combine_chunks())
    fresh = tabulate(view.filter(pc.invert(known)), basis.field)
    asked = basis.options.end
    last = max(
        [
            basis.first + basis.days - 1,
            *([] if asked and ordinal(asked) < basis.first + basis.days else fresh.day.tolist()),
        ]
    )
    grown = replace(basis, claims=basis.claims.followed_by(fresh), days=last - basis.first + 1)
    added, touched = _added(grown, fresh, control.learned)
    learned = _longer(control.learned, grown.days)
    alone = _extended(control.alone, grown, learned)
    if len(touched):
        alone[:, :, touched] = smooth_alone(added.only(touched), learned, touched)
    if not basis.options.neighbours or len(basis.field.places) < neighbours.FEWEST:
        return Control(added, learned, alone, alone)
    return Control(added, learned, alone, _spread(control, added, learned, alone, touched))


def _added(grown: Basis, fresh: Claims, learned: Learned) -> tuple[Basis, Numbers]:
    """The evidence with that of new claims, each voice still once, and the places that it
    touches.
    """
    table, first, days, offset = (
        grown.table,
        grown.first,
        grown.days,
        len(grown.claims) - len(fresh),
    )
    new = collect(grown.claims, table, first, days, since=offset)
    here = np.zeros(len(grown.field.places), dtype=np.bool_)
    here[new.place] = True
    said = _joined(grown.said.take(here[grown.said.place]), new)
    said = said.take(~repeated(said, learned.copying))
    items = _joined(grown.items.take(~here[grown.items.place]), once(said, grown.claims))
    whole = _joined(grown.said.take(~here[grown.said.place]), said)
    found = territory.zones(
        fresh, grown.field, open_gazetteer(grown.field.theatre), table, first, days
    )
    told = (*grown.told, *(replace(z, claim=z.claim + offset) for z in found))
    for z in found:
        here[z.places] = here[z.spared] = True
    zones = territory.each_once(told, grown.claims)
    return replace(grown, said=whole, items=items, told=told, zones=zones), np.flatnonzero(
        here
    ).astype(np.int32)


def _joined(one: Items, two: Items) -> Items:
    return Items(
        *(np.concatenate([getattr(one, n), getattr(two, n)]) for n in Items.__dataclass_fields__)
    )


def _longer(learned: Learned, days: int) -> Learned:
    """Rates for later days are those of the last."""
    more = days - len(learned.rates)
    return (
        replace(
            learned,
            rates=np.concatenate(
                [learned.rates, np.full(more, learned.rates[-1], dtype=np.float32)]
            ),
        )
        if more
        else learned
    )


def _extended(before: Floats, grown: Basis, learned: Learned) -> Floats:
    """A copy with later days, on which no claim speaks yet."""
    out = np.empty((grown.days, *before.shape[1:]), dtype=np.float32)
    out[: len(before)] = before
    for t in range(len(before), grown.days):
        out[t] = out[t - 1] * (1 - learned.rates[t]) + learned.rates[t] * goals(grown)[:, None]
    return out


def _spread(
    control: Control, added: Basis, learned: Learned, alone: Floats, touched: Numbers
) -> Floats:
    """Let neighbours speak anew on the last days that changed; on earlier ones only the touched
    places' own evidence changes.
    """
    chances, old = np.empty_like(alone), len(control.alone)
    chances[:old] = control.chances
    before, now = control.alone[:, :, touched], alone[:old, :, touched]
    moved = np.abs(now - before).max(axis=(1, 2), initial=0) > _STILL
    since = max(0, added.days - _SOLVED)
    past = np.flatnonzero(moved[:since])
    if len(past):
        cells = np.ix_(past, np.arange(alone.shape[1]), touched)
        again = chances[cells] * (
            np.maximum(now[past], neighbours.LEAST) / np.maximum(before[past], neighbours.LEAST)
        )
        chances[cells] = again / again.sum(axis=1, keepdims=True)
    days = np.concatenate([since + np.flatnonzero(moved[since:]), np.arange(old, added.days)])
    if len(days):
        felt = fighting(added, int(days[0]))
        section = added.table.sections["neighbours"]
        chances[days] = neighbours.spread(
            added.web, alone, added.ground(learned), felt, section, days
        )
    return chances
