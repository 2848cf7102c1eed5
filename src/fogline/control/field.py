"""The packaged estimator: learn from the claims, smooth each place, then let neighbours speak."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from fogline.control import neighbours
from fogline.control.belief import judged
from fogline.control.columns import COLUMNS
from fogline.control.control import Control
from fogline.control.copiers import Copying
from fogline.control.field_model import (
    Ground,
    evidence_about,
    smooth_places,
    spread,
    without_copies,
)
from fogline.control.inputs import EstimateInputs, prepare
from fogline.control.learned import Learned, LearnedRow, learned_rows
from fogline.control.learning import learn_from
from fogline.control.neighbours import UnclaimedChances
from fogline.control.options import Options
from fogline.control.places import Floats, Numbers

NAME = "field"


@dataclass(frozen=True, eq=False, repr=False)
class FieldControl(Control):
    """The result of the field estimate, with what it learned, so that reasons can be given."""

    learned: Learned = field(kw_only=True)
    ground: Ground = field(kw_only=True)

    @property
    def converged(self) -> bool:
        """Whether the last step of learning changed next to nothing."""
        return self.learned.converged

    @property
    def iterations(self) -> int:
        """Steps of learning."""
        return self.learned.iterations

    @property
    def last_change(self) -> float:
        """The largest change of a chance or rate in the last step of learning."""
        return self.learned.last_change

    @property
    def copying(self) -> tuple[Copying, ...]:
        """Which voices were found to repeat others."""
        return self.learned.copying

    @cached_property
    def table(self) -> list[LearnedRow]:
        """What each class of claims was learned to say."""
        return learned_rows(self.learned, self.inputs)

    @cached_property
    def evidence(self) -> float:
        """How much all claims about states say in sum, in nats.

        Each voice counts once; weak claims are tempered and capped.
        """
        without = replace(self.inputs, zones=())
        found, _ = evidence_about(without, self.learned, self.inputs.named)
        return float(np.ptp(found, axis=1).sum())

    @property
    def unclaimed(self) -> UnclaimedChances:
        """What would stand without any claim."""
        return self.ground.unclaimed

    @cached_property
    def weighings(self) -> dict[int, Any]:
        """What :func:`fogline.control.weigh` has worked out, by place, kept with the estimate."""
        return {}

    def known(self, place: Numbers, day: Numbers) -> Floats:
        """How far the claims about places move them from what stands without any, in nats."""
        base = self.unclaimed
        cap = float(self.strengths.sections["neighbours"]["cap"])
        without = base.chances[day, :, base.of[place]].T
        return neighbours.known(self.alone[day, :, place].T, without, cap)


class FieldEstimator:
    """The packaged estimate: hidden Markov chains tied by a harmonic field (docs/control.md)."""

    name = NAME
    columns = COLUMNS

    def estimate(self, view: pa.Table, options: Options) -> Control:
        """Estimate control from a ledger's view."""
        inputs = prepare(view, options)
        learned = learn_from(inputs)
        return settle(without_copies(inputs, learned), learned, self.name)


def settle(
    inputs: EstimateInputs, learned: Learned, made_by: str, ground: Ground | None = None
) -> FieldControl:
    """The estimate for all places with a learned table; claims that are not believed in full are
    judged against each other first. ``ground`` is that of an estimate with more claims.
    """
    ground = ground or Ground(inputs, learned)
    inputs = judged(inputs, learned) if inputs.judged else inputs
    places = np.arange(len(inputs.settlements.places), dtype=np.int32)
    alone = smooth_places(inputs, learned, places)
    chances = spread(inputs, ground, alone) if has_neighbours(inputs) else alone
    return FieldControl(inputs, chances, alone, made_by, learned=learned, ground=ground)


def has_neighbours(inputs: EstimateInputs) -> bool:
    """Whether places take part of their chances from those around them."""
    return inputs.options.neighbours and len(inputs.settlements.places) >= neighbours.FEWEST
