"""Control: who held each place on each day, as a probability with the claims that moved it."""

from fogline.control.control import Control
from fogline.control.estimators import Estimator, columns_for, estimate, open_estimator
from fogline.control.evaluate import evaluate
from fogline.control.explanation import NoReasonsError, Reason, explain, weigh
from fogline.control.handover import Handover
from fogline.control.inputs import EstimateInputs, prepare
from fogline.control.neighbours import NeighbourGraph
from fogline.control.options import ControlError, Options
from fogline.control.places import Settlements
from fogline.control.revise import leaving_out, updated
from fogline.control.saved import pack, unpack

__all__ = [
    "Control",
    "ControlError",
    "EstimateInputs",
    "Estimator",
    "Handover",
    "NeighbourGraph",
    "NoReasonsError",
    "Options",
    "Reason",
    "Settlements",
    "columns_for",
    "estimate",
    "evaluate",
    "explain",
    "leaving_out",
    "open_estimator",
    "pack",
    "prepare",
    "unpack",
    "updated",
    "weigh",
]
