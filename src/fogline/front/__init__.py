"""The front: areas, the line and its band of doubt, what changed hands, and pockets."""

from fogline.front.changes import Flow, changes, history
from fogline.front.front import Front, draw
from fogline.front.pockets import pockets

__all__ = ["Flow", "Front", "changes", "draw", "history", "pockets"]
