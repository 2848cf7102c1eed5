"""Where a change of the map is an event: near a claim. Elsewhere the map only follows."""

from __future__ import annotations

import numpy as np
import scipy

from fogline.control import Control
from fogline.front.mesh import Mask, Numbers

# The settings of the estimate's own reach (control/data/strengths.toml): over so many kilometres a
# side's contact with a place falls to 1/e, and over so many days its having been named to a half.
_SECTION, _KM, _DAYS = "contact", "km", "said_days"
# A claim about a place, or about its territory, says something of it from so many nats on.
SPOKEN = 0.5


def in_reach(control: Control, places: Numbers, span: tuple[int, int]) -> Mask:
    """Which of some places have a claim near: one about the days from ``span``'s first to its last,
    or those around them, that names a place so near, or one that speaks of the place itself.
    """
    section, items = control.strengths.sections[_SECTION], control.items
    first, last = span[0] - section[_DAYS], span[1] + section[_DAYS]
    named = np.unique(items.place[(items.day >= first) & (items.day <= last)])
    at = places.astype(np.int32)
    told = control.known(at, np.full(len(at), span[1], dtype=np.int32)) >= SPOKEN
    if not len(named) or not len(at):
        return np.asarray(told, dtype=np.bool_)
    flat = control.settlements.flat
    distance, _ = scipy.spatial.cKDTree(flat[named]).query(flat[at])
    return np.asarray(told | (distance <= section[_KM]), dtype=np.bool_)
