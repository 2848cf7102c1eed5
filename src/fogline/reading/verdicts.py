"""The chances that a reading rests on, and where they come from: the one place at which readers
differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from fogline.model import Mention
from fogline.reading import actors, pairs
from fogline.reading.context import Context, Spot
from fogline.reading.layout import Layout
from fogline.reading.model import Floats, Linear, softmax
from fogline.reading.triggers import Trigger

Rows = list[tuple[Trigger, Spot | None]]
# Chances above which a pair is a claim, with and without a place: swept by cross-validation
# (docs/reading.md), flat within 1.5 points of core between .20 and .32.
LIMITS = (0.28, 0.33)


@dataclass(frozen=True, slots=True)
class Decision:
    """An event that a trigger puts at a place, with the reader's chance that the text makes this
    claim.
    """

    trigger: Trigger
    spot: Spot | None
    event: str
    chance: float


class Verdicts(Protocol):
    """What a reader thinks of the sentences of one document."""

    @property
    def classes(self) -> tuple[str, ...]:
        """The events that the columns of :meth:`events` stand for, ``none`` among them."""

    def limits(self, c: Context) -> tuple[float, float]:
        """Chances above which a pair of a sentence is a claim, with and without a place."""

    def events(self, c: Context) -> tuple[Rows, Floats]:
        """All pairs of a trigger with a place, or with none, and their chances, shape (pairs,
        classes).
        """

    def sides(
        self, role: str, c: Context, t: Trigger, event: str, options: Sequence[str]
    ) -> list[float]:
        """How likely each belligerent, or nobody, is the ``actor`` or ``target`` of a trigger."""

    def best(self, name: str, c: Context, d: Decision, features: list[str]) -> str:
        """The most probable certainty, status, polarity, kind of speaker or relation of a claim."""

    def score(self, c: Context, d: Decision, actor: str | None) -> float:
        """The chance that the text makes this claim of this actor."""


class LinearVerdicts:
    """Those of the packaged models over sparse features."""

    def __init__(self, models: dict[str, Linear]) -> None:
        self._models = models
        self.classes = models["event"].classes

    def limits(self, c: Context) -> tuple[float, float]:
        """The same for every sentence."""
        return LIMITS

    def events(self, c: Context) -> tuple[Rows, Floats]:
        """All pairs with their chances."""
        model = self._models["event"]
        rows: Rows = []
        scores: list[Floats] = []
        for t in c.triggers:
            base = model.scores(pairs.trigger_features(c, t)) + model.weights[-1]
            for spot in [*c.spots, None]:
                rows.append((t, spot))
                scores.append(base + model.scores(pairs.pair_features(c, t, spot)))
        if not rows:
            return rows, np.zeros((0, len(model.classes)), dtype=np.float32)
        return rows, softmax(np.stack(scores))

    def sides(
        self, role: str, c: Context, t: Trigger, event: str, options: Sequence[str]
    ) -> list[float]:
        """The chance of each option by itself."""
        model = self._models[role]
        yes = model.classes.index("yes")
        return [float(model.chances(actors.features(c, t, event, o))[yes]) for o in options]

    def chances(self, name: str, features: list[str]) -> dict[str, float]:
        """The chances of the classes of an attribute."""
        model = self._models[name]
        return dict(zip(model.classes, map(float, model.chances(features)), strict=True))

    def best(self, name: str, c: Context, d: Decision, features: list[str]) -> str:
        """The most probable class."""
        return self._models[name].best(features)[0]

    def score(self, c: Context, d: Decision, actor: str | None) -> float:
        """The chance of the event at the place."""
        return d.chance


class Judge(Protocol):
    """Gives the verdicts on a document: the place at which another kind of model is put in."""

    @property
    def version(self) -> str:
        """Name and version of the reader that it makes, as claims carry them."""

    @property
    def digest(self) -> str:
        """Hash of all that its verdicts depend on but the linear models; empty for none."""

    def verdicts(
        self,
        linear: LinearVerdicts,
        layout: Layout,
        places: list[Mention],
        sentences: list[Context],
    ) -> Verdicts:
        """The verdicts on the sentences of one document; ``linear`` are the linear models'."""


@dataclass(frozen=True, slots=True)
class LinearJudge:
    """The linear models' verdicts, as they are."""

    version: str
    digest: str = ""

    def verdicts(
        self,
        linear: LinearVerdicts,
        layout: Layout,
        places: list[Mention],
        sentences: list[Context],
    ) -> Verdicts:
        """Those of the linear models."""
        return linear
