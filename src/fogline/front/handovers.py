"""Places that changed hands, and the claims behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from fogline.control import Control, Handover, NoReasonsError, explain
from fogline.front.holders import UNCLEAR, held, sides
from fogline.front.mesh import Mesh, Numbers, tessellate
from fogline.front.reach import SPOKEN, in_reach

# A claim with less weight than this in nats is no reason: it multiplies the odds by 1.35. The
# claims shown are the three heaviest.
_LEAST_NATS, _CLAIMS = 0.3, 3
# A likeliest state that changes while its chance hardly does is no handover: 0.49 to 0.51 says
# nothing.
LEAST_CHANCE = 0.1

_FIGURES = ("lost_by", "gained_by", "before", "after", "km2")
_SCHEMA = pa.schema(
    [("date", pa.date32())]
    + [(n, pa.string()) for n in ("place", "id", "region")]
    + [
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("lost_by", pa.string()),
        ("gained_by", pa.string()),
    ]
    + [(n, pa.float64()) for n in ("before", "after", "km2")]
    + [("claims", pa.list_(pa.string())), ("words", pa.string())]
)


def table_of(handovers: tuple[Handover, ...]) -> pa.Table:
    """One row a handover: date, place, id, region, lat, lon, lost_by, gained_by, before, after,
    km2, claims (ids), words (what they say).
    """
    columns = {
        "date": [h.day for h in handovers],
        "place": [h.place.name for h in handovers],
        **{n: [getattr(h.place, n) for h in handovers] for n in ("id", "region", "lat", "lon")},
        **{n: [getattr(h, n) for h in handovers] for n in _FIGURES},
        "claims": [[reason.claim.id for reason in h.claims or ()] for h in handovers],
        "words": [h.in_words() for h in handovers],
    }
    return pa.table({n: columns[n] for n in _SCHEMA.names}, schema=_SCHEMA)


def handovers(control: Control, first: date, last: date) -> tuple[Handover, ...]:
    """The places that changed hands between two days, without the claims behind it.

    Raises:
        ControlError: a day that was not estimated.
    """
    return handovers_between(control, tessellate(control), first, last, 0).handovers


@dataclass(frozen=True)
class Turned:
    """The places that changed hands; how many more only wavered, and how many no claim is near."""

    handovers: tuple[Handover, ...]
    wavering: int
    unclaimed: int


def handovers_between(
    control: Control, mesh: Mesh, first: date, last: date, explained: int
) -> Turned:
    """The places that changed hands. Towns that claims speak of come first, the largest before the
    others; claims are looked up for the first ``explained``.
    """
    start, end = control.day(first), control.day(last)
    was, now = (held(control.chances[t]) for t in (start, end))
    turned = np.flatnonzero(was != now)
    settled = turned[_settled(control, turned, now[turned], (start, end))]
    places = settled[in_reach(control, settled, (start, end))]
    days = np.stack([held(control.chances[t][:, places]) for t in range(start, end + 1)])
    # The first day of the last stretch in the new state.
    since = end + 1 - np.cumprod((days == now[places])[::-1], axis=0).sum(axis=0)
    spoken = control.known(places.astype(np.int32), since.astype(np.int32)) >= SPOKEN
    size = np.array([control.places[k].weight for k in places])
    out = []
    for rank, k in enumerate(np.lexsort((-mesh.km2[places], -size, ~spoken)).tolist()):
        place, day = int(places[k]), first + timedelta(int(since[k]) - start)
        found = _handover(
            control, mesh, place, (int(was[place]), int(now[place])), (start, end), day
        )
        out.append(_explained(control, found) if rank < explained else found)
    return Turned(tuple(out), len(turned) - len(settled), len(settled) - len(places))


def handovers_on(
    control: Control, mesh: Mesh, places: Numbers, day: date, most: int
) -> list[Handover]:
    """Of some places, those that changed hands on a day, contested ground counted with the
    likelier side; at most so many, those first that claims say most about.
    """
    start, end = control.day(day - timedelta(1)), control.day(day)
    was, now = (sides(control.chances[t])[places] for t in (start, end))
    # Unclear comes after contested among states, and right after the belligerents among sides.
    was, now = (
        np.where(of == len(control.states) - 1, len(control.states), of) for of in (was, now)
    )
    turned = (was != now) & _settled(control, places, now, (start, end))
    moved = np.flatnonzero(turned & in_reach(control, places, (start, end)))
    spoken = control.known(places[moved].astype(np.int32), np.full(len(moved), end, dtype=np.int32))
    order = moved[np.lexsort((-mesh.km2[places[moved]], -np.round(spoken, 1)))[:most]]
    return [
        _explained(
            control,
            _handover(control, mesh, int(places[k]), (int(was[k]), int(now[k])), (start, end), day),
        )
        for k in order.tolist()
    ]


def _settled(control: Control, places: Numbers, gained: Numbers, ends: tuple[int, int]) -> Any:
    """Which places' new states are states, and have become likelier by a tenth or more."""
    state = np.minimum(gained, len(control.states) - 1)
    before, after = (control.chances[t][state, places] for t in ends)
    return (gained < len(control.states)) & (after - before >= LEAST_CHANCE)


def _handover(
    control: Control,
    mesh: Mesh,
    place: int,
    states: tuple[int, int],
    ends: tuple[int, int],
    day: date,
) -> Handover:
    names = (*control.states, UNCLEAR)
    before, after = (round(float(control.chances[t][states[1], place]), 3) for t in ends)
    return Handover(
        control.places[place],
        names[states[0]],
        names[states[1]],
        day,
        before,
        after,
        round(float(mesh.km2[place]), 1),
    )


def _explained(control: Control, handover: Handover) -> Handover:
    """The same with the claims that speak most for the new state."""
    try:
        why = explain(control, handover.place.id, handover.day)
    except NoReasonsError:
        return handover  # an estimator without reasons: the claims are not looked up
    claims = tuple(r for r in why.reasons if r.nats >= _LEAST_NATS)[:_CLAIMS]
    return replace(handover, claims=claims)
