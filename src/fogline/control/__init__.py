"""Control: who held each place on each day, as a probability with the claims that moved it."""

from fogline.control.control import Control
from fogline.control.estimate import estimate
from fogline.control.evaluate import evaluate
from fogline.control.explain import Reason
from fogline.control.options import ControlError, Options

__all__ = ["Control", "ControlError", "Options", "Reason", "estimate", "evaluate"]
