"""Turns chances into claims: which events a sentence puts at which places, and by whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fogline.reading import actors, attributes, pairs, territory
from fogline.reading.context import Context, Spot
from fogline.reading.model import Floats, Linear, softmax
from fogline.reading.sides import is_attributive
from fogline.reading.triggers import Trigger

# Chances above which a pair is a claim, with and without a place: swept by cross-validation (docs/reading.md), flat
# within 1.5 points of core between .20 and .32; dev, not used for it, rises by 3 over that range.
WITH_PLACE, WITHOUT_PLACE = 0.28, 0.33
# Assessments are said in so many ways that few score high; no figure of the ledger rests on them.
OTHER = 0.18
# The chance of a claim that a rule of the language makes.
GRANTED = 0.5
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


def _share(c: Context, rows: list[tuple[Trigger, Spot | None]], table: Floats) -> Floats:
    """Places of one list mostly share what is said of them: each moves half way to the list's mean."""
    lists: dict[tuple[Trigger, int], list[int]] = {}
    for k, (trigger, spot) in enumerate(rows):
        if spot is not None and (not spot.carried or _plural(c, spot)):
            lists.setdefault((trigger, spot.head), []).append(k)
    out = table.copy()
    for members in lists.values():
        out[members] = (table[members] + table[members].mean(axis=0)) / 2
    return out


def _grant_territories(
    c: Context, model: Linear, rows: list[tuple[Trigger, Spot | None]], table: Floats
) -> Floats:
    """Who "controls all of" a region says so, although training has few such sentences to learn it from."""
    for row, (t, spot) in zip(table, rows, strict=True):
        if spot is not None and territory.governs(c, t, spot):
            k = model.classes.index(t.primary)
            row[k] = max(row[k], GRANTED)
    return table


def _plural(c: Context, spot: Spot) -> bool:
    """Whether the words that take earlier places up mean several: "these areas"."""
    word = c.sentence.words[spot.start] if spot.start >= 0 else ""
    return word.endswith("s") and not word.endswith("'s")


def events(c: Context, model: Linear) -> list[Decision]:
    """The claims of a sentence: per place and event the trigger that says it clearest."""
    rows, table = chances(c, model)
    table = _grant_territories(c, model, rows, _share(c, rows, table))
    best: dict[tuple[int, str], Decision] = {}
    for (trigger, spot), row in zip(rows, table, strict=True):
        limit = WITH_PLACE if spot else WITHOUT_PLACE
        for k in np.flatnonzero(row > OTHER):
            event = model.classes[int(k)]
            key = (spot.index if spot else -1, event)
            if row[k] <= limit and event != "other":
                continue
            if event == "capture" and is_attributive(c.sentence, trigger.start):
                continue  # "in occupied X": a state, no event
            if event != NONE and (key not in best or row[k] > best[key].chance):
                best[key] = Decision(trigger, spot, event, float(row[k]))
    for t in c.triggers:
        if t.assessment and not any(
            d.event == "other" and _meets(d.trigger, t) for d in best.values()
        ):
            best[-2 - t.start, "other"] = Decision(t, None, "other", 0.5)
    return sorted(
        best.values(), key=lambda d: (d.trigger.start, d.spot.start if d.spot else -1, d.event)
    )


def _meets(a: Trigger, b: Trigger) -> bool:
    return a.start < b.end and b.start < a.end


def sides(
    c: Context, t: Trigger, event: str, labels: tuple[str, ...], actor: Linear, target: Linear
) -> tuple[str | None, str | None]:
    """The belligerents that the models weigh highest as actor and as target of a trigger, or none."""
    own = actors.named_by(c, t)
    if own is not None and event == "hold":
        return own, None
    led = actors.participle(c, t)
    if led is not None:
        return led, None
    options = actors.options(c, labels)
    threatened = actors.threatened(c, t)
    if threatened is not None:
        # "They left under the threat of encirclement": the clause's subject is not who encircles.
        options = [o for o in options if o != threatened]
    features = [actors.features(c, t, event, o) for o in options]
    found = []
    for model in (actor, target):
        yes = model.classes.index("yes")
        found.append(actors.choose([float(model.chances(f)[yes]) for f in features], options))
    agent = actors.agent(c, t)
    if agent is not None:
        return agent, found[1] if found[1] != agent else None
    return found[0], found[1]


def relation(c: Context, d: Decision, model: Linear) -> str | None:
    """How the event stands to its place."""
    return (
        model.best(attributes.relation_features(c, d.trigger, d.event, d.spot))[0]
        if d.spot
        else None
    )
