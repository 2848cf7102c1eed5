"""The hidden Markov chain of a place as the field estimate sets it up from evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from fogline.control import neighbours
from fogline.control.chain import ChangeEvidence, smooth
from fogline.control.claims import ordinal
from fogline.control.contact import Named, talk
from fogline.control.copiers import repeated
from fogline.control.evidence import change_evidence, join, log_likelihoods, nothing, once
from fogline.control.inputs import EstimateInputs
from fogline.control.learned import Learned
from fogline.control.neighbours import Fighting, UnclaimedChances
from fogline.control.places import Floats, Numbers
from fogline.control.zones import Zone, add_zones
from fogline.model import event_types

# Fighting so many days ago is no longer felt: claims of it halve in weight every ``fight_days``.
_REMEMBERED_DAYS = 400
# The power at which the silence of a ledger counts: 2,300 claims in half a year are few, 14,000 are
# not.
_QUIET = 5
# Of how many numbers lots are drawn: no two sums of some come out the same.
_LOTS = 2**62


def evidence_about(
    inputs: EstimateInputs, learned: Learned, places: Numbers
) -> tuple[Floats, ChangeEvidence]:
    """What claims say about the states of some places and about their changes.

    The states' log-likelihoods have the shape (days, states, places).
    """
    table, column = inputs.strengths, inputs.columns(places)
    out = log_likelihoods(
        inputs.items,
        learned.nats(inputs.items, table),
        table,
        column,
        (inputs.days, inputs.states, len(places)),
    )
    of_zones = add_zones(out, inputs.zones, column, table)
    return out, join(change_evidence(inputs.items, table, inputs.states, column), of_zones)


def evidence_between(
    inputs: EstimateInputs, nats: Floats, places: Numbers, first: int, last: int
) -> tuple[Floats, ChangeEvidence]:
    """The same of the days from ``first`` to the one before ``last``, counted from there, with the
    ``nats`` of all items by role.
    """
    table, column, items = inputs.strengths, inputs.columns(places), inputs.items
    use = (column[items.place] >= 0) & (items.day >= first) & (items.day < last)
    some = items.take(use)
    some = replace(some, day=some.day - first)
    near = (z for z in inputs.zones if first <= z.day < last)
    zones = tuple(replace(z, day=z.day - first) for z in near if _touches(z, column))
    shape = (last - first, inputs.states, len(places))
    out = log_likelihoods(some, nats[use], table, column, shape)
    of_zones = add_zones(out, zones, column, table)
    return out, join(change_evidence(some, table, inputs.states, column), of_zones)


def _touches(zone: Zone, column: Numbers) -> bool:
    """Whether a claim about a territory says something of places that have a column."""
    return bool((column[zone.places] >= 0).any() or (column[zone.spared] >= 0).any())


def smooth_places(inputs: EstimateInputs, learned: Learned, places: Numbers) -> Floats:
    """Chances of some places from their own evidence only, shape (days, states, places)."""
    every = len(places) <= len(inputs.named)
    each, of = (places, None) if every else _told_apart(inputs, places)
    evidence, changes = evidence_about(inputs, learned, each)
    start = starts(inputs)[:, each]
    found = smooth(evidence, start, learned.rates, goals(inputs), changes).chances
    return found if of is None else np.take(found, of, axis=2)


def _told_apart(inputs: EstimateInputs, places: Numbers) -> tuple[Numbers, Numbers]:
    """Some of the places, and for each place which of these has the same evidence: places that no
    claim names differ only by their baseline and the territories that they lie in.
    """
    known = inputs.settlements.baseline.astype(np.int64)
    lots = np.random.default_rng(0)
    for zone in inputs.zones:  # the sum of a lot for each territory tells it from any other sum
        known[zone.places] += lots.integers(_LOTS)
        known[zone.spared] += lots.integers(_LOTS)
    known[inputs.named] = lots.integers(_LOTS, size=len(inputs.named))
    _, first, of = np.unique(known[places], return_index=True, return_inverse=True)
    return places[first], of.astype(np.int32)


def unclaimed(inputs: EstimateInputs, learned: Learned) -> UnclaimedChances:
    """What stands without any claim, by day and class of baseline."""
    baseline = inputs.settlements.baseline
    classes, first, of = np.unique(baseline, return_index=True, return_inverse=True)
    none = np.zeros((inputs.days, inputs.states, len(classes)), dtype=np.float32)
    start = starts(inputs)[:, first]
    chances = smooth(none, start, learned.rates, goals(inputs), nothing()).chances
    fresh = np.cumprod(1 - learned.rates).astype(np.float32)
    return UnclaimedChances(chances, of.reshape(-1), fresh)


def without_copies(inputs: EstimateInputs, learned: Learned) -> EstimateInputs:
    """The inputs without what copiers repeat."""
    if not learned.copying:
        return inputs  # nothing to drop, and :func:`once` is dear
    items = inputs.all_items.take(~repeated(inputs.all_items, learned.copying))
    return replace(inputs, all_items=items, items=once(items, inputs.claims, inputs.strengths))


def goals(inputs: EstimateInputs) -> Floats:
    """Where changes lead, shape (states,): to each belligerent that holds for itself alike, seldom
    to contested.
    """
    share = inputs.strengths.sections["chain"]["contested"]
    able = list(inputs.settlements.theatre.holders)
    out = np.zeros(inputs.states, dtype=np.float32)
    out[able] = (1 - share) / len(able)
    out[-1] = share
    return out


def starts(inputs: EstimateInputs) -> Floats:
    """Chances before the first day, shape (states, places).

    They are the baseline's, or all states alike where it says nothing; none is of a belligerent
    that holds for another.
    """
    right = inputs.strengths.sections["chain"]["baseline"]
    held: Numbers = inputs.settlements.baseline
    able = [*inputs.settlements.theatre.holders, inputs.states - 1]
    out = np.zeros((inputs.states, len(held)), dtype=np.float32)
    out[able] = 1 / len(able)
    known = np.flatnonzero(held >= 0)
    for state in able:
        out[state, known] = (1 - right) / (len(able) - 1)
    out[held[known], known] = right
    return out


def rates_at_first(inputs: EstimateInputs) -> Floats:
    """Rates of change by day before anything is learned: fast in a war's first days, then slow."""
    section = inputs.strengths.sections["chain"]
    out = np.full(inputs.days, _usual_rate(inputs), dtype=np.float32)
    start = inputs.settlements.theatre.baseline
    if start is not None:
        since = np.arange(inputs.days) + inputs.first_day - ordinal(start.began or start.day)
        out[(since >= 0) & (since < section["open_days"])] = section["open_rate"]
    return out


def _usual_rate(inputs: EstimateInputs) -> float:
    """The chance that a place changes hands on a day: no larger than the changes that are told, a
    named place and day, with as many again that nobody tells of. A place that is held by one side
    and then by another has changed hands, whether or not somebody told how.
    """
    section, items = inputs.strengths.sections["chain"], inputs.items
    says = inputs.strengths.of("says", items.kind)
    holding = items.take(says[:, 0] > says[:, 1])
    order = np.lexsort((holding.day, holding.place))
    place, label = holding.place[order], holding.label[order]
    switched = int(((place[1:] == place[:-1]) & (label[1:] != label[:-1])).sum())
    changes = max(switched, int((items.change > 0).sum()))
    told = section["untold"] * changes / (max(1, len(inputs.named)) * inputs.days)
    return float(np.clip(told, section["least_rate"], section["rate"]))


def fighting(inputs: EstimateInputs, since: int = 0) -> Fighting:
    """Where the fighting is, by the claims of it; ``since`` is the first day to be asked for."""
    claims = inputs.claims
    day = claims.day - inputs.first_day
    start = max(0, since - _REMEMBERED_DAYS)
    combat = (n for n, event in event_types().items() if event.combat and not event.remote)
    of_fighting = claims.among("event", *combat) & claims.among("status", "actual")
    use = of_fighting & (claims.place >= 0) & (day >= start) & (day < inputs.days)
    return Fighting(
        inputs.settlements,
        claims.place[use],
        day[use],
        (start, inputs.days),
        inputs.strengths.sections["neighbours"],
    )


@dataclass(frozen=True, eq=False)
class Ground:
    """What no place's evidence changes, so that estimates of fewer claims have it in common: what
    stands without any claim, and where the fighting is.
    """

    inputs: EstimateInputs
    learned: Learned

    @cached_property
    def unclaimed(self) -> UnclaimedChances:
        """What would stand without any claim."""
        return unclaimed(self.inputs, self.learned)

    @cached_property
    def fighting(self) -> Fighting:
        """Where the fighting is, by all claims of it."""
        return fighting(self.inputs)


def spread(
    inputs: EstimateInputs, ground: Ground, alone: Floats, days: Numbers | None = None
) -> Floats:
    """Chances after neighbours have spoken, from those of all places' own evidence; of some days,
    or of all.
    """
    section = dict(inputs.strengths.sections["neighbours"])
    # The fewer claims there are, the less their silence about a place tells of who holds it.
    section["floor"] = min(section["quiet"], section["floor"] + (1 - talk(inputs)) ** _QUIET)
    felt = ground.fighting if days is None else fighting(inputs, int(days[0]))
    named = Named(inputs) if inputs.judged else None
    return neighbours.spread(inputs.graph, alone, ground.unclaimed, felt, section, days, named)
