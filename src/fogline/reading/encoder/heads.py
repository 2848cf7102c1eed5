"""The heads without torch, for reading: the sums of :class:`network.Heads` over numpy arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fogline.reading.encoder.batches import Bags, Batch, Ints, Options
from fogline.reading.encoder.schema import ABOUT_PLACE, CLASSES
from fogline.reading.model import Floats, softmax


@dataclass(slots=True)
class Vectors:
    """Means over the stretches of a batch; ``sums`` are the running sums for others."""

    sums: Floats
    sentence: Floats
    trigger: Floats
    place: Floats


class Heads:
    """Answers from the vectors of a batch; ``weights`` by the names that training gave them."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._w = {n: w.astype(np.float32) for n, w in weights.items()}

    def vectors(self, hidden: Floats, b: Batch) -> Vectors:
        """The vectors of triggers and places."""
        rows, length, width = hidden.shape
        sums = np.zeros((rows, length + 1, width), dtype=np.float32)
        np.cumsum(hidden, axis=1, out=sums[:, 1:])
        flat = sums.reshape(rows * (length + 1), width)
        both = 0.5 * (b.pair_anaphor[:, 1] > b.pair_anaphor[:, 0]).astype(np.float32)[:, None]
        place = (1 - both) * _mean(flat, b.pair_place) + both * _mean(flat, b.pair_anaphor)
        none = b.pair_none[:, None]
        place = (1 - none) * place + none * self._w["none"]
        return Vectors(flat, hidden[:, 0], _mean(flat, b.trigger), place)

    def pairs(self, v: Vectors, b: Batch) -> Floats:
        """Chances of the events of every pair."""
        at = b.pair_trigger
        x = self._map("pair.trigger", v.trigger)
        x = (x + self._map("pair.sentence", v.sentence)[b.trigger_row])[at]
        x = x + self._map("pair.place", v.place) + self._map("pair.both", v.trigger[at] * v.place)
        x = np.maximum(x + _bag(self._w["pair_hints.weight"], b.pair_hints), 0)
        return softmax(self._map("pair_out", x))

    def sides(self, v: Vectors, o: Options) -> Floats:
        """Scores of every option as actor and as target."""
        t = v.trigger[o.trigger]
        x = _bag(self._w["side_hints.weight"], o.hints) + self._w["side_event.weight"][o.event]
        x = x + self._map("side.trigger", t)
        for name, at in (("ahead", o.ahead), ("behind", o.behind)):
            gone = (at[:, 1] <= at[:, 0]).astype(np.float32)[:, None]
            words = (1 - gone) * _mean(v.sums, at) + gone * self._w["absent"]
            x = x + self._map(f"side.{name}", words) + self._map(f"side.by_{name}", t * words)
        return self._map("side_out", np.maximum(x, 0))

    def claims(self, v: Vectors, b: Batch, pair: Ints, event: Ints) -> dict[str, Floats]:
        """Chances of the classes of claims, by head."""
        at = b.pair_trigger[pair]
        t, place, whole = v.trigger[at], v.place[pair], v.sentence[b.trigger_row[at]]
        said = self._map("claim.trigger", t) + self._map("claim.sentence", whole)
        said = np.maximum(said + self._w["claim_event.weight"][event], 0)
        there = self._map("there.trigger", t) + self._map("there.place", place)
        there = there + self._map("there.both", t * place)
        there = np.maximum(there + self._w["there_event.weight"][event], 0)
        return {
            n: softmax(self._map(f"out.{n}", there if n in ABOUT_PLACE else said)) for n in CLASSES
        }

    def _map(self, name: str, x: Floats) -> Floats:
        out: Floats = x @ self._w[f"{name}.weight"].T
        bias = self._w.get(f"{name}.bias")
        return out if bias is None else out + bias


def _mean(sums: Floats, at: Ints) -> Floats:
    n = np.maximum(at[:, 1] - at[:, 0], 1).astype(np.float32)[:, None]
    out: Floats = (sums[at[:, 1]] - sums[at[:, 0]]) / n
    return out


def _bag(table: Floats, rows: Bags) -> Floats:
    """The sum of each row's hints; no row is empty."""
    out: Floats = np.add.reduceat(table[rows.flat], rows.starts, axis=0)
    return out
