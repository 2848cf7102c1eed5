"""Claims about territories as evidence about all their places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fogline.control.chain import ChangeEvidence
from fogline.control.claims import ClaimTable
from fogline.control.evidence import gather, keep_in_range, mixed, nats_of, nothing
from fogline.control.places import Floats, Mask, Numbers
from fogline.control.strengths import Strengths

# Nats against a side's holding what its own claim leaves out ("all of X except Y"): odds of 7.
_SPARED = 2.0


@dataclass(frozen=True, eq=False)
class Zone:
    """A claim about a territory: its row in the view, the day from the first, and the side.

    ``away`` says that the side leaves; ``change`` are the nats of change, ``state`` those of the
    state, and ``places`` the positions of its places. ``spared`` are those that it leaves out: not
    yet the side's. The event is one for all of them: ``believed`` is the chance that it happened.
    What is under way comes in ``steps``, days after the claim, each as likely as the others.
    """

    claim: int
    day: int
    label: int
    away: bool
    change: float
    state: float
    places: Numbers
    spared: Numbers
    believed: float = 1.0
    steps: tuple[int, ...] = (0,)


def each_once(found: tuple[Zone, ...], claims: ClaimTable) -> tuple[Zone, ...]:
    """What one voice says about one territory on a day, once, the strongest; by day."""
    once: dict[tuple[int, ...], Zone] = {}
    for z in sorted(found, key=lambda z: (z.day, -z.change, claims.rows["id"][z.claim].as_py())):
        voice = int(claims.voice[z.claim])
        area = (*z.places[:1].tolist(), len(z.places))
        once.setdefault((z.day, z.label, z.away, voice, *area), z)
    return tuple(once.values())


def add_zones(
    out: Floats, found: tuple[Zone, ...], column: Numbers, table: Strengths
) -> ChangeEvidence:
    """Add what territorial claims say about states to an array (days, states, places).

    Gives what they say about change.
    """
    rows: list[tuple[int, Zone, float, Numbers]] = []
    for z in found:
        believed = _as_a_whole(z.believed, table)
        here, spared = (of[of >= 0] for of in (column[z.places], column[z.spared]))
        way = -1 if z.away else 1
        held, left = way * z.state, -way * _SPARED
        if believed < 1:
            held, left = float(mixed(held, believed)), float(mixed(left, believed))
        if not z.away:
            out[z.day, :, here] -= held
        out[z.day, z.label, here] += held
        out[z.day, z.label, spared] += left
        keep_in_range(out, z.day * out.shape[2] + np.unique(np.concatenate([here, spared])))
        if z.change > 0 and len(here):
            each = min(z.change, float(nats_of(believed / len(z.steps))))
            rows += [(z.day + s, z, each, here) for s in z.steps if z.day + s < len(out)]
    if not rows:
        return nothing()
    sizes = [len(here) for *_, here in rows]
    day, state, gain, nats = (
        np.repeat(np.array(values), sizes)
        for values in zip(*((d, z.label, not z.away, n) for d, z, n, _ in rows), strict=True)
    )
    again = np.full(len(day), table.sections["territory"]["again"], dtype=np.float32)
    gains: Mask = gain.astype(np.bool_)
    return gather(day, np.concatenate([h for *_, h in rows]), state, gains, nats, again)


def _as_a_whole(believed: float, table: Strengths) -> float:
    """A territory's event is believed or not as a whole: what is little believed must not add up
    over its many places, and what is well believed moves them all.
    """
    if believed >= 1:
        return believed
    odds = (believed / (1 - believed)) ** table.sections["belief"]["whole"]
    return float(odds / (1 + odds))
