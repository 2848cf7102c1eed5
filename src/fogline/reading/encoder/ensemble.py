"""The encoder's verdicts on a document, averaged with those of ``linear``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from fogline.model import Mention
from fogline.reading import actors
from fogline.reading.context import Context
from fogline.reading.encoder import items
from fogline.reading.encoder.calibration import Calibration, signs
from fogline.reading.encoder.schema import CLASSES, EVENTS
from fogline.reading.encoder.session import Encoder, Part
from fogline.reading.layout import Layout
from fogline.reading.model import Floats
from fogline.reading.triggers import Trigger
from fogline.reading.verdicts import Decision, LinearVerdicts, Rows


@dataclass(frozen=True)
class Mix:
    """How much the encoder counts, from 0 to 1, and the limits for claims; cross-validated
    (docs/evaluation.md).
    """

    placed: float = 0.65
    unplaced: float = 0.65
    actor: float = 0.4
    attributes: float = 0.5
    limit_placed: float = 0.31
    limit_unplaced: float = 0.4

    def settings(self) -> dict[str, float]:
        """As a model file keeps it."""
        return asdict(self)


class Ensemble:
    """An encoder as the reader takes it."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self.mix = Mix(**encoder.settings.get("mix", {}))
        self.calibration = Calibration.of(encoder.settings.get("calibration"))

    @property
    def version(self) -> str:
        """Name and version, as claims carry them."""
        return str(self.encoder.record["reader"])

    @property
    def digest(self) -> str:
        """Hash of the encoder's file; readings depend on it and on the linear model's."""
        return self.encoder.digest

    def verdicts(
        self,
        linear: LinearVerdicts,
        layout: Layout,
        places: list[Mention],
        sentences: list[Context],
    ) -> EnsembleVerdicts:
        """Run the network on a document."""
        names = [m.span.of(layout.document.text) for m in places]
        labels = layout.theatre.labels
        made = [
            items.make(c, b, names, labels)
            for c, b in zip(sentences, [None, *sentences], strict=False)
        ]
        return EnsembleVerdicts(self, linear, sentences, self.encoder.run(made))


class EnsembleVerdicts:
    """Averages of both. A sentence that the network does not read (in Cyrillic) is left to
    ``linear``.
    """

    def __init__(
        self, ensemble: Ensemble, linear: LinearVerdicts, sentences: Sequence[Context],
        parts: Sequence[Part],
    ) -> None:  # fmt: skip
        self._encoder, self._mix, self._linear = ensemble.encoder, ensemble.mix, linear
        self._calibration = ensemble.calibration
        self.classes = linear.classes
        self._columns = [EVENTS.index(e) for e in self.classes]
        self._at = {
            id(sentences[n]): (part, row) for part in parts for row, n in enumerate(part.numbers)
        }
        self._answers: dict[tuple[int, int, str], Mapping[str, Floats]] = {}
        self._sides: dict[tuple[int, int, str], dict[str, dict[str, float]]] = {}
        self._actors: dict[tuple[int, int, str], dict[str, float]] = {}

    def limits(self, c: Context) -> tuple[float, float]:
        """Those of the mix where the network reads, else those of ``linear``."""
        if id(c) not in self._at:
            return self._linear.limits(c)
        return self._mix.limit_placed, self._mix.limit_unplaced

    def events(self, c: Context) -> tuple[Rows, Floats]:
        """All pairs with their chances."""
        rows, table = self._linear.events(c)
        found = self._at.get(id(c))
        if found is None or not rows:
            return rows, table
        part, row = found
        first = part.batch.first_pair[row]
        mine = part.pairs[first : first + len(rows)][:, self._columns]
        share = np.array(
            [self._mix.placed if spot else self._mix.unplaced for _, spot in rows], dtype=np.float32
        )[:, None]
        mixed: Floats = (1 - share) * table + share * mine
        return rows, mixed

    def sides(
        self, role: str, c: Context, t: Trigger, event: str, options: Sequence[str]
    ) -> list[float]:
        """The chances of the options, which sum to one."""
        chances = np.array(self._linear.sides(role, c, t, event, options))
        chances = chances / max(1e-6, float(chances.sum()))
        found = self._at.get(id(c))
        if found is not None:
            mine = self._of_sides(found, c, t, event)[role]
            share = self._mix.actor
            chances = (1 - share) * chances + share * np.array([mine.get(o, 0.0) for o in options])
        out = [float(x) for x in chances]
        if role == "actor":
            self._actors[id(c), t.start, event] = dict(zip(options, out, strict=True))
        return out

    def best(self, name: str, c: Context, d: Decision, features: list[str]) -> str:
        """The most probable class."""
        chances = self._linear.chances(name, features)
        found = self._at.get(id(c))
        share = self._mix.attributes
        if found is not None:
            mine = dict(zip(CLASSES[name], self._of_claim(found, c, d)[name], strict=True))
            chances = {
                k: (1 - share) * x + share * float(mine.get(k, 0.0)) for k, x in chances.items()
            }
        return max(chances, key=lambda k: chances[k])

    def score(self, c: Context, d: Decision, actor: str | None) -> float:
        """The calibrated chance that event, place and actor are right."""
        return self._calibration.chance(self.signs_of(c, d, actor))

    def signs_of(self, c: Context, d: Decision, actor: str | None) -> dict[str, float]:
        """What the calibration goes by."""
        chances = self._actors.get((id(c), d.trigger.start, d.event), {})
        sure = chances.get(actor or actors.NOBODY, 0.8)
        return signs(d.chance, sure, d.event, d.spot is not None, c.genre, id(c) in self._at)

    def _of_sides(
        self, found: tuple[Part, int], c: Context, t: Trigger, event: str
    ) -> dict[str, dict[str, float]]:
        k = c.triggers.index(t)
        key = (id(c), k, event)
        if key not in self._sides:
            self._sides[key] = self._encoder.sides(*found, k, event)
        return self._sides[key]

    def _of_claim(self, found: tuple[Part, int], c: Context, d: Decision) -> Mapping[str, Floats]:
        part, row = found
        spot = c.spots.index(d.spot) if d.spot else len(c.spots)
        at = c.triggers.index(d.trigger) * (len(c.spots) + 1) + spot
        key = (id(c), at, d.event)
        if key not in self._answers:
            pair = part.batch.first_pair[row] + at
            self._answers[key] = self._encoder.claims(part, pair, d.event)
        return self._answers[key]


def settings(mix: Mix, calibration: Calibration | None) -> dict[str, Any]:
    """What goes into a model file beside the network."""
    return {"mix": mix.settings(), "calibration": calibration.kept() if calibration else None}
