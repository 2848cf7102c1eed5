"""What an estimate is made from: settlements, the claims about them, and the evidence in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import pyarrow as pa

from fogline.control import territory
from fogline.control.claims import UNKNOWN, ClaimTable, calendar, ordinal, tabulate
from fogline.control.evidence import Items, collect, once
from fogline.control.neighbours import NeighbourGraph, graph_of
from fogline.control.options import LONGEST, ControlError, Options
from fogline.control.places import Mask, Numbers, Settlements, settlements_of
from fogline.control.strengths import Strengths, strengths
from fogline.control.worth import Worth
from fogline.control.zones import Zone, each_once
from fogline.gazetteer import open_gazetteer
from fogline.theatre import Theatre, load

# Control is a question between sides.
_FEWEST_SIDES = 2
# Theatres whose settlements and graph of neighbours are kept; each takes some tens of MB.
_KEPT_THEATRES = 4


@dataclass(frozen=True, eq=False)
class EstimateInputs:
    """Settlements, their graph of neighbours, strengths, claims, and the evidence made of them.

    ``first_day`` is a day's number and ``days`` how many there are. ``all_items`` is all evidence
    about places, ``items`` what of it counts: each voice once a place, day and kind. ``all_zones``
    and ``zones`` are the same for territories. ``judged`` says whether claims are believed more or
    less, or all in full, and ``worth`` what sides' words about themselves are worth then.
    """

    settlements: Settlements
    graph: NeighbourGraph
    strengths: Strengths
    claims: ClaimTable
    all_items: Items
    items: Items
    all_zones: tuple[Zone, ...]
    zones: tuple[Zone, ...]
    first_day: int
    days: int
    options: Options
    judged: bool = False
    worth: tuple[Worth, ...] = ()

    @property
    def states(self) -> int:
        """How many states a place can be in: each belligerent's, and contested."""
        return len(self.settlements.theatre.labels) + 1

    @property
    def shape(self) -> tuple[int, int, int]:
        """The shape of an estimate's chances: days, states, places."""
        return self.days, self.states, len(self.settlements.places)

    @cached_property
    def named(self) -> Numbers:
        """The places that evidence about places names, in order."""
        told = np.bincount(self.items.place, minlength=len(self.settlements.places))
        return np.flatnonzero(told).astype(np.int32)

    def only(self, places: Numbers) -> EstimateInputs:
        """The same with only the evidence about some places."""
        wanted = np.zeros(len(self.settlements.places), dtype=np.bool_)
        wanted[places] = True
        all_zones, zones = (
            tuple(z for z in some if wanted[z.places].any() or wanted[z.spared].any())
            for some in (self.all_zones, self.zones)
        )
        all_items, items = (some.take(wanted[some.place]) for some in (self.all_items, self.items))
        return replace(self, all_items=all_items, items=items, all_zones=all_zones, zones=zones)

    def columns(self, places: Numbers) -> Numbers:
        """A column for each of some places, in their order, -1 for all others; shape (places,)."""
        out = np.full(len(self.settlements.places), -1, dtype=np.int32)
        out[places] = np.arange(len(places), dtype=np.int32)
        return out

    def speaking(self, keep: Mask) -> EstimateInputs:
        """The same with only some claims, by row of the view: what they repeat counts again."""
        items = self.all_items.take(keep[self.all_items.claim])
        zones = tuple(z for z in self.all_zones if keep[z.claim])
        return replace(
            self,
            all_items=items,
            items=once(items, self.claims, self.strengths),
            all_zones=zones,
            zones=each_once(zones, self.claims),
        )

    def all_as_judged(self) -> EstimateInputs:
        """The same, where all claims are believed as far as those that count, not by themselves."""
        items = dict(zip(self.items.claim.tolist(), self.items.believed.tolist(), strict=True))
        zones = {z.claim: z.believed for z in self.zones}
        each = zip(self.all_items.claim.tolist(), self.all_items.believed.tolist(), strict=True)
        believed = np.array([items.get(c, b) for c, b in each], dtype=np.float32)
        return replace(
            self,
            all_items=replace(self.all_items, believed=believed),
            all_zones=tuple(
                replace(z, believed=zones.get(z.claim, z.believed)) for z in self.all_zones
            ),
        )

    def dropping(self, claims: set[int]) -> EstimateInputs:
        """The same without some claims that count; what repeats them does not step in."""
        items = self.items.take(~np.isin(self.items.claim, sorted(claims)))
        zones = tuple(z for z in self.zones if z.claim not in claims)
        return replace(self, items=items, zones=zones)


def prepare(view: pa.Table, options: Options | None = None) -> EstimateInputs:
    """What any estimator needs of a ledger's view: an Arrow table, or what gives one.

    The order of the view's rows makes no difference.

    Raises:
        ControlError: no days are given and the view has none, or the theatre has fewer than two
            belligerents or no settlements.
        TheatreError: no such theatre.
    """
    asked = options or Options()
    theatre = load(asked.theatre)
    if len(theatre.labels) < _FEWEST_SIDES:
        raise ControlError(f"theatre {theatre.name!r}", "control needs two belligerents or more")
    gazetteer = open_gazetteer(theatre)
    settlements, graph = _settled(asked.theatre, theatre.origin, gazetteer.digest)
    table = strengths()
    claims = tabulate(view if isinstance(view, pa.Table) else pa.table(view), settlements)
    first, days = period(claims, asked, theatre)
    items = collect(claims, table, first, days)
    zones = territory.zones(claims, settlements, gazetteer, table, first, days)
    return EstimateInputs(
        settlements=settlements,
        graph=graph,
        strengths=table,
        claims=claims,
        all_items=items,
        items=once(items, claims, table),
        all_zones=zones,
        zones=each_once(zones, claims),
        first_day=first,
        days=days,
        options=asked,
    )


@lru_cache(maxsize=_KEPT_THEATRES)
def _settled(name: str, origin: str, digest: str) -> tuple[Settlements, NeighbourGraph]:
    """The settlements of a theatre and their graph; a theatre or gazetteer that changed is new."""
    theatre = load(name)
    settlements = settlements_of(theatre, open_gazetteer(theatre))
    if not settlements.places:
        raise ControlError(
            f"theatre {theatre.name!r}",
            "its gazetteer has no settlements",
            "`fogline gazetteer import` adds some",
        )
    return settlements, graph_of(settlements, strengths().sections["neighbours"])


def period(claims: ClaimTable, asked: Options, theatre: Theatre) -> tuple[int, int]:
    """First day, as a number, and how many days.

    The first day is that of the baseline if there is one, else the options' or the first claim's.

    Raises:
        ControlError: nothing says which days, or they are too many; it names the days that there
            are.
    """
    useful = (claims.day != UNKNOWN) & (claims.kind >= 0) & (claims.label >= 0)
    dated = claims.day[useful]
    baseline = theatre.baseline
    if baseline is not None and asked.start is not None and asked.start < baseline.day:
        raise ControlError(
            f"from {asked.start}",
            f"the theatre's baseline begins on {baseline.day}",
            "give that day or a later one",
        )
    start = baseline.day if baseline is not None else asked.start
    if (start is None or asked.end is None) and not len(dated):
        raise ControlError(
            "no claim in this view says on which day anything happened that bears on control",
            "ask for other sources or a later --as-of, or say which days (--from and --to)",
        )
    first = ordinal(start) if start else int(dated.min())
    last = ordinal(asked.end) if asked.end else max(int(dated.max()), first)
    if not 0 <= last - first < LONGEST:
        raise ControlError(
            f"from {calendar(first)} to {calendar(last)}",
            "the last day must not be before the first, nor more than twenty years on",
            "give --from (without a baseline) and --to",
        )
    return first, last - first + 1
