"""Expectation-maximisation: learn the table of weak claims and the rates of change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fogline.control import copiers, learn
from fogline.control.chain import smooth
from fogline.control.evidence import Items, add_evidence, change_evidence, join
from fogline.control.field_model import goals, rates_at_first, starts, without_copies
from fogline.control.inputs import EstimateInputs
from fogline.control.learn import Classes
from fogline.control.learned import Learned, log_odds
from fogline.control.places import Doubles, Floats, Mask, Numbers
from fogline.control.zones import add_zones


def learn_from(inputs: EstimateInputs) -> Learned:
    """Learn the table and the rates; find copiers, and learn again without what they repeat."""
    if not inputs.options.learn:
        return replace(first_learned(inputs), converged=True, last_change=0.0)
    learned, known, right = _iterate(inputs)
    found = copiers.find(inputs.items.take(known), right[known])
    if found:
        learned, _, _ = _iterate(without_copies(inputs, replace(learned, copying=found)))
    return replace(learned, copying=found)


def first_learned(inputs: EstimateInputs) -> Learned:
    """What stands before anything is learned."""
    return _first(inputs, learn.classify(inputs.items, inputs.strengths))


def _first(inputs: EstimateInputs, classes: Classes) -> Learned:
    """What stands before the first step."""
    none = np.zeros((len(classes.keys), inputs.states - 1))
    return Learned(classes, classes.prior, none, rates_at_first(inputs), False, 0, np.inf, ())


def _iterate(inputs: EstimateInputs) -> tuple[Learned, Mask, Floats]:
    """Expectation-maximisation on the named places, at most as many as the strengths' file says.

    Gives also the items that it knows of, and the chance that each of them is right.
    """
    table, items = inputs.strengths, inputs.items
    section = table.sections["learning"]
    named = inputs.named
    named = named[:: -(-len(named) // int(section["places"])) or 1]
    column = inputs.columns(named)
    some = column[items.place] >= 0
    sample = items.take(some)
    classes = learn.classify(items, table)
    learned = _first(inputs, classes)
    wide = np.zeros((inputs.days, inputs.states, len(named)), dtype=np.float32)
    of_zones = add_zones(wide, inputs.zones, column, table)
    moved = join(change_evidence(sample, table, inputs.states, column), of_zones)
    at = np.zeros((len(sample), inputs.states), dtype=np.float32)
    limit = inputs.options.iterations or int(section["iterations"])
    while learned.iterations < limit and not learned.converged:
        evidence = wide.copy()
        of = classes.of[some]
        add_evidence(evidence, sample, log_odds(learned.says, table)[of], table, column)
        start = starts(inputs)[:, named]
        smoothed = smooth(evidence, start, learned.rates, goals(inputs), moved)
        at = smoothed.chances[sample.day, :, column[sample.place]]
        found = learn.counts(sample, classes, of, at)
        learned = _step(inputs, learned, found, smoothed.changed, named)
    right = np.zeros(len(items), dtype=np.float32)
    right[some] = _right(inputs, sample, at)
    return learned, some, right


def _step(
    inputs: EstimateInputs, before: Learned, found: Doubles, changed: Floats, named: Numbers
) -> Learned:
    """What a step learns from the expected claims by class and the expected changes by day."""
    sections = inputs.strengths.sections
    says = learn.relearn(before.classes, found, sections["learning"]["pseudo"])
    rates = learn.rates(changed, len(named), sections["chain"], rates_at_first(inputs))
    change = max(
        float(np.abs(says - before.says).max(initial=0)),
        float(np.abs(rates - before.rates).max(initial=0)),
    )
    return Learned(
        classes=before.classes,
        says=says,
        found=found,
        rates=rates,
        converged=change < sections["learning"]["tolerance"],
        iterations=before.iterations + 1,
        last_change=change,
        copying=(),
    )


def _right(inputs: EstimateInputs, items: Items, at: Floats) -> Floats:
    """The chance that what each item speaks for is so.

    That is that its side holds the place, or, of an attack, that another does.
    """
    says = inputs.strengths.of("says", items.kind)
    own = at[np.arange(len(items)), items.label]
    out: Floats = np.where(says[:, 0] >= says[:, 1], own, 1 - own - at[:, -1])
    return out
