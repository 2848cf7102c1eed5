"""What an estimate rests on, and what it learned."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from fogline.control.chain import smooth
from fogline.control.claims import STANDINGS, Claims, ordinal
from fogline.control.copiers import Copying
from fogline.control.evidence import Items, nothing
from fogline.control.learn import Classes
from fogline.control.neighbours import Ground, Web
from fogline.control.options import Options
from fogline.control.places import Field, Floats, Numbers
from fogline.control.strengths import Strengths
from fogline.control.territory import Zone


@dataclass(frozen=True)
class Basis:
    """Places, strengths, claims, and the evidence made of them; ``first`` is a day's number, ``days`` how many there are."""

    field: Field
    web: Web
    table: Strengths
    claims: Claims
    items: Items
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
        zones = tuple(z for z in self.zones if wanted[z.places].any() or wanted[z.spared].any())
        return replace(self, items=self.items.take(wanted[self.items.place]), zones=zones)

    def ground(self, learned: Learned) -> Ground:
        """What stands without any claim, by day and class of baseline."""
        classes, first, of = np.unique(self.field.baseline, return_index=True, return_inverse=True)
        none = np.zeros((self.days, self.states, len(classes)), dtype=np.float32)
        chances = smooth(none, starts(self)[:, first], learned.rates, goals(self), nothing()).chances
        return Ground(chances, of.reshape(-1), np.cumprod(1 - learned.rates).astype(np.float32))


@dataclass(frozen=True)
class Row:
    """One class of the learned table: what its claims say, before and after learning, as chances that the acting side holds the
    place, that another does, and that it is contested; ``claims`` is how many there were.
    """

    event: str
    relation: str
    status: str
    standing: str
    voice: str
    claims: int
    before: tuple[float, float, float]
    after: tuple[float, float, float]

    @property
    def wrong(self) -> float:
        """The learned error rate: the share of such claims whose side does not hold the place, contested ones aside."""
        return self.after[1] / (self.after[0] + self.after[1])


@dataclass(frozen=True)
class Learned:
    """The learned table by class, shape (classes, 3), rates of change by day, and how learning ended.

    ``last_change`` is the largest change of a chance or rate in the last of ``iterations`` steps; ``copying`` says which voices
    were found to repeat others.
    """

    classes: Classes
    says: Floats
    rates: Floats
    converged: bool
    iterations: int
    last_change: float
    copying: tuple[Copying, ...]

    def nats(self, basis: Basis) -> Floats:
        """Log-likelihoods of the roles by item, shape (items, 3)."""
        return self.nats_of(basis.items, basis.table)

    def nats_of(self, items: Items, table: Strengths) -> Floats:
        """The same for some items."""
        keys = {tuple(k): n for n, k in enumerate(self.classes.keys.tolist())}
        columns = np.column_stack([items.kind, items.stands, items.voice]) if len(items) else np.zeros((0, 3), dtype=np.int32)
        distinct, inverse = np.unique(columns, axis=0, return_inverse=True)
        says = np.array([self._says(tuple(k), keys, table) for k in distinct.tolist()], dtype=np.float32).reshape(-1, 3)
        out: Floats = np.log(says / table.base)[inverse.reshape(-1)].astype(np.float32)
        return out

    def _says(self, key: tuple[int, ...], keys: dict[tuple[int, ...], int], table: Strengths) -> Floats:
        """The chances of a class; of one that came after learning, those that the file gives its kind."""
        if key in keys:
            out: Floats = self.says[keys[key]]
            return out
        return np.array(table.kinds[key[0]].says, dtype=np.float32)

    def rows(self, basis: Basis) -> list[Row]:
        """The table for people, the classes with most claims first."""
        counts = np.bincount(self.classes.of, minlength=len(self.classes.keys))
        out = []
        for k in np.argsort(-counts, kind="stable"):
            kind, stands, voice = self.classes.keys[k].tolist()
            what = basis.table.kinds[kind]
            before, after = (tuple(round(float(v), 4) for v in chances[k]) for chances in (self.classes.prior, self.says))
            words = (", ".join(sorted(w)) for w in (what.events, what.relations, what.statuses))
            event, relation, status = words
            denied = "not " if what.polarity == "negative" else ""
            out.append(Row(denied + event, relation, status, STANDINGS[stands], basis.claims.voices[voice], int(counts[k]), before, after))  # type: ignore[arg-type]
        return out


def goals(basis: Basis) -> Floats:
    """Where changes lead, shape (states,): to each belligerent alike, and now and then to contested."""
    share = basis.table.sections["chain"]["contested"]
    out = np.full(basis.states, (1 - share) / (basis.states - 1), dtype=np.float32)
    out[-1] = share
    return out


def starts(basis: Basis) -> Floats:
    """Chances before the first day, shape (states, places): the baseline's, or all states alike where it says nothing."""
    right = basis.table.sections["chain"]["baseline"]
    held: Numbers = basis.field.baseline
    out = np.full((basis.states, len(held)), 1 / basis.states, dtype=np.float32)
    known = held >= 0
    out[:, known] = (1 - right) / (basis.states - 1)
    out[held[known], np.flatnonzero(known)] = right
    return out


def rates_at_first(basis: Basis) -> Floats:
    """Rates of change by day before anything is learned: fast in the days after the theatre's first, slow later."""
    section = basis.table.sections["chain"]
    out = np.full(basis.days, section["rate"], dtype=np.float32)
    start = basis.field.theatre.baseline
    if start is not None:
        since = np.arange(basis.days) + basis.first - ordinal(start.day)
        out[(since >= 0) & (since < section["open_days"])] = section["open_rate"]
    return out
