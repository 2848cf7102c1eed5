"""Learns which claims are of the war of the day, from annotated files: what annotators claim is,
what ``linear`` reads in sentences where they claim nothing is not. Needs scikit-learn.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fogline.reading import day_signs, event_selection, model, places
from fogline.reading import train as linear
from fogline.reading.annotated import Example, read_examples
from fogline.reading.context import Context
from fogline.reading.detection import detect
from fogline.reading.errors import ModelError
from fogline.reading.of_the_day import LEARNED, ROOM, DayModel
from fogline.reading.resolve import resolve
from fogline.reading.triggers import Trigger, Triggers
from fogline.reading.verdicts import LinearVerdicts

STRENGTH = 0.02  # the inverse of the penalty
FOLDS = 5
# Share of the annotated claims of reports, cross-validated, that may lose some of their score.
DOUBTED = 0.04


@dataclass(slots=True)
class Row:
    """A claim: its signs, whether it is of the day's war, its document and file."""

    signs: day_signs.Signs
    of_the_day: bool
    document: str
    file: str


def train(files: Sequence[Path]) -> DayModel:
    """Fit the model. Deterministic: the same files give the same weights.

    Raises:
        ModelError: a file that can't be used, or files without claims of both kinds.
    """
    rows = [row for f in files for e in read_examples([f]) for row in _rows(e, f.name)]
    if len({r.of_the_day for r in rows}) < 2:
        raise ModelError(
            ", ".join(f.name for f in files),
            "claims of one kind only",
            "give annotated reports, and lessons about other things, of three sentences or more",
        )
    names = sorted({n for r in rows for n in r.signs})
    table = np.array([[r.signs.get(n, 0.0) for n in names] for r in rows])
    right = np.array([r.of_the_day for r in rows])
    chances = _cross_validated(table, right, rows)
    reports = right & np.array([not r.file.endswith(".txt") for r in rows])
    usual = float(np.quantile(chances[reports if reports.any() else right], DOUBTED))
    weights, bias = _fit(table, right, _weights(rows))
    kept = {n: round(float(w), 4) for n, w in zip(names, weights, strict=True)}
    record = _record(files, rows, chances, usual)
    return DayModel({**kept, "bias": round(bias, 4)}, round(usual, 4), record)


def _record(
    files: Sequence[Path], rows: Sequence[Row], chances: NDArray[np.float64], usual: float
) -> dict[str, Any]:
    """What the model was made of, and the shares of both kinds that keep all of their score."""
    right = np.array([r.of_the_day for r in rows])
    return {
        "trained_on": {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files},
        "claims": {"of the day": int(right.sum()), "others": int((~right).sum())},
        "undoubted": {
            "of the day": round(float((chances[right] >= usual).mean()), 3),
            "others": round(float((chances[~right] >= usual).mean()), 3),
        },
    }


def _rows(example: Example, file: str) -> Iterator[Row]:
    layout = example.layout
    if len(layout.sentences) < ROOM or detect(layout.document.text).code not in LEARNED:
        return
    bundle = model.load()
    triggers = Triggers(bundle.learned)
    found = resolve(layout, places.find_places(layout, bundle), bundle.common)
    contexts = places.contexts(layout, found, triggers)
    text = day_signs.of_text(contexts)
    verdicts = LinearVerdicts(bundle.models)
    for c in contexts:
        claims = [x for x in example.row["claims"] if linear.inside(c, x)]
        if claims:
            told = {t.start: t for t in _triggers(c, claims)}
            of_the_day = any(x["event"] != "other" for x in claims)
        else:
            read = event_selection.events(c, verdicts)
            told = {d.trigger.start: d.trigger for d in read if d.event != "other"}
            of_the_day = False
        for t in told.values():
            yield Row(day_signs.of_claim(text, c, t), of_the_day, example.name, file)


def _triggers(c: Context, claims: Sequence[dict[str, Any]]) -> Iterator[Trigger]:
    """The triggers that annotators' words cover."""
    for claim in claims:
        at = claim["trigger"]
        for t in c.triggers:
            tokens = c.sentence.tokens[t.start : t.end]
            if any(k.start < at["end"] and at["start"] < k.end for k in tokens):
                yield t
                break


def _weights(rows: Sequence[Row]) -> NDArray[np.float64]:
    """A document counts by the root of its number of claims, and both kinds of claims alike."""
    sizes = Counter((r.document, r.of_the_day) for r in rows)
    weights = np.array([sizes[r.document, r.of_the_day] ** -0.5 for r in rows])
    right = np.array([r.of_the_day for r in rows])
    for kind in (right, ~right):
        weights[kind] *= len(rows) / 2 / weights[kind].sum()
    return weights


def _cross_validated(
    table: NDArray[np.float64], right: NDArray[np.bool_], rows: Sequence[Row]
) -> NDArray[np.float64]:
    """The chance of each claim by a model that has not seen its document."""
    names = sorted({r.document for r in rows})
    fold = {n: k % FOLDS for k, n in enumerate(names)}
    of = np.array([fold[r.document] for r in rows])
    out = np.zeros(len(rows))
    for k in range(FOLDS):
        seen = [r for r, f in zip(rows, of, strict=True) if f != k]
        weights, bias = _fit(table[of != k], right[of != k], _weights(seen))
        out[of == k] = 1 / (1 + np.exp(-(table[of == k] @ weights + bias)))
    return out


def _fit(
    table: NDArray[np.float64], right: NDArray[np.bool_], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Weights by column and the intercept, for signs as they are."""
    from sklearn.linear_model import LogisticRegression

    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-6
    made = LogisticRegression(C=STRENGTH, max_iter=1000)
    made.fit((table - mean) / spread, right, sample_weight=weights)
    scaled = made.coef_[0] / spread
    return scaled, float(made.intercept_[0] - scaled @ mean)
