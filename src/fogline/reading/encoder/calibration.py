"""Scores that mean something: of claims with score .8, eight in ten are right."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

_EDGE = 0.002  # chances are kept this far from 0 and 1


@dataclass(frozen=True)
class Calibration:
    """A logistic curve over a claim's signs, fitted to claims that cross-validation judged. Without
    one, the event's chance.
    """

    weights: Mapping[str, float]

    @classmethod
    def of(cls, kept: Mapping[str, float] | None) -> Calibration:
        """As a model file keeps it."""
        return cls(dict(kept or {}))

    def kept(self) -> dict[str, float]:
        """For a model file."""
        return {n: round(w, 5) for n, w in sorted(self.weights.items())}

    def chance(self, found: Mapping[str, float]) -> float:
        """The chance that a claim with these signs is right."""
        if not self.weights:
            return found["chance"]
        x = sum(w * found.get(n, 0.0) for n, w in self.weights.items())
        return 1 / (1 + math.exp(-x))


def signs(
    chance: float, actor: float, event: str, placed: bool, genre: str, read: bool
) -> dict[str, float]:
    """What a claim's correctness goes by: its chances, whether it has a place, the genre, and
    whether the network read it.
    """
    a, b = _logit(chance), _logit(actor)
    return {
        "bias": 1.0, "event": a, "actor": b, "both": _logit(chance * actor), "chance": chance,
        f"genre={genre}": 1.0, f"genre={genre}|event": a, f"genre={genre}|actor": b,
        f"placed={placed}": 1.0, f"placed={placed}|event": a, f"read={read}": 1.0,
        f"event={event}": 1.0,
    }  # fmt: skip


def _logit(p: float) -> float:
    p = min(1 - _EDGE, max(_EDGE, p))
    return math.log(p / (1 - p))


def fit(
    rows: Sequence[Mapping[str, float]], right: Sequence[bool], strength: float = 0.02
) -> Calibration:
    """The curve that fits best; ``strength`` is the inverse of the penalty. Needs scikit-learn."""
    from sklearn.linear_model import LogisticRegression

    if len(set(right)) < 2:  # too few claims to tell; the odds of one more like them
        return Calibration({"bias": math.log((sum(right) + 1) / (len(right) - sum(right) + 1))})
    names = sorted({n for r in rows for n in r} - {"chance", "bias"})
    table = np.array([[r.get(n, 0.0) for n in names] for r in rows])
    model = LogisticRegression(C=strength, max_iter=1000).fit(table, list(right))
    weights = dict(zip(names, map(float, model.coef_[0]), strict=True))
    return Calibration({**weights, "bias": float(model.intercept_[0])})


def reliability(
    scores: Sequence[float], right: Sequence[bool], bins: int = 10
) -> tuple[float, list[dict[str, Any]]]:
    """The expected error, and for every tenth of the scale: claims, mean score, share that is
    right.
    """
    table, error = [], 0.0
    for k in range(bins):
        row = [
            (s, r) for s, r in zip(scores, right, strict=True) if min(bins - 1, int(s * bins)) == k
        ]
        if row:
            mean, share = (sum(x) / len(row) for x in zip(*row, strict=True))
            error += len(row) / len(scores) * abs(mean - share)
            table.append({"from": k / bins, "claims": len(row), "score": mean, "right": share})
    return error, table
