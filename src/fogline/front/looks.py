"""How well each place's holder is known, as a map shows it: held, believed, or unknown."""

from __future__ import annotations

import numpy as np
import scipy

from fogline.control import Control
from fogline.front.holders import among_sides
from fogline.front.mesh import Mesh, Numbers

HELD, BELIEVED, UNKNOWN = "held", "believed", "unknown"
LOOKS = (HELD, BELIEVED, UNKNOWN)
KNOWN = "known"  # the look of a line beside ground of which something is known
# A claim says something about ground up to three times the distance at which it counts less by e:
# there it has a twentieth of its weight left.
_REACH = 3.0
# A likelier side that is not even half as likely again as all others together is hardly likelier.
_EVEN = 0.6


def looks(control: Control, mesh: Mesh, day: int, sure: float) -> Numbers:
    """The look of each place on a day, by position among :data:`LOOKS`.

    Held: a state is as likely as ``sure`` or more, and claims of late speak of ground near by.
    Unknown: none of late speaks of ground within reach, or the sides are about as likely. Believed:
    all other ground, whose holder is known by what is said around it, or less surely.
    """
    chances, contact = control.chances[day], control.strengths.sections["contact"]
    told = np.flatnonzero(control.last_named(day) > day - contact["said_days"])
    near = float(contact["km"])
    if len(told):
        reach = _REACH * near * 1000
        far = (
            scipy.spatial.cKDTree(mesh.points[told]).query(mesh.points, distance_upper_bound=reach)[
                0
            ]
            / 1000
        )
    else:
        far = np.full(len(mesh.points), np.inf)
    likeliest = np.maximum(chances[-1], among_sides(chances).max(axis=0))
    unknown = (far > _REACH * near) | (likeliest < _EVEN)
    held = (chances.max(axis=0) >= sure) & (far <= near)
    return np.where(unknown, LOOKS.index(UNKNOWN), np.where(held, 0, 1)).astype(np.int64)
