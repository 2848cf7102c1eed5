"""What an estimate rests on, and what it learned."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from fogline.control.chain import Boosts, smooth
from fogline.control.claims import STANDINGS, Claims, ordinal
from fogline.control.combine import distinct
from fogline.control.copiers import Copying, repeated
from fogline.control.evidence import Items, boosts, join, log_likelihoods, nothing, once
from fogline.control.learn import Classes, keys_of
from fogline.control.neighbours import Ground, Web
from fogline.control.options import Options
from fogline.control.places import Doubles, Field, Floats, Mask, Numbers
from fogline.control.strengths import Strengths
from fogline.control.territory import Zone, add_zones, each_once


@dataclass(frozen=True)
class Basis:
    """Places, strengths, claims, and the evidence made of them; ``first`` is a day's number,
    ``days`` how many there are.

    ``said`` is all evidence, ``items`` what of it counts: each voice once a place, day and kind.
    ``told`` and ``zones`` are the same for territories.
    """

    field: Field
    web: Web
    table: Strengths
    claims: Claims
    said: Items
    items: Items
    told: tuple[Zone, ...]
    zones: tuple[Zone, ...]
    first: int
    days: int
    options: Options

    @property
    def states(self) -> int:
        """How many states a place can be in: each belligerent's, and contested."""
        return len(self.field.theatre.labels) + 1

    def only(self, places: Numbers) -> Basis:
        """The same with only the evidence about some places."""
        wanted = np.zeros(len(self.field.places), dtype=np.bool_)
        wanted[places] = True
        told, zones = (
            tuple(z for z in some if wanted[z.places].any() or wanted[z.spared].any())
            for some in (self.told, self.zones)
        )
        said, items = (some.take(wanted[some.place]) for some in (self.said, self.items))
        return replace(self, said=said, items=items, told=told, zones=zones)

    def columns(self, places: Numbers) -> Numbers:
        """A column for each of some places, in their order, -1 for all others; shape (places of
        the field,).
        """
        out = np.full(len(self.field.places), -1, dtype=np.int32)
        out[places] = np.arange(len(places), dtype=np.int32)
        return out

    def evidence(self, learned: Learned, places: Numbers) -> tuple[Floats, Boosts]:
        """What claims say about the states of some places, shape (days, states, places), and
        about their changes.
        """
        column = self.columns(places)
        out = log_likelihoods(
            self.items,
            learned.nats(self.items, self.table),
            self.table,
            column,
            (self.days, self.states, len(places)),
        )
        moved = add_zones(out, self.zones, column, self.table)
        return out, join(boosts(self.items, self.table, self.states, column), moved)

    def without_copies(self, learned: Learned) -> Basis:
        """The same without what copiers repeat."""
        if not learned.copying:
            return self  # nothing to drop, and :func:`once` is dear
        said = self.said.take(~repeated(self.said, learned.copying))
        return replace(self, said=said, items=once(said, self.claims))

    def speaking(self, keep: Mask) -> Basis:
        """The same with only some claims, by row of the view: what they repeat of others counts
        again.
        """
        said = self.said.take(keep[self.said.claim])
        told = tuple(z for z in self.told if keep[z.claim])
        return replace(
            self,
            said=said,
            items=once(said, self.claims),
            told=told,
            zones=each_once(told, self.claims),
        )

    def dropping(self, claims: set[int]) -> Basis:
        """The same without some claims that count; what repeats them does not step in."""
        items = self.items.take(~np.isin(self.items.claim, sorted(claims)))
        return replace(
            self, items=items, zones=tuple(z for z in self.zones if z.claim not in claims)
        )

    def ground(self, learned: Learned) -> Ground:
        """What stands without any claim, by day and class of baseline."""
        classes, first, of = np.unique(self.field.baseline, return_index=True, return_inverse=True)
        none = np.zeros((self.days, self.states, len(classes)), dtype=np.float32)
        chances = smooth(
            none, starts(self)[:, first], learned.rates, goals(self), nothing()
        ).chances
        return Ground(chances, of.reshape(-1), np.cumprod(1 - learned.rates).astype(np.float32))


@dataclass(frozen=True)
class Row:
    """One class of the learned table: what its claims say, before and after learning, as chances
    that the acting side holds the place, that another does, and that it is contested, both being
    as likely without the claim. ``claims`` is how many there were, ``wrong`` the share of them
    whose side did not hold the place by the estimate, contested ones aside.
    """

    event: str
    relation: str
    status: str
    standing: str
    voice: str
    claims: int
    side: str
    before: tuple[float, float, float]
    after: tuple[float, float, float]
    wrong: float


@dataclass(frozen=True)
class Learned:
    """The learned table by class, shape (classes, 3), the expected claims by class and side
    (classes, sides), rates of change by day, and how learning ended.

    ``last_change`` is the largest change of a chance or rate in the last of ``iterations`` steps;
    ``copying`` says which voices were found to repeat others.
    """

    classes: Classes
    says: Floats
    found: Doubles
    rates: Floats
    converged: bool
    iterations: int
    last_change: float
    copying: tuple[Copying, ...]

    def nats(self, items: Items, table: Strengths) -> Floats:
        """Log-likelihoods of the roles by item, shape (items, 3)."""
        keys = {tuple(k): n for n, k in enumerate(self.classes.keys.tolist())}
        rows, inverse = distinct(keys_of(items))
        says = np.array(
            [self._says(tuple(k), keys, table) for k in rows.tolist()], dtype=np.float32
        ).reshape(-1, 3)
        out: Floats = log_odds(says, table)[inverse]
        return out

    def _says(
        self, key: tuple[int, ...], keys: dict[tuple[int, ...], int], table: Strengths
    ) -> Floats:
        """The chances of a class; of one that came after learning, those that the file gives its
        kind.
        """
        if key in keys:
            out: Floats = self.says[keys[key]]
            return out
        return np.array(table.kinds[key[0]].says, dtype=np.float32)

    def rows(self, basis: Basis) -> list[Row]:
        """The table for people, the classes with most claims first."""
        counts = np.bincount(self.classes.of, minlength=len(self.classes.keys))
        out = []
        for k in np.argsort(-counts, kind="stable"):
            kind, stands, voice, label = self.classes.keys[k].tolist()
            what = basis.table.kinds[kind]
            before, after = (
                tuple(round(float(v), 4) for v in chances[k])
                for chances in (self.classes.prior, self.says)
            )
            event, relation, status = (
                ", ".join(sorted(w)) for w in (what.events, what.relations, what.statuses)
            )
            denied = "not " if what.polarity == "negative" else ""
            held = self.found[k]
            wrong = round(float(1 - held[label] / max(held.sum(), 1e-9)), 4)
            words = (
                denied + event,
                relation,
                status,
                STANDINGS[stands],
                basis.claims.voices[voice],
                int(counts[k]),
            )
            out.append(Row(*words, basis.field.theatre.labels[label], before, after, wrong))  # type: ignore[arg-type]
        return out


def log_odds(says: Floats, table: Strengths) -> Floats:
    """Chances of the roles as evidence: their logarithms over what stands before any claim."""
    out: Floats = np.log(says / table.base).astype(np.float32)
    return out


def goals(basis: Basis) -> Floats:
    """Where changes lead, shape (states,): to each belligerent alike, and now and then to
    contested.
    """
    share = basis.table.sections["chain"]["contested"]
    out = np.full(basis.states, (1 - share) / (basis.states - 1), dtype=np.float32)
    out[-1] = share
    return out


def starts(basis: Basis) -> Floats:
    """Chances before the first day, shape (states, places): the baseline's, or all states alike
    where it says nothing.
    """
    right = basis.table.sections["chain"]["baseline"]
    held: Numbers = basis.field.baseline
    out = np.full((basis.states, len(held)), 1 / basis.states, dtype=np.float32)
    known = held >= 0
    out[:, known] = (1 - right) / (basis.states - 1)
    out[held[known], np.flatnonzero(known)] = right
    return out


def rates_at_first(basis: Basis) -> Floats:
    """Rates of change by day before anything is learned: fast in the days after the war's first,
    slow later.
    """
    section = basis.table.sections["chain"]
    out = np.full(basis.days, section["rate"], dtype=np.float32)
    start = basis.field.theatre.baseline
    if start is not None:
        since = np.arange(basis.days) + basis.first - ordinal(start.began or start.day)
        out[(since >= 0) & (since < section["open_days"])] = section["open_rate"]
    return out
