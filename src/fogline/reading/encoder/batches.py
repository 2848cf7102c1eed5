"""Sentences of like length as one batch of arrays, which the network and its heads take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fogline.reading.encoder.items import Item
from fogline.reading.encoder.spelling import Spelled

Ints = NDArray[np.int64]


class Hints:
    """The vocabulary of hints; number 0 stands for those that training saw too seldom."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        self._number = {f: k + 1 for k, f in enumerate(self.names)}

    @classmethod
    def collect(cls, rows: Iterable[list[str]], least: int = 3) -> Hints:
        """The hints that ``least`` rows share."""
        counts = Counter(f for row in rows for f in row)
        return cls(sorted(f for f, n in counts.items() if n >= least))

    def __len__(self) -> int:
        return len(self.names) + 1

    def numbers(self, row: list[str]) -> list[int]:
        """The numbers of a row's hints, at least one."""
        return [k for f in row if (k := self._number.get(f))] or [0]


@dataclass(slots=True)
class Bags:
    """Rows of hint numbers of different lengths: all in one line, and where each row starts."""

    flat: Ints
    starts: Ints

    @classmethod
    def of(cls, rows: Sequence[list[int]]) -> Bags:
        """Lay rows end to end."""
        starts = np.cumsum([0, *map(len, rows)])[:-1]
        return cls(_ints([k for row in rows for k in row]), _ints(starts))


@dataclass(slots=True)
class Batch:
    """Arrays of a batch. Stretches are pairs of offsets into the running sums of all rows, ``width
    + 1`` a row.

    ``first_trigger`` and ``first_pair`` are the numbers of each item's first trigger and pair in
    the batch.
    """

    ids: Ints
    roles: Ints
    mask: Ints
    trigger: Ints  # (triggers, 2) stretches
    trigger_row: Ints
    pair_trigger: Ints
    pair_place: Ints  # (pairs, 2) stretches
    pair_anaphor: Ints  # (pairs, 2), empty where the place stands in the sentence
    pair_none: NDArray[np.float32]
    pair_hints: Bags
    first_trigger: list[int]
    first_pair: list[int]


def build(items: Sequence[Item], spelled: Sequence[Spelled], hints: Hints, padding: int) -> Batch:
    """Lay items with their spelling side by side."""
    width = max(len(s.ids) for s in spelled)
    ids = np.full((len(items), width), padding, dtype=np.int64)
    roles, mask = np.zeros_like(ids), np.zeros_like(ids)
    for row, s in enumerate(spelled):
        n = len(s.ids)
        ids[row, :n], roles[row, :n], mask[row, :n] = s.ids, s.roles, 1
    trigger: list[tuple[int, int]] = []
    trigger_row: list[int] = []
    first_trigger: list[int] = []
    first_pair: list[int] = []
    pairs: list[tuple[int, tuple[int, int], tuple[int, int], float, list[int]]] = []
    for row, (item, s) in enumerate(zip(items, spelled, strict=True)):
        base = row * (width + 1)
        first_trigger.append(len(trigger))
        first_pair.append(len(pairs))
        for p in item.pairs:
            place, anaphor = _place(item, s, p.spot, base)
            numbers = hints.numbers(p.hints)
            pairs.append((len(trigger) + p.trigger, place, anaphor, float(p.spot is None), numbers))
        for t in item.triggers:
            trigger.append(shift(s.stretch(t.start, t.end), base))
            trigger_row.append(row)
    return Batch(
        ids, roles, mask, _stretches(trigger), _ints(trigger_row), _ints([p[0] for p in pairs]),
        _stretches([p[1] for p in pairs]), _stretches([p[2] for p in pairs]),
        np.array([p[3] for p in pairs], dtype=np.float32), Bags.of([p[4] for p in pairs]),
        first_trigger, first_pair,
    )  # fmt: skip


def _place(
    item: Item, s: Spelled, spot: int | None, base: int
) -> tuple[tuple[int, int], tuple[int, int]]:
    """The stretch of a place, and of the word that takes it up."""
    if spot is None:
        return (0, 0), (0, 0)
    place, anaphor = item.spots[spot], item.anaphors[spot]
    if place.start >= 0:
        return shift(s.stretch(place.start, place.end), base), (0, 0)
    taken_up = shift(s.stretch(anaphor, anaphor + 1), base) if anaphor >= 0 else (0, 0)
    return shift(s.carried[spot], base), taken_up


@dataclass(slots=True)
class Options:
    """Belligerents that may be actor or target: rows of options in groups that share one trigger
    and event.
    """

    trigger: Ints
    event: Ints
    ahead: Ints
    behind: Ints
    hints: Bags
    group: Ints


def options(
    asked: Sequence[tuple[int, int, int]], items: Sequence[Item], spelled: Sequence[Spelled],
    batch: Batch, hints: Hints,
) -> Options:  # fmt: skip
    """The options of the claims ``asked`` about: (row, trigger of that row, event)."""
    width = batch.ids.shape[1]
    rows: list[tuple[int, int, tuple[int, int], tuple[int, int], list[int], int]] = []
    for group, (row, k, event) in enumerate(asked):
        s, base = spelled[row], row * (width + 1)
        for o in items[row].options[k]:
            rows.append(
                (
                    batch.first_trigger[row] + k, event, shift(s.of_side(o.ahead), base),
                    shift(s.of_side(o.behind), base), hints.numbers(o.hints), group,
                )
            )  # fmt: skip
    return Options(
        _ints([r[0] for r in rows]), _ints([r[1] for r in rows]), _stretches([r[2] for r in rows]),
        _stretches([r[3] for r in rows]), Bags.of([r[4] for r in rows]),
        _ints([r[5] for r in rows]),
    )  # fmt: skip


def shift(stretch: tuple[int, int], base: int) -> tuple[int, int]:
    """A stretch of one row among the running sums of all; empty ones stay empty."""
    return (stretch[0] + base, stretch[1] + base) if stretch[1] > stretch[0] else (0, 0)


def _ints(values: Sequence[int] | Ints) -> Ints:
    return np.asarray(values, dtype=np.int64)


def _stretches(values: Sequence[tuple[int, int]]) -> Ints:
    return np.asarray(values, dtype=np.int64).reshape(len(values), 2)
