"""What changed hands between two days: km2 by side and region with an interval, how fast, and the places and claims behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import numpy as np
import pyarrow as pa
from scipy.sparse import csr_matrix

from fogline.control import Control, ControlError
from fogline.front.front import UNCLEAR, among_sides, held, sides
from fogline.front.mesh import Mesh, Numbers, tessellate
from fogline.front.plane import Doubles
from fogline.front.samples import interval, samples
from fogline.front.shapes import Shapes
from fogline.model import Place
from fogline.shown import html_table

ALL = "all"
# A sampled gain smaller than this in km2 is no row, and a claim with less weight than this in nats is no reason.
_LEAST_KM2, _LEAST_NATS = 1.0, 0.05
# A front shorter than this is no sector.
_LEAST_KM = 5.0
_CLAIMS = 3


@dataclass(frozen=True)
class Flow:
    """Ground that went from one belligerent to another in a region, contested ground counted with the likelier one: km2 as mapped,
    the mean of the samples and their middle 80 %, and how many places changed on the map.
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
    """How fast a side moved in a sector, the front of a region: its expected net gain over the front's length and the days, in km
    a day, with the samples' middle 80 %.

    ``front_km`` is the mean of the front's length on the two days. A negative pace is a retreat.
    """

    region: str
    side: str
    front_km: float
    km_a_day: float
    low: float
    high: float


@dataclass(frozen=True)
class Turn:
    """A place whose likeliest state changed: from, to, the first day of the new one, its cell in km2, and the claims behind it.

    ``claims`` are rows of the view with their ``nats``, the weightiest first; none where the place follows its neighbours.
    """

    place: Place
    lost_by: str
    gained_by: str
    day: date
    before: float
    after: float
    km2: float
    claims: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, eq=False)
class Changes:
    """All of it; of the ``turns`` those that claims say most about come first, then those with the most ground."""

    control: Control = field(repr=False)
    first: date
    last: date
    flows: tuple[Flow, ...]
    advances: tuple[Advance, ...]
    turns: tuple[Turn, ...]

    def table(self) -> pa.Table:
        """One row a flow: region (all for the sum), lost_by, gained_by, km2, km2_expected, km2_low, km2_high, places."""
        names = {
            "region": "region",
            "lost_by": "lost_by",
            "gained_by": "gained_by",
            "km2": "km2",
            "expected": "km2_expected",
            "low": "km2_low",
            "high": "km2_high",
        }
        rows = [{new: getattr(f, old) for old, new in names.items()} | {"places": f.places} for f in self.flows]
        kinds = [(n, pa.string()) for n in ("region", "lost_by", "gained_by")]
        kinds += [(n, pa.float64()) for n in ("km2", "km2_expected", "km2_low", "km2_high")] + [("places", pa.int32())]
        return pa.Table.from_pylist(rows, schema=pa.schema(kinds))

    def turn_table(self) -> pa.Table:
        """One row a turn: date, place, id, region, lat, lon, lost_by, gained_by, before, after, km2, claims (ids), words (quoted)."""
        rows = [
            {"date": t.day, "place": t.place.name, "id": t.place.id, "region": t.place.region, "lat": t.place.lat, "lon": t.place.lon}
            | {n: getattr(t, n) for n in ("lost_by", "gained_by", "before", "after", "km2")}
            | {"claims": [c["id"] for c in t.claims], "words": [_quoted(c) for c in t.claims]}
            for t in self.turns
        ]
        return pa.Table.from_pylist(rows, schema=_TURNS)

    def chart(self) -> Any:
        """The belligerents' areas from the first day to the last, with their intervals, as an altair chart; needs the extra 'charts'."""
        from fogline.front.chart import area_chart

        theatre = self.control.basis.field.theatre
        title = f"{theatre.title}: ground held, {self.first} to {self.last}"
        return area_chart(history(self.control, self.first, self.last), {b.label: b.colour for b in theatre.belligerents}, title)

    def _repr_html_(self) -> str:
        return html_table(self.table(), f"What changed hands from {self.first} to {self.last}")


_TURNS = pa.schema(
    [("date", pa.date32())]
    + [(n, pa.string()) for n in ("place", "id", "region")]
    + [("lat", pa.float64()), ("lon", pa.float64()), ("lost_by", pa.string()), ("gained_by", pa.string())]
    + [(n, pa.float64()) for n in ("before", "after", "km2")]
    + [("claims", pa.list_(pa.string())), ("words", pa.list_(pa.string()))]
)


def _quoted(claim: dict[str, Any]) -> str:
    """Who says it, and the sentence."""
    said = " > ".join(s for s in claim["speakers"] if s != "source") or claim["source"] or "source"
    return f'{said}: "{" ".join(claim["sentence"].split())}"'


def changes(control: Control, first: date, last: date, explained: int = 20) -> Changes:
    """What changed hands from one day to another; the claims are looked up for the first ``explained`` places.

    Raises:
        ControlError: a day that was not estimated, or the last one is not after the first.
    """
    if last <= first:
        raise ControlError(f"from {first} to {last}: give a last day after the first")
    mesh = tessellate(control)
    before, after = control.chances[control.day(first)], control.chances[control.day(last)]
    regions = np.array([p.region or "no region" for p in control.places])
    return Changes(
        control,
        first,
        last,
        tuple(_flows(control, mesh, before, after, regions)),
        tuple(_advances(control, mesh, first, last, regions)),
        tuple(_turns(control, mesh, first, last, explained)),
    )


def _moved(before: Any, after: Any) -> Numbers:
    """Places whose chances differ enough to change hands in a sample."""
    return np.flatnonzero(np.abs(before - after).max(axis=0) > 1e-3)


def _flows(control: Control, mesh: Mesh, before: Any, after: Any, regions: Any) -> list[Flow]:
    """By region and pair of belligerents, the sum of all regions first."""
    drawn, places = samples(control, mesh), _moved(before, after)
    one, two = (drawn.states(among_sides(chances), places) for chances in (before, after))
    names, of = np.unique(regions[places], return_inverse=True)
    was, now = sides(before), sides(after)
    out: list[Flow] = []
    for a, b in permutations(range(len(before) - 1), 2):
        mapped = (was == a) & (now == b)
        sums = _by_region(((one == a) & (two == b)) * mesh.km2[places, None], of, len(names))
        for name, values in [(ALL, sums.sum(axis=0)), *zip(names.tolist(), sums, strict=True)]:
            here = mapped if name == ALL else mapped & (regions == name)
            size, (low, high) = float(mesh.km2[here].sum()), interval(values)
            if size >= _LEAST_KM2 or high >= _LEAST_KM2:
                figures = [round(v, 1) for v in (size, float(values.mean()), low, high)]
                out.append(
                    Flow(name, control.states[a], control.states[b], figures[0], figures[1], figures[2], figures[3], int(here.sum()))
                )
    return sorted(out, key=lambda f: (f.region != ALL, -f.km2, -f.high, f.region))


def _by_region(values: Doubles, of: Numbers, count: int) -> Doubles:
    """Sums of (places, samples) by region, shape (regions, samples)."""
    out: Doubles = csr_matrix((np.ones(len(of)), (of, np.arange(len(of)))), shape=(count, len(of))) @ values
    return out


def _advances(control: Control, mesh: Mesh, first: date, last: date, regions: Any) -> list[Advance]:
    """By region with a front between the first two belligerents on either day, and for all of it."""
    ends = [control.chances[control.day(d)] for d in (first, last)]
    names, of = np.unique(regions, return_inverse=True)
    length = np.mean([_front_km(mesh, sides(chances), of, len(names)) for chances in ends], axis=0)
    drawn, places = samples(control, mesh), _moved(*ends)
    days, side = (last - first).days, 1
    one, two = ((drawn.states(among_sides(chances), places) == side).astype(np.int8) for chances in ends)
    gain = _by_region((two - one) * mesh.km2[places, None], of[places], len(names))
    out = []
    for name, km, sampled in [(ALL, float(length.sum()), gain.sum(axis=0)), *zip(names.tolist(), length.tolist(), gain, strict=True)]:
        if km >= _LEAST_KM:
            pace = sampled / km / days
            out.append(Advance(name, control.states[side], round(km, 1), *(round(float(v), 3) for v in (pace.mean(), *interval(pace)))))
    return sorted(out, key=lambda a: (a.region != ALL, -abs(a.km_a_day), a.region))


def _front_km(mesh: Mesh, of: Numbers, region: Numbers, count: int) -> Doubles:
    """The length of the line between the first two belligerents by region, in km; a piece belongs to the place on its left."""
    edge, km = Shapes(mesh, of).lengths(0, 1)
    out: Doubles = np.bincount(region[mesh.left[edge]], km, minlength=count).astype(np.float64)
    return out


def _turns(control: Control, mesh: Mesh, first: date, last: date, explained: int) -> list[Turn]:
    """The places whose likeliest state changed, the best known first."""
    start, end = control.day(first), control.day(last)
    was, now = (held(control.chances[t]) for t in (start, end))
    places = np.flatnonzero(was != now)
    days = np.stack([held(control.chances[t][:, places]) for t in range(start, end + 1)])
    # The first day of the last stretch in the new state.
    since = end + 1 - np.cumprod((days == now[places])[::-1], axis=0).sum(axis=0)
    spoken = control.known(places.astype(np.int32), since.astype(np.int32))
    gained = np.minimum(now[places], len(control.states) - 1)
    grew = np.abs(control.chances[end][gained, places] - control.chances[start][gained, places])
    order = np.lexsort((-mesh.km2[places] * grew, -np.round(spoken * grew, 1)))
    out = []
    for rank, k in enumerate(order.tolist()):
        day = first + timedelta(int(since[k]) - start)
        out.append(_turn(control, mesh, int(places[k]), (first, last), day, explained=rank < explained))
    return out


def turns_on(control: Control, mesh: Mesh, places: Numbers, day: date, most: int) -> list[Turn]:
    """Of some places, those that changed hands on a day, at most so many, those first that claims say most about."""
    eve = day - timedelta(1)
    was, now = (sides(control.chances[control.day(d)])[places] for d in (eve, day))
    turned = places[was != now]
    spoken = control.known(turned.astype(np.int32), np.full(len(turned), control.day(day), dtype=np.int32))
    order = np.lexsort((-mesh.km2[turned], -np.round(spoken, 1)))[:most]
    return [_turn(control, mesh, int(turned[k]), (eve, day), day, explained=True) for k in order.tolist()]


def _turn(control: Control, mesh: Mesh, place: int, ends: tuple[date, date], day: date, *, explained: bool) -> Turn:
    states = (*control.states, UNCLEAR)
    before, after = (control.chances[control.day(d)][:, place] for d in ends)
    lost, gained = (int(held(chances[:, None])[0]) for chances in (before, after))
    at = min(gained, len(control.states) - 1)
    claims = claims_behind(control, place, day) if explained else ()
    chance = round(float(before[at]), 3), round(float(after[at]), 3)
    return Turn(control.places[place], states[lost], states[gained], day, *chance, round(float(mesh.km2[place]), 1), claims)


def claims_behind(control: Control, place: int, day: date) -> tuple[dict[str, Any], ...]:
    """The claims that speak most for a place's state on a day, as rows of the view with their ``nats``."""
    why = control.explain(control.places[place].id, day)
    return tuple({**r.claim, "nats": r.nats} for r in why.reasons if r.nats >= _LEAST_NATS)[:_CLAIMS]


def history(control: Control, first: date | None = None, last: date | None = None) -> pa.Table:
    """The area of each state by day: date, state, km2 (mapped), km2_expected, km2_low, km2_high.

    Raises:
        ControlError: a day that was not estimated.
    """
    mesh = tessellate(control)
    drawn = samples(control, mesh)
    rows: list[dict[str, Any]] = []
    start, end = control.day(first or control.first), control.day(last or control.last)
    for t in range(start, end + 1):
        chances = control.chances[t]
        sizes, of = drawn.km2(chances, mesh.km2), held(chances)
        for k, state in enumerate(control.states):
            low, high = interval(sizes[k])
            figures = {"km2": float(mesh.km2[of == k].sum()), "km2_expected": float(sizes[k].mean()), "km2_low": low, "km2_high": high}
            rows.append({"date": control.first + timedelta(t), "state": state, **{n: round(v, 1) for n, v in figures.items()}})
    return pa.Table.from_pylist(rows)
