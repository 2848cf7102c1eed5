"""What a source said of control, and what came of it by the estimate without that source."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from fogline.control import Control

Ints = npt.NDArray[np.int64]
# A change is settled a week on, that a side holds a place on its own day, where its state is this
# sure or this unlikely; in between it stays open.
AFTER, SURE, UNLIKELY = 7, 0.7, 0.3
# A change of the estimate within so many days is the one that a claim speaks of.
NEAR = 30


@dataclass(frozen=True)
class Assertions:
    """Claims that a side holds, took or left a place: rows by claim of the view, place, day,
    side; ``away`` if it left.
    """

    claim: Ints
    place: Ints
    day: Ints
    label: Ints
    away: npt.NDArray[np.bool_]
    change: npt.NDArray[np.bool_]

    def take(self, which: npt.NDArray[np.bool_]) -> Assertions:
        """Some of them."""
        return Assertions(*(getattr(self, n)[which] for n in self.__dataclass_fields__))


def assertions(control: Control) -> Assertions:
    """All strong claims about single places, each voice once a place, day and kind.

    The place itself is what they are about: who took a part of it, or a building there, says
    nothing of who holds it.
    """
    table, items = control.strengths, control.items
    items = items.take(~table.of("weak", items.kind) & table.of("direct", items.kind))
    columns = (items.claim, items.place, items.day, items.label)
    claim, place, day, label = (c.astype(np.int64) for c in columns)
    return Assertions(
        claim, place, day, label, table.of("away", items.kind), table.of("change", items.kind) > 0
    )


def judged_on(said: Assertions, days: int) -> Ints:
    """The day on which each is judged. Who took or left a place is so a week later; who says that a
    side holds it is right even if that loses it the next day.
    """
    out: Ints = np.minimum(said.day + AFTER * (said.away | said.change), days - 1)
    return out


def outcome(said: Assertions, without: Control) -> npt.NDArray[np.int64]:
    """1 for confirmed, -1 for refuted, 0 for open, by an estimate on the day of judgement.

    That a side holds or took a place is refuted where another one holds it, not where they fight
    for it.
    """
    sides = len(without.states) - 1
    chances = without.chances[judged_on(said, without.days), :sides, said.place]
    chance = chances[np.arange(len(said.label)), said.label]
    others = np.where(np.arange(sides) == said.label[:, None], 0, chances).max(axis=1, initial=0)
    confirmed = np.where(said.away, chance <= UNLIKELY, chance >= SURE)
    refuted = np.where(said.away, chance >= SURE, others >= SURE)
    out: Ints = confirmed.astype(np.int64) - refuted
    return out


@dataclass(frozen=True)
class Change:
    """A place that passed from one side to another: positions of place and day, sides as
    positions among the labels.
    """

    place: int
    day: int
    lost: int
    won: int


def changes(control: Control, places: Ints) -> list[Change]:
    """Where the estimate is sure first of one side, then of another."""
    sides = len(control.states) - 1
    out = []
    for place in places.tolist():
        chances = control.chances[:, :sides, place]
        best = np.where(chances.max(axis=1) >= SURE, chances.argmax(axis=1), -1)
        days = np.flatnonzero(best >= 0)
        for before, now in pairwise(days):
            if best[before] != best[now]:
                out.append(Change(place, int(now), int(best[before]), int(best[now])))
    return out


def lags(said: Assertions, published: Ints, moved: list[Change]) -> list[float]:
    """Days from the estimate's change to the publication of each claim of it; below zero for
    those that were ahead.
    """
    by_place: dict[int, list[Change]] = {}
    for change in moved:
        by_place.setdefault(change.place, []).append(change)
    out = []
    for k in range(len(said.claim)):
        near = [
            c.day
            for c in by_place.get(int(said.place[k]), ())
            if (c.lost if said.away[k] else c.won) == said.label[k]
            and abs(c.day - said.day[k]) <= NEAR
        ]
        if near and published[said.claim[k]] >= 0:
            out.append(
                float(published[said.claim[k]] - min(near, key=lambda d: abs(d - said.day[k])))
            )
    return out
