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
import scipy

from fogline.control import Control, Handover
from fogline.errors import UsageError
from fogline.front.chart import area_chart
from fogline.front.handovers import handovers_between, table_of
from fogline.front.holders import among_sides, sides
from fogline.front.mesh import Mesh, Numbers, tessellate
from fogline.front.plane import Doubles
from fogline.front.samples import interval, samples
from fogline.front.shapes import Shapes
from fogline.notebook import html_table

ALL = "all"
# Less ground than this in km2 is no row, and a front shorter than this in km no sector.
_LEAST_KM2, _LEAST_KM = 1.0, 5.0


@dataclass(frozen=True)
class Flow:
    """Ground that went from one belligerent to another in a region, contested ground counted
    with the likelier one: km2 as mapped, the mean of the samples and their middle 80 %, and how
    many places changed on the map.
    """

    region: str
    lost_by: str
    gained_by: str
    km2: float
    expected: float
    low: float
    high: float
    places: int


@dataclass(frozen=True)
class Advance:
    """How fast a side moved in a sector, its front with another side in a region: its expected
    net gain from that side over the front's length and the days, in km a day, with the samples'
    middle 80 %.

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
    likeliest state while its chance grew by less than a tenth.
    """

    control: Control = field(repr=False)
    first: date
    last: date
    flows: tuple[Flow, ...]
    advances: tuple[Advance, ...]
    handovers: tuple[Handover, ...]
    wavering: int

    def table(self) -> pa.Table:
        """One row a flow: region (all for the sum), lost_by, gained_by, km2, km2_expected,
        km2_low, km2_high, places.
        """
        figures = {"km2": "km2", "expected": "km2_expected", "low": "km2_low", "high": "km2_high"}
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

    def chart(self) -> Any:
        """The belligerents' areas from the first day to the last, with their intervals, as an
        altair chart; needs the extra 'charts'.
        """
        theatre = self.control.theatre
        title = f"{theatre.title}: ground held, {self.first} to {self.last}"
        return area_chart(
            history(self.control, self.first, self.last),
            {b.label: b.colour for b in theatre.belligerents},
            title,
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
    handovers, wavering = handovers_between(control, mesh, first, last, explained)
    return Changes(
        control,
        first,
        last,
        tuple(compared.flows()),
        tuple(compared.advances()),
        handovers,
        wavering,
    )


class _Comparison:
    """Two days of an estimate, on the map and in the samples."""

    def __init__(self, control: Control, mesh: Mesh, first: date, last: date) -> None:
        ends = [control.chances[control.day(d)] for d in (first, last)]
        self.control, self.mesh, self.days = control, mesh, (last - first).days
        self.was, self.now = (sides(chances) for chances in ends)
        # Places whose chances differ enough to change hands in a sample.
        self.places = np.flatnonzero(np.abs(ends[0] - ends[1]).max(axis=0) > 1e-3)
        drawn = samples(control, mesh)
        self.one, self.two = (drawn.states(among_sides(chances), self.places) for chances in ends)
        self.names, self.region = np.unique(
            [p.region or "no region" for p in control.places], return_inverse=True
        )

    def _taken(self, a: int, b: int) -> Doubles:
        """km2 that side b took from side a by region in each sample, shape (regions, samples)."""
        at = np.arange(len(self.places))
        of = scipy.sparse.csr_matrix(
            (self.mesh.km2[self.places], (self.region[self.places], at)),
            shape=(len(self.names), len(at)),
        )
        out: Doubles = of @ ((self.one == a) & (self.two == b)).astype(np.float64)
        return out

    def flows(self) -> list[Flow]:
        """By region and pair of belligerents, the sum of all regions first."""
        out: list[Flow] = []
        labels = self.control.states
        for a, b in permutations(range(len(labels) - 1), 2):
            mapped, taken = (self.was == a) & (self.now == b), self._taken(a, b)
            for k, values in [(None, taken.sum(axis=0)), *enumerate(taken)]:
                here = mapped if k is None else mapped & (self.region == k)
                size, (low, high) = float(self.mesh.km2[here].sum()), interval(values)
                if (
                    size >= _LEAST_KM2
                    or values.mean() >= _LEAST_KM2
                    or (k is None and high >= _LEAST_KM2)
                ):
                    name = ALL if k is None else str(self.names[k])
                    size, expected, low, high = (
                        round(v, 1) for v in (size, float(values.mean()), low, high)
                    )
                    out.append(
                        Flow(name, labels[a], labels[b], size, expected, low, high, int(here.sum()))
                    )
        return sorted(out, key=lambda f: (f.region != ALL, -f.km2, -f.high, f.region))

    def advances(self) -> list[Advance]:
        """By region and pair of belligerents that meet there, and for all of their front."""
        out = []
        labels = self.control.states
        for a, b in combinations(range(len(labels) - 1), 2):
            length = np.mean([self._front_km(of, a, b) for of in (self.was, self.now)], axis=0)
            net = self._taken(a, b) - self._taken(b, a)
            for name, km, gain in [
                (ALL, length.sum(), net.sum(axis=0)),
                *zip(self.names.tolist(), length, net, strict=True),
            ]:
                if km >= _LEAST_KM:
                    pace = gain / km / self.days
                    figures = [round(float(v), 3) for v in (pace.mean(), *interval(pace))]
                    out.append(Advance(name, labels[b], labels[a], round(float(km), 1), *figures))
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
    state, km2 (mapped), km2_expected, km2_low, km2_high.

    Raises:
        ControlError: a day that was not estimated.
    """
    mesh = tessellate(control)
    drawn = samples(control, mesh)
    rows: list[_AreaRow] = []
    start, end = control.day(first or control.first), control.day(last or control.last)
    for t in range(start, end + 1):
        chances, day = control.chances[t], control.first + timedelta(t)
        sizes, of = drawn.km2(among_sides(chances), mesh.km2), sides(chances)
        for k, state in enumerate(control.states[:-1]):
            mapped, expected = float(mesh.km2[of == k].sum()), float(sizes[k].mean())
            figures = (round(v, 1) for v in (mapped, expected, *interval(sizes[k])))
            rows.append(_AreaRow(day, state, *figures))
    columns = {n: [getattr(row, n) for row in rows] for n in _AreaRow.__slots__}
    return pa.table(columns)


@dataclass(frozen=True, slots=True)
class _AreaRow:
    """The ground of a belligerent on a day."""

    date: date
    state: str
    km2: float
    km2_expected: float
    km2_low: float
    km2_high: float
