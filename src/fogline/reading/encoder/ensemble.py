"""The networks' verdicts on a document, averaged with those of ``linear``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from fogline.model import Mention
from fogline.reading import actors, agents
from fogline.reading.context import Context
from fogline.reading.encoder import items
from fogline.reading.encoder.calibration import Calibration, signs
from fogline.reading.encoder.schema import CLASSES, EVENTS
from fogline.reading.encoder.session import Encoder, EncoderModel, Part
from fogline.reading.layout import Layout
from fogline.reading.model import Floats
from fogline.reading.triggers import Trigger
from fogline.reading.verdicts import Decision, LinearVerdicts, Rows

# Languages of the texts that teach networks; annotated ones tell none.
LEARNED = frozenset({"", "en", "ru", "uk"})
# The chance of an actor that the words name outright, whatever the models make of it.
NAMED = 0.8


@dataclass(frozen=True)
class Mix:
    """How much the encoder counts, from 0 to 1, and the limits for claims; cross-validated
    (docs/evaluation.md).
    """

    placed: float = 0.65
    unplaced: float = 0.8
    actor: float = 0.4
    attributes: float = 0.5
    limit_placed: float = 0.35
    limit_unplaced: float = 0.4

    def settings(self) -> dict[str, float]:
        """As a model file keeps it."""
        return asdict(self)


class Ensemble:
    """An encoder as the reader takes it."""

    def __init__(self, model: EncoderModel) -> None:
        self.model = model
        self.mix = Mix(**model.settings.get("mix", {}))
        self.calibration = Calibration.of(model.settings.get("calibration"))

    @property
    def version(self) -> str:
        """Name and version, as claims carry them."""
        return str(self.model.record["reader"])

    @property
    def digest(self) -> str:
        """Hash of the encoder's file; readings depend on it and on the linear model's."""
        return self.model.digest

    def verdicts(
        self,
        linear: LinearVerdicts,
        layout: Layout,
        places: list[Mention],
        sentences: list[Context],
    ) -> EnsembleVerdicts:
        """Run the networks on a document; one in a language that they have not learned is left to
        ``linear``, whose word lists may know it.
        """
        if layout.language not in LEARNED:
            return EnsembleVerdicts(self, linear, {})
        names = [m.span.of(layout.document.text) for m in places]
        labels = layout.theatre.labels
        made = [
            items.make(c, b, names, labels)
            for c, b in zip(sentences, [None, *sentences], strict=False)
        ]
        seen: dict[int, list[Seen]] = {}
        for network in self.model.networks:
            for part in network.run(made):
                for row, n in enumerate(part.numbers):
                    seen.setdefault(id(sentences[n]), []).append(Seen(network, part, row))
        return EnsembleVerdicts(self, linear, seen)


@dataclass(frozen=True, slots=True)
class Seen:
    """A sentence as one network has read it: a row of a batch."""

    network: Encoder
    part: Part
    row: int


class EnsembleVerdicts:
    """Averages over the networks that have read a sentence, averaged with those of ``linear``."""

    def __init__(
        self, ensemble: Ensemble, linear: LinearVerdicts, seen: Mapping[int, list[Seen]]
    ) -> None:
        self._mix, self._calibration = ensemble.mix, ensemble.calibration
        self._linear, self._seen = linear, seen
        self.classes = linear.classes
        self._columns = [EVENTS.index(e) for e in self.classes]
        self._answers: dict[tuple[int, int, str], Mapping[str, Floats]] = {}
        self._sides: dict[tuple[int, int, str], dict[str, dict[str, float]]] = {}
        self._actors: dict[tuple[int, int, str], dict[str, float]] = {}

    def limits(self, c: Context) -> tuple[float, float]:
        """Those of the mix where a network reads, else those of ``linear``."""
        if id(c) not in self._seen:
            return self._linear.limits(c)
        return self._mix.limit_placed, self._mix.limit_unplaced

    def events(self, c: Context) -> tuple[Rows, Floats]:
        """All pairs with their chances."""
        rows, table = self._linear.events(c)
        seen = self._seen.get(id(c), [])
        if not seen or not rows:
            return rows, table
        tables = []
        for one in seen:
            first = one.part.batch.first_pair[one.row]
            tables.append(one.part.pairs[first : first + len(rows)][:, self._columns])
        mine = np.mean(tables, axis=0)
        placed, unplaced = self._mix.placed, self._mix.unplaced
        share = np.array([placed if spot else unplaced for _, spot in rows], np.float32)[:, None]
        mixed: Floats = (1 - share) * table + share * mine
        return rows, mixed

    def sides(
        self, role: str, c: Context, t: Trigger, event: str, options: Sequence[str]
    ) -> list[float]:
        """The chances of the options, which sum to one."""
        chances = np.array(self._linear.sides(role, c, t, event, options))
        chances = chances / max(1e-6, float(chances.sum()))
        if id(c) in self._seen:
            mine = self._of_sides(c, t, event)[role]
            share = self._mix.actor
            chances = (1 - share) * chances + share * np.array([mine.get(o, 0.0) for o in options])
        out = [float(x) for x in chances]
        if role == "actor":
            self._actors[id(c), t.start, event] = dict(zip(options, out, strict=True))
        return out

    def best(self, name: str, c: Context, d: Decision, features: list[str]) -> str:
        """The most probable class."""
        chances = self._linear.chances(name, features)
        share = self._mix.attributes
        if id(c) in self._seen:
            mine = dict(zip(CLASSES[name], self._of_claim(c, d)[name], strict=True))
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
        sure = chances.get(actor or actors.NOBODY, NAMED)
        if actor is not None and agents.agent(c, d.trigger) == actor:
            sure = max(sure, NAMED)
        return signs(d.chance, sure, d.event, d.spot is not None, c.genre, id(c) in self._seen)

    def _of_sides(self, c: Context, t: Trigger, event: str) -> dict[str, dict[str, float]]:
        k = c.triggers.index(t)
        key = (id(c), k, event)
        if key not in self._sides:
            found = [one.network.sides(one.part, one.row, k, event) for one in self._seen[id(c)]]
            self._sides[key] = {
                role: {label: sum(f[role][label] for f in found) / len(found) for label in row}
                for role, row in found[0].items()
            }
        return self._sides[key]

    def _of_claim(self, c: Context, d: Decision) -> Mapping[str, Floats]:
        spot = c.spots.index(d.spot) if d.spot else len(c.spots)
        at = c.triggers.index(d.trigger) * (len(c.spots) + 1) + spot
        key = (id(c), at, d.event)
        if key not in self._answers:
            found = [
                one.network.claims(one.part, one.part.batch.first_pair[one.row] + at, d.event)
                for one in self._seen[id(c)]
            ]
            self._answers[key] = {n: np.mean([f[n] for f in found], axis=0) for n in found[0]}
        return self._answers[key]


def settings(mix: Mix, calibration: Calibration | None) -> dict[str, Any]:
    """What goes into a model file beside the networks."""
    return {"mix": mix.settings(), "calibration": calibration.kept() if calibration else None}
