"""Turns chances into claims: which events a sentence puts at which places, and by whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fogline.reading import actors, attributes, pairs
from fogline.reading.context import Context, Spot
from fogline.reading.model import Floats, Linear, softmax
from fogline.reading.triggers import Trigger

# Chances above which a pair is a claim, with and without a place: swept by cross-validation (docs/reading.md), flat
# within a point of F1 between .20 and .32.
WITH_PLACE, WITHOUT_PLACE = 0.28, 0.33
# Assessments are said in so many ways that few score high; no figure of the ledger rests on them.
OTHER = 0.18
NONE = "none"


@dataclass(frozen=True, slots=True)
class Decision:
    """An event that a trigger puts at a place, with the reader's chance that the text makes this claim."""

    trigger: Trigger
    spot: Spot | None
    event: str
    chance: float


def chances(c: Context, model: Linear) -> tuple[list[tuple[Trigger, Spot | None]], Floats]:
    """All pairs of a trigger with a place, or with none, and their chances, shape (pairs, classes)."""
    rows: list[tuple[Trigger, Spot | None]] = []
    scores: list[Floats] = []
    for t in c.triggers:
        base = model.scores(pairs.trigger_features(c, t)) + model.weights[-1]
        for spot in [*c.spots, None]:
            rows.append((t, spot))
            scores.append(base + model.scores(pairs.pair_features(c, t, spot)))
    if not rows:
        return rows, np.zeros((0, len(model.classes)), dtype=np.float32)
    return rows, softmax(np.stack(scores))


def events(c: Context, model: Linear) -> list[Decision]:
    """The claims of a sentence: per place and event the trigger that says it clearest."""
    rows, table = chances(c, model)
    best: dict[tuple[int, str], Decision] = {}
    for (trigger, spot), row in zip(rows, table, strict=True):
        limit = WITH_PLACE if spot else WITHOUT_PLACE
        for k in np.flatnonzero(row > OTHER):
            event = model.classes[int(k)]
            key = (spot.index if spot else -1, event)
            if row[k] <= limit and event != "other":
                continue
            if event != NONE and (key not in best or row[k] > best[key].chance):
                best[key] = Decision(trigger, spot, event, float(row[k]))
    return sorted(best.values(), key=lambda d: (d.trigger.start, d.spot.start if d.spot else -1, d.event))


def side(c: Context, t: Trigger, event: str, labels: tuple[str, ...], model: Linear) -> str | None:
    """The belligerent that the model weighs highest as actor (or target) of a trigger, or none."""
    options = actors.options(c, labels)
    yes = model.classes.index("yes")
    return actors.choose([float(model.chances(actors.features(c, t, event, o))[yes]) for o in options], options)


def relation(c: Context, d: Decision, model: Linear) -> str | None:
    """How the event stands to its place."""
    return model.best(attributes.relation_features(c, d.trigger, d.event, d.spot))[0] if d.spot else None
