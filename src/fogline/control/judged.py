"""The estimate that doubts: the field, with every claim judged against the others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from fogline.control.belief import by_themselves, judged
from fogline.control.columns import COLUMNS
from fogline.control.control import Control
from fogline.control.field import settle
from fogline.control.field_model import without_copies
from fogline.control.inputs import EstimateInputs, prepare
from fogline.control.learning import first_learned, learn_from
from fogline.control.options import Options
from fogline.control.worth_learning import learn_worth

NAME = "judged"


class JudgedEstimator:
    """The field estimate with claims that may be misread or false (docs/control.md)."""

    name = NAME
    columns = COLUMNS

    def estimate(self, view: pa.Table, options: Options) -> Control:
        """Estimate control from a ledger's view."""
        inputs = by_themselves(prepare(view, options))
        unlearned = first_learned(inputs)
        inputs = by_themselves(replace(inputs, worth=learn_worth(inputs, unlearned)))
        learned = learn_from(_to_learn(inputs, judged(inputs, unlearned)))
        return settle(without_copies(inputs, learned), learned, self.name)


def _to_learn(inputs: EstimateInputs, told: EstimateInputs) -> EstimateInputs:
    """Judged inputs whose learned kinds are not judged: what they get wrong is to be learned."""
    kept = inputs.strengths.of("learn", inputs.items.kind)
    each = np.where(kept, inputs.items.believed, told.items.believed)
    return replace(told, items=replace(told.items, believed=each))
