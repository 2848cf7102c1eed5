"""From a ledger's view to control: collect evidence, learn its table, smooth each place, then let neighbours speak."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fogline.control import copiers, learn, neighbours, territory
from fogline.control.basis import Basis, Learned, goals, rates_at_first, starts
from fogline.control.chain import smooth
from fogline.control.claims import Claims, ordinal, tabulate
from fogline.control.control import Control
from fogline.control.evidence import add_evidence, boosts, collect, join, log_likelihoods
from fogline.control.options import ControlError, Options
from fogline.control.places import Field, Floats, Numbers, field_of
from fogline.control.strengths import strengths
from fogline.gazetteer import open_gazetteer
from fogline.theatre import load

_FIGHTING = ("attack", "advance", "fight", "repel", "capture", "shell", "withdraw", "encircle", "hold")
# Fighting so many days ago is no longer felt.
_REMEMBERED = 400
_WEBS: dict[tuple[str, str], tuple[Field, neighbours.Web]] = {}


def estimate(view: pa.Table, options: Options | None = None) -> Control:
    """Who held each settlement on each day, from the claims of a ledger's view (docs/control.md).

    The order of the view's rows makes no difference.

    Raises:
        ControlError: no days are given and the view has none, or the theatre has fewer than two belligerents.
        TheatreError: no such theatre.
    """
    asked = options or Options()
    theatre = load(asked.theatre)
    if len(theatre.labels) < 2:
        raise ControlError(f"theatre {theatre.name!r}: control needs two belligerents or more")
    field, web = _ground(asked.theatre)
    table = strengths()
    claims = tabulate(view, field)
    first, days = period(claims, asked)
    items = collect(claims, table, first, days)
    found = territory.zones(claims, field, open_gazetteer(theatre), table, first, days)
    basis = Basis(field, web, table, claims, items, found, first, days, asked)
    learned, drop = _learn(basis)
    basis = replace(basis, items=items.take(~drop))
    return settle(basis, learned)


def settle(basis: Basis, learned: Learned) -> Control:
    """The estimate for all places with a learned table."""
    alone = smooth_alone(basis, learned, np.arange(len(basis.field.places), dtype=np.int32))
    if not basis.options.neighbours or len(basis.field.places) < neighbours.FEWEST:
        return Control(basis, learned, alone, alone)
    ground = basis.ground(learned)
    chances = neighbours.spread(basis.web, alone, ground, fighting(basis), basis.table.sections["neighbours"])
    return Control(basis, learned, alone, chances)


def _ground(name: str) -> tuple[Field, neighbours.Web]:
    """The settlements of a theatre and their ties, made once."""
    theatre = load(name)
    gazetteer = open_gazetteer(theatre)
    key = (f"{name}|{theatre.origin}", gazetteer.digest)
    if key not in _WEBS:
        field = field_of(theatre, gazetteer)
        if not field.places:
            raise ControlError(f"theatre {theatre.name!r}: its gazetteer has no settlements; `fogline gazetteer import` adds some")
        _WEBS[key] = field, neighbours.weave(field, strengths().sections["neighbours"])
    return _WEBS[key]


def period(claims: Claims, asked: Options) -> tuple[int, int]:
    """First day, as a number, and how many days: the options', else the baseline's first day and the last claim's.

    Raises:
        ControlError: nothing says which days.
    """
    dated = claims.day[claims.day >= 0]
    start = asked.start
    baseline = load(asked.theatre).baseline
    if start is None and baseline is not None and (asked.end is None or baseline.day <= asked.end):
        start = baseline.day
    if (start is None or asked.end is None) and not len(dated):
        raise ControlError("no claim in this view has a day: give the first and the last day with --from and --to")
    first = ordinal(start) if start else int(dated.min())
    last = ordinal(asked.end) if asked.end else max(int(dated.max()), first)
    if not 0 <= last - first < 7305:
        raise ControlError(f"{last - first + 1:,} days: give --from and --to, at most twenty years apart")
    return first, last - first + 1


def smooth_alone(basis: Basis, learned: Learned, places: Numbers) -> Floats:
    """Chances of some places from their own evidence only, shape (days, states, places)."""
    column = np.full(len(basis.field.places), -1, dtype=np.int32)
    column[places] = np.arange(len(places), dtype=np.int32)
    evidence = log_likelihoods(basis.items, learned.nats(basis), basis.table, column, (basis.days, basis.states, len(places)))
    moved = territory.add_zones(evidence, basis.zones, column)
    moved = join(boosts(basis.items, basis.table, basis.states, column), moved)
    return smooth(evidence, starts(basis)[:, places], learned.rates, goals(basis), moved).chances


def fighting(basis: Basis, since: int = 0) -> neighbours.Fighting:
    """Where the fighting is, by the claims of it; ``since`` is the first day that will be asked for."""
    rows = basis.claims.rows
    event = pc.is_in(rows["event"], value_set=pa.array(_FIGHTING)).to_numpy(zero_copy_only=False)
    fact = pc.equal(rows["status"], "actual").to_numpy(zero_copy_only=False)
    day = basis.claims.day - basis.first
    start = max(0, since - _REMEMBERED)
    use = event & fact & (basis.claims.place >= 0) & (day >= start) & (day < basis.days)
    return neighbours.Fighting(basis.field, basis.claims.place[use], day[use], (start, basis.days), basis.table.sections["neighbours"])


def _learn(basis: Basis) -> tuple[Learned, Any]:
    """Learn the table and the rates; drop what copiers repeat and learn again."""
    drop = np.zeros(len(basis.items), dtype=np.bool_)
    if not basis.options.learn:
        classes = learn.classify(basis.items, basis.table)
        return Learned(classes, classes.prior, rates_at_first(basis), True, 0, 0.0, ()), drop
    learned, right = _iterate(basis)
    found, drop = copiers.find(basis.items, right)
    if found:
        again, _ = _iterate(replace(basis, items=basis.items.take(~drop)))
        learned = replace(again, copying=found)
    return learned, drop


def _iterate(basis: Basis) -> tuple[Learned, Floats]:
    """Expectation-maximisation on the named places, at most as many as the strengths' file says; gives the chance that each item is right."""
    section, items = basis.table.sections["learning"], basis.items
    named = np.unique(items.place)
    named = named[:: -(-len(named) // int(section["places"])) or 1]
    column = np.full(len(basis.field.places), -1, dtype=np.int32)
    column[named] = np.arange(len(named), dtype=np.int32)
    some = column[items.place] >= 0
    sample = items.take(some)
    classes = learn.classify(items, basis.table)
    learned = Learned(classes, classes.prior, rates_at_first(basis), False, 0, np.inf, ())
    wide = np.zeros((basis.days, basis.states, len(named)), dtype=np.float32)
    moved = join(boosts(sample, basis.table, basis.states, column), territory.add_zones(wide, basis.zones, column))
    right = np.zeros(len(items), dtype=np.float32)
    limit = basis.options.iterations or int(section["iterations"])
    while learned.iterations < limit and not learned.converged:
        evidence = wide.copy()
        add_evidence(evidence, sample, learned.nats(basis)[some], basis.table, column)
        smoothed = smooth(evidence, starts(basis)[:, named], learned.rates, goals(basis), moved)
        at = smoothed.chances[sample.day, :, column[sample.place]]
        says = learn.relearn(sample, classes, classes.of[some], at, section["pseudo"])
        rates = learn.rates(smoothed.changed, len(named), basis.table.sections["chain"], rates_at_first(basis))
        change = max(float(np.abs(says - learned.says).max(initial=0)), float(np.abs(rates - learned.rates).max(initial=0)))
        learned = Learned(classes, says, rates, change < section["tolerance"], learned.iterations + 1, change, ())
        right[some] = at[np.arange(len(sample)), sample.label]
    return learned, right
