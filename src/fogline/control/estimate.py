"""From a ledger's view to control: collect evidence, learn its table, smooth each place, then
let neighbours speak.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from fogline.control import copiers, learn, neighbours, territory
from fogline.control.basis import Basis, Learned, goals, log_odds, rates_at_first, starts
from fogline.control.chain import smooth
from fogline.control.claims import UNKNOWN, Claims, calendar, ordinal, tabulate
from fogline.control.control import Control
from fogline.control.evidence import Items, add_evidence, boosts, collect, join, once
from fogline.control.options import LONGEST, ControlError, Options
from fogline.control.places import Field, Floats, Mask, Numbers, field_of
from fogline.control.strengths import strengths
from fogline.gazetteer import open_gazetteer
from fogline.theatre import Theatre, load

_FIGHTING = (
    "attack",
    "advance",
    "fight",
    "repel",
    "capture",
    "shell",
    "withdraw",
    "encircle",
    "hold",
)
# Fighting so many days ago is no longer felt.
_REMEMBERED = 400
_WEBS: dict[tuple[str, str], tuple[Field, neighbours.Web]] = {}


def estimate(view: pa.Table, options: Options | None = None) -> Control:
    """Who held each settlement on each day, from the claims of a ledger's view
    (docs/control.md), an Arrow table or what gives one.

    The order of the view's rows makes no difference.

    Raises:
        ControlError: no days are given and the view has none, or the theatre has fewer than two
            belligerents.
        TheatreError: no such theatre.
    """
    asked = options or Options()
    theatre = load(asked.theatre)
    if len(theatre.labels) < 2:
        raise ControlError(f"theatre {theatre.name!r}: control needs two belligerents or more")
    field, web = _ground(asked.theatre)
    table = strengths()
    claims = tabulate(view if isinstance(view, pa.Table) else pa.table(view), field)
    first, days = period(claims, asked, theatre)
    said = collect(claims, table, first, days)
    told = territory.zones(claims, field, open_gazetteer(theatre), table, first, days)
    basis = Basis(
        field,
        web,
        table,
        claims,
        said,
        once(said, claims),
        told,
        territory.each_once(told, claims),
        first,
        days,
        asked,
    )
    learned = _learn(basis)
    return settle(basis.without_copies(learned), learned)


def settle(basis: Basis, learned: Learned) -> Control:
    """The estimate for all places with a learned table."""
    alone = smooth_alone(basis, learned, np.arange(len(basis.field.places), dtype=np.int32))
    if not basis.options.neighbours or len(basis.field.places) < neighbours.FEWEST:
        return Control(basis, learned, alone, alone)
    ground = basis.ground(learned)
    chances = neighbours.spread(
        basis.web, alone, ground, fighting(basis), basis.table.sections["neighbours"]
    )
    return Control(basis, learned, alone, chances)


def _ground(name: str) -> tuple[Field, neighbours.Web]:
    """The settlements of a theatre and their ties, made once."""
    theatre = load(name)
    gazetteer = open_gazetteer(theatre)
    key = (f"{name}|{theatre.origin}", gazetteer.digest)
    if key not in _WEBS:
        field = field_of(theatre, gazetteer)
        if not field.places:
            raise ControlError(
                f"theatre {theatre.name!r}: its gazetteer has no settlements; `fogline gazetteer import` adds some"
            )
        _WEBS[key] = field, neighbours.weave(field, strengths().sections["neighbours"])
    return _WEBS[key]


def period(claims: Claims, asked: Options, theatre: Theatre) -> tuple[int, int]:
    """First day, as a number, and how many days: from the baseline's day if there is one, else
    the options' or the first claim's.

    Raises:
        ControlError: nothing says which days, or they are too many; it names the days that there
            are.
    """
    useful = (claims.day != UNKNOWN) & (claims.kind >= 0) & (claims.label >= 0)
    dated = claims.day[useful]
    baseline = theatre.baseline
    if baseline is not None and asked.start is not None and asked.start < baseline.day:
        raise ControlError(
            f"from {asked.start}: the theatre's baseline begins on {baseline.day}; give that day or a later one"
        )
    start = baseline.day if baseline is not None else asked.start
    if (start is None or asked.end is None) and not len(dated):
        raise ControlError(
            "no claim in this view says on which day anything happened that bears on control: ask for other sources or a later --as-of, or "
            "say which days (--from and --to)"
        )
    first = ordinal(start) if start else int(dated.min())
    last = ordinal(asked.end) if asked.end else max(int(dated.max()), first)
    if not 0 <= last - first < LONGEST:
        raise ControlError(
            f"from {calendar(first)} to {calendar(last)}: the last day must not be before the first, nor more than twenty years on; "
            "give --from (without a baseline) and --to"
        )
    return first, last - first + 1


def smooth_alone(basis: Basis, learned: Learned, places: Numbers) -> Floats:
    """Chances of some places from their own evidence only, shape (days, states, places)."""
    evidence, moved = basis.evidence(learned, places)
    return smooth(evidence, starts(basis)[:, places], learned.rates, goals(basis), moved).chances


def fighting(basis: Basis, since: int = 0) -> neighbours.Fighting:
    """Where the fighting is, by the claims of it; ``since`` is the first day that will be asked
    for.
    """
    day = basis.claims.day - basis.first
    start = max(0, since - _REMEMBERED)
    told = basis.claims.among("event", *_FIGHTING) & basis.claims.among("status", "actual")
    use = told & (basis.claims.place >= 0) & (day >= start) & (day < basis.days)
    return neighbours.Fighting(
        basis.field,
        basis.claims.place[use],
        day[use],
        (start, basis.days),
        basis.table.sections["neighbours"],
    )


def _learn(basis: Basis) -> Learned:
    """Learn the table and the rates; find copiers, and learn again without what they repeat."""
    if not basis.options.learn:
        classes = learn.classify(basis.items, basis.table)
        none = np.zeros((len(classes.keys), basis.states - 1))
        return Learned(classes, classes.prior, none, rates_at_first(basis), True, 0, 0.0, ())
    learned, known, right = _iterate(basis)
    found = copiers.find(basis.items.take(known), right[known])
    if found:
        learned, _, _ = _iterate(basis.without_copies(replace(learned, copying=found)))
    return replace(learned, copying=found)


def _iterate(basis: Basis) -> tuple[Learned, Mask, Floats]:
    """Expectation-maximisation on the named places, at most as many as the strengths' file says.

    Gives also the items that it knows of, and the chance that each of them is right.
    """
    section, items = basis.table.sections["learning"], basis.items
    named = np.unique(items.place)
    named = named[:: -(-len(named) // int(section["places"])) or 1]
    column = basis.columns(named)
    some = column[items.place] >= 0
    sample = items.take(some)
    classes = learn.classify(items, basis.table)
    of = classes.of[some]
    none = np.zeros((len(classes.keys), basis.states - 1))
    learned = Learned(classes, classes.prior, none, rates_at_first(basis), False, 0, np.inf, ())
    wide = np.zeros((basis.days, basis.states, len(named)), dtype=np.float32)
    moved = join(
        boosts(sample, basis.table, basis.states, column),
        territory.add_zones(wide, basis.zones, column, basis.table),
    )
    at = np.zeros((len(sample), basis.states), dtype=np.float32)
    limit = basis.options.iterations or int(section["iterations"])
    while learned.iterations < limit and not learned.converged:
        evidence = wide.copy()
        add_evidence(evidence, sample, log_odds(learned.says, basis.table)[of], basis.table, column)
        smoothed = smooth(evidence, starts(basis)[:, named], learned.rates, goals(basis), moved)
        at = smoothed.chances[sample.day, :, column[sample.place]]
        found = learn.counts(sample, classes, of, at)
        says = learn.relearn(classes, found, section["pseudo"])
        rates = learn.rates(
            smoothed.changed, len(named), basis.table.sections["chain"], rates_at_first(basis)
        )
        change = max(
            float(np.abs(says - learned.says).max(initial=0)),
            float(np.abs(rates - learned.rates).max(initial=0)),
        )
        learned = Learned(
            classes,
            says,
            found,
            rates,
            change < section["tolerance"],
            learned.iterations + 1,
            change,
            (),
        )
    right = np.zeros(len(items), dtype=np.float32)
    right[some] = _right(basis, sample, at)
    return learned, some, right


def _right(basis: Basis, items: Items, at: Floats) -> Floats:
    """The chance that what each item speaks for is so: that its side holds the place, or, of an
    attack, that another does.
    """
    says = basis.table.of("says", items.kind)
    own = at[np.arange(len(items)), items.label]
    out: Floats = np.where(says[:, 0] >= says[:, 1], own, 1 - own - at[:, -1])
    return out
