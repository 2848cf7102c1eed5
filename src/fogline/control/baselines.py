"""Simpler rules on the same claims: the last claim wins, a majority of speakers, nearest city."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import scipy

from fogline.control.columns import COLUMNS
from fogline.control.control import Control
from fogline.control.inputs import EstimateInputs, prepare
from fogline.control.options import Options
from fogline.control.places import Floats, Mask, Numbers

# A rule gives no probabilities; this is lent to its holder, the rest goes to the other sides.
SURE = 0.9
# A voice has a vote for so many days: two weeks, the longest that daily reports leave a place out.
VOTE_DAYS = 14


@dataclass(frozen=True)
class Votes:
    """Every claim as a vote, sorted by day: place, day, voice and the side said to hold it."""

    place: Numbers
    day: Numbers
    voice: Numbers
    side: Numbers

    def take(self, which: Mask) -> Votes:
        """Some of them."""
        return Votes(self.place[which], self.day[which], self.voice[which], self.side[which])


@dataclass(frozen=True)
class Ballot:
    """The votes of an estimate's claims, and what they come to by day and place."""

    inputs: EstimateInputs
    votes: Votes

    @cached_property
    def last(self) -> tuple[Numbers, Mask]:
        """The side of the last claim about each place by day, and whether any has been made."""
        start = self.inputs.settlements.baseline
        shape = (self.inputs.days, len(start))
        last, spoken = np.tile(start, (shape[0], 1)), np.zeros(shape, dtype=np.bool_)
        cast = self.votes
        for p, d, s in zip(cast.place, cast.day, cast.side, strict=True):
            last[d:, p], spoken[d:, p] = s, True
        return last, spoken


Rule = Callable[[Ballot, Numbers], Numbers]


def votes(inputs: EstimateInputs) -> Votes:
    """The claims as votes; a claim about a territory is one for each place of it."""
    items, theatre = inputs.items, inputs.settlements.theatre
    labels = theatre.labels
    says = inputs.strengths.of("says", items.kind)
    enemies = [theatre.enemy_of(x) for x in labels]
    enemy = np.array([labels.index(e) if e in labels else -1 for e in enemies], dtype=np.int32)
    side = np.where(says[:, 0] >= says[:, 1], items.label, enemy[items.label])
    parts = [(items.place, items.day, items.voice, side)]
    for z in inputs.zones:
        holder = enemy[z.label] if z.away else z.label
        whole = np.ones(len(z.places), dtype=np.int32)
        voice = inputs.claims.voice[z.claim]
        parts.append((z.places, z.day * whole, voice * whole, holder * whole))
    place, day, voice, holder = (
        np.concatenate(p).astype(np.int32) for p in zip(*parts, strict=True)
    )
    use = holder >= 0
    order = np.lexsort((holder[use], voice[use], place[use], day[use]))
    return Votes(place[use][order], day[use][order], voice[use][order], holder[use][order])


def last_claim(cast: Ballot, wanted: Numbers) -> Numbers:
    """Who the last claim about each wanted place says holds it, shape (days, wanted)."""
    return cast.last[0][:, wanted]


def majority(cast: Ballot, wanted: Numbers) -> Numbers:
    """The side that most voices of the last days name, each with its last word.

    Without a majority a place stays as it was.
    """
    inputs = cast.inputs
    mine = cast.votes.take(np.isin(cast.votes.place, wanted))
    out = np.tile(inputs.settlements.baseline, (inputs.days, 1))
    order = np.argsort(mine.place, kind="stable").astype(np.int32)
    for rows in np.split(order, np.flatnonzero(np.diff(mine.place[order])) + 1):
        if len(rows):
            _count(inputs, mine, rows, out)
    return out[:, wanted]


def nearest_city(cast: Ballot, wanted: Numbers) -> Numbers:
    """Every place takes the holder of the nearest place that any claim has named so far."""
    last, spoken = cast.last
    flat = cast.inputs.settlements.flat
    out = last[:, wanted].copy()
    count = 0
    for t in range(cast.inputs.days):
        now = np.flatnonzero(spoken[t])
        if len(now) > count:
            at = now[scipy.spatial.cKDTree(flat[now]).query(flat[wanted])[1]]
            count = len(now)
        if count:
            out[t] = last[t, at]
    return out


def _count(inputs: EstimateInputs, cast: Votes, rows: Numbers, out: Numbers) -> None:
    """Count the votes about one place on every day, into a column of an array by day and place."""
    sides = len(inputs.settlements.theatre.labels)
    place = int(cast.place[rows[0]])
    now = int(inputs.settlements.baseline[place])
    for t in range(int(cast.day[rows].min()), inputs.days):
        recent = rows[(cast.day[rows] <= t) & (cast.day[rows] > t - VOTE_DAYS)]
        words = {int(cast.voice[k]): int(cast.side[k]) for k in recent}
        count = np.bincount(list(words.values()) or np.zeros(0, dtype=int), minlength=sides)
        if count.sum() and (count == count.max()).sum() == 1:
            now = int(count.argmax())
        out[t, place] = now


def as_chances(holder: Numbers, sides: int) -> Floats:
    """A rule's holders as chances, shape (days, sides, places); even where it gives none."""
    other = (1 - SURE) / (sides - 1)
    out = np.full((holder.shape[0], sides, holder.shape[1]), other, dtype=np.float32)
    for k in range(sides):
        out[:, k, :][holder == k] = SURE
    out[np.repeat((holder < 0)[:, None, :], sides, axis=1)] = 1 / sides
    return out


@dataclass(frozen=True)
class Baseline:
    """One of the rules, as an estimator; ``label`` is its name in scores."""

    name: str
    label: str
    rule: Rule
    columns: tuple[str, ...] = COLUMNS

    def estimate(self, view: pa.Table, options: Options) -> Control:
        """Estimate control from a ledger's view by the rule; nothing is ever contested."""
        inputs = prepare(view, options)
        wanted = np.arange(len(inputs.settlements.places), dtype=np.int32)
        held = as_chances(self.rule(Ballot(inputs, votes(inputs)), wanted), inputs.states - 1)
        contested = np.zeros((inputs.days, 1, len(wanted)), dtype=np.float32)
        return Control.of(inputs, np.concatenate([held, contested], axis=1))


BASELINES = (
    Baseline("last-claim", "last claim wins", last_claim),
    Baseline("majority", "majority vote of speakers", majority),
    Baseline("nearest-city", "nearest city", nearest_city),
)


def holders(inputs: EstimateInputs, wanted: Numbers) -> dict[str, Numbers]:
    """The holder that each rule gives to the wanted places by day, -1 where it gives none.

    By the rules' labels; shape (days, wanted) each.
    """
    cast = Ballot(inputs, votes(inputs))
    return {baseline.label: baseline.rule(cast, wanted) for baseline in BASELINES}
