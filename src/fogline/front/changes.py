"""What changed hands between two days: km2 by side and region with an interval, how fast, and
the places and claims behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations, permutations
from typing import Any

import numpy as np
import pyarrow as pa

from fogline.control import Control, Handover
from fogline.errors import UsageError
from fogline.front.chart import CHART_WIDTH, area_chart
from fogline.front.handovers import LEAST_CHANCE, handovers_between, table_of
from fogline.front.holders import SURE, among_sides, extent, nested, sides
from fogline.front.mesh import Mesh, Numbers, tessellate
from fogline.front.plane import Doubles
from fogline.front.shapes import Shapes
from fogline.notebook import html_table

ALL = "all"
# Less ground than this in km2 is no row, and a front shorter than this in km no sector.
_LEAST_KM2, _LEAST_KM = 1.0, 5.0


@dataclass(frozen=True)
class Flow:
    """Ground that went from one belligerent to another in a region, contested ground counted
    with the likelier one: km2 as mapped, what of it is sure, what may have gone, and how many
    places changed on the map.
    """

    region: str
    lost_by: str
    gained_by: str
    km2: float
    low: float
    high: float
    places: int


@dataclass(frozen=True)
class Advance:
    """How fast a side moved in a sector, its front with another side in a region: its net gain
    from that side over the front's length and the days, in km a day. ``low`` is by what it surely
    gained and may have lost, ``high`` the other way round.

    ``front_km`` is the mean of the front's length on the two days. A negative pace is a retreat.
    """

    region: str
    side: str
    against: str
    front_km: float
    km_a_day: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Changes:
    """What changed hands between two days.

    Of the ``handovers``, towns that claims speak of come first, the largest of them before the
    others, then what follows its neighbours. ``wavering`` is how many other places changed their
    likeliest state while its chance grew by less than a tenth, ``unclaimed`` how many changed it
    with no claim near: the flows count both, but they are no events.
    """

    control: Control = field(repr=False)
    first: date
    last: date
    flows: tuple[Flow, ...]
    advances: tuple[Advance, ...]
    handovers: tuple[Handover, ...]
    wavering: int
    unclaimed: int

    def table(self) -> pa.Table:
        """One row a flow: region (all for the sum), lost_by, gained_by, km2, km2_low, km2_high,
        places.
        """
        figures = {"km2": "km2", "low": "km2_low", "high": "km2_high"}
        rows = [
            {n: getattr(f, n) for n in ("region", "lost_by", "gained_by", "places")}
            | {new: getattr(f, n) for n, new in figures.items()}
            for f in self.flows
        ]
        kinds = [(n, pa.string()) for n in ("region", "lost_by", "gained_by")]
        kinds += [(n, pa.float64()) for n in figures.values()] + [("places", pa.int32())]
        return pa.Table.from_pylist(rows, schema=pa.schema(kinds))

    def handover_table(self) -> pa.Table:
        """One row a handover: date, place, id, region, lat, lon, lost_by, gained_by, before,
        after, km2, claims (ids), words (quoted).
        """
        return table_of(self.handovers)

    def chart(self, width: int = CHART_WIDTH) -> Any:
        """The belligerents' areas from the first day to the last, with their intervals, as an
        altair chart so many points wide; needs the extra 'charts'.
        """
        theatre = self.control.theatre
        title = f"{theatre.title}: ground held, {self.first} to {self.last}"
        return area_chart(
            history(self.control, self.first, self.last),
            {b.label: b.colour for b in theatre.belligerents},
            title,
            width,
        )

    def _repr_html_(self) -> str:
        return html_table(self.table(), f"What changed hands from {self.first} to {self.last}")


def changes(control: Control, first: date, last: date, explained: int = 20) -> Changes:
    """What changed hands from one day to another; the claims are looked up for the first
    ``explained`` places.

    Raises:
        ControlError: a day that was not estimated.
        UsageError: the last day is not after the first.
    """
    if last <= first:
        raise UsageError(f"from {first} to {last}", "give a last day after the first")
    mesh = tessellate(control)
    compared = _Comparison(control, mesh, first, last)
    listed = handovers_between(control, mesh, first, last, explained)
    return Changes(
        control,
        first,
        last,
        tuple(compared.flows()),
        tuple(compared.advances()),
        listed.handovers,
        listed.wavering,
        listed.unclaimed,
    )


class _Comparison:
    """Two days of an estimate on the map, and what of it is sure."""

    def __init__(self, control: Control, mesh: Mesh, first: date, last: date) -> None:
        ends = [control.chances[control.day(d)] for d in (first, last)]
        self.control, self.mesh, self.days = control, mesh, (last - first).days
        self.was, self.now = (sides(chances) for chances in ends)
        self._before, self._after = (among_sides(chances) for chances in ends)
        self.names, self.region = np.unique(
            [p.region or "no region" for p in control.places], return_inverse=True
        )

    def _taken(self, a: int, b: int) -> Doubles:
        """km2 that side b took from side a by region: surely, on the map, and possibly, shape
        (3, regions).

        Sure is what was surely the one's and is surely the other's; possible what may have been
        and may be so, where the one's chance fell and the other's grew by a tenth or more.
        """
        before, after = self._before, self._after
        mapped = (self.was == a) & (self.now == b)
        moved = (after[b] - before[b] >= LEAST_CHANCE) & (after[a] < before[a])
        possible = moved & (before[a] >= 1 - SURE) & (after[b] >= 1 - SURE)
        steps = nested(mapped, mapped & (before[a] >= SURE) & (after[b] >= SURE), possible)
        sizes = [np.bincount(self.region, self.mesh.km2 * step, len(self.names)) for step in steps]
        out: Doubles = np.cumsum(sizes, axis=0)
        return out

    def flows(self) -> list[Flow]:
        """By region and pair of belligerents, the sum of all regions first."""
        out: list[Flow] = []
        labels = self.control.states
        for a, b in permutations(range(len(labels) - 1), 2):
            places = np.bincount(
                self.region[(self.was == a) & (self.now == b)], minlength=len(self.names)
            )
            taken = self._taken(a, b)
            for name, (low, km2, high), count in [
                (ALL, taken.sum(axis=1), places.sum()),
                *zip(self.names.tolist(), taken.T, places, strict=True),
            ]:
                if high >= _LEAST_KM2:
                    size, sure, possible = (round(float(v), 1) for v in (km2, low, high))
                    out.append(Flow(name, labels[a], labels[b], size, sure, possible, int(count)))
        return sorted(out, key=lambda f: (f.region != ALL, -f.km2, -f.high, f.region))

    def advances(self) -> list[Advance]:
        """By region and pair of belligerents that meet there, and for all of their front."""
        out = []
        labels = self.control.states
        for a, b in combinations(range(len(labels) - 1), 2):
            length = np.mean([self._front_km(of, a, b) for of in (self.was, self.now)], axis=0)
            # What is surely gained goes with what may be lost, and the other way round.
            net = self._taken(a, b) - self._taken(b, a)[::-1]
            for name, km, (low, gain, high) in [
                (ALL, length.sum(), net.sum(axis=1)),
                *zip(self.names.tolist(), length, net.T, strict=True),
            ]:
                if km >= _LEAST_KM:
                    pace = [round(float(v / km / self.days), 3) for v in (gain, low, high)]
                    out.append(Advance(name, labels[b], labels[a], round(float(km), 1), *pace))
        return sorted(out, key=lambda a: (a.region != ALL, -abs(a.km_a_day), a.region))

    def _front_km(self, of: Numbers, a: int, b: int) -> Doubles:
        """The length of the line between two sides by region; a piece belongs to the place on
        its left.
        """
        edge, km = Shapes(self.mesh, of).lengths(a, b)
        out: Doubles = np.bincount(
            self.region[self.mesh.left[edge]], km, minlength=len(self.names)
        ).astype(np.float64)
        return out


def history(control: Control, first: date | None = None, last: date | None = None) -> pa.Table:
    """The area of each belligerent by day, contested ground counted with the likelier one: date,
    state, km2 (mapped), km2_low (what of it is sure), km2_high (what may be its ground).

    Raises:
        ControlError: a day that was not estimated.
    """
    mesh = tessellate(control)
    rows: list[_AreaRow] = []
    start, end = control.day(first or control.first), control.day(last or control.last)
    for t in range(start, end + 1):
        chances, day = control.chances[t], control.first + timedelta(t)
        share, of = among_sides(chances), sides(chances)
        for k, state in enumerate(control.states[:-1]):
            size = extent(of == k, share[k], SURE, mesh.km2)
            figures = (round(v, 1) for v in (size.mapped, size.low or 0.0, size.high or 0.0))
            rows.append(_AreaRow(day, state, *figures))
    columns = {n: [getattr(row, n) for row in rows] for n in _AreaRow.__slots__}
    return pa.table(columns)


@dataclass(frozen=True, slots=True)
class _AreaRow:
    """The ground of a belligerent on a day."""

    date: date
    state: str
    km2: float
    km2_low: float
    km2_high: float
