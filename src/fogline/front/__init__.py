"""The front: areas, the line and its band of doubt, what changed hands, and pockets."""

from fogline.front.changes import Flow, changes, history
from fogline.front.front import Front, draw, ground_of
from fogline.front.handovers import handovers
from fogline.front.pockets import pockets

__all__ = ["Flow", "Front", "changes", "draw", "ground_of", "handovers", "history", "pockets"]
