"""The estimate that doubts: the field, with every claim judged against the others."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from fogline.control.belief import by_themselves, judged
from fogline.control.control import Control
from fogline.control.field import FieldControl, has_neighbours
from fogline.control.field_model import smooth_places, spread, without_copies
from fogline.control.inputs import EstimateInputs, prepare
from fogline.control.learned import Learned
from fogline.control.learning import first_learned, learn_from
from fogline.control.options import Options

NAME = "judged"


@dataclass(frozen=True, eq=False, repr=False)
class JudgedControl(FieldControl):
    """The result of the judged estimate; its inputs say how far each claim is believed."""


class JudgedEstimator:
    """The field estimate with claims that may be misread or false (docs/control.md)."""

    name = NAME

    def estimate(self, view: pa.Table, options: Options) -> Control:
        """Estimate control from a ledger's view."""
        inputs = by_themselves(prepare(view, options))
        learned = learn_from(_to_learn(inputs, judged(inputs, first_learned(inputs))))
        return settle_judged(without_copies(inputs, learned), learned)


def settle_judged(inputs: EstimateInputs, learned: Learned) -> JudgedControl:
    """The estimate for all places with a learned table; ``inputs`` are believed by themselves."""
    told = judged(inputs, learned)
    places = np.arange(len(told.settlements.places), dtype=np.int32)
    alone = smooth_places(told, learned, places)
    chances = spread(told, learned, alone) if has_neighbours(told) else alone
    return JudgedControl(told, chances, alone, NAME, learned=learned)


def _to_learn(inputs: EstimateInputs, told: EstimateInputs) -> EstimateInputs:
    """Judged inputs whose learned kinds are not judged: what they get wrong is to be learned."""
    kept = inputs.strengths.of("learn", inputs.items.kind)
    each = np.where(kept, inputs.items.believed, told.items.believed)
    return replace(told, items=replace(told.items, believed=each))
