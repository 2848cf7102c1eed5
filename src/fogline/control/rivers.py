"""Places by a river: the nearest point, the distance, and the bank."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from fogline.control.places import KM, Doubles, Mask, Settlements
from fogline.theatre import River

# A quarter's axis (0: latitude, 1: longitude) and the sign of the way there.
_COMPASS = {"north": (0, 1), "south": (0, -1), "east": (1, 1), "west": (1, -1)}
_HAIR_KM = 1e-9  # two stretches of a river as near as this are alike


@dataclass(frozen=True, eq=False)
class AlongRiver:
    """For each place the nearest point of a river and how it lies to it.

    ``foot`` is the point (lat, lon), ``distance`` is in km, ``left`` says whether the place lies
    left of the flow.
    """

    foot: Doubles
    distance: Doubles
    left: Mask


def along(settlements: Settlements, river: River) -> AlongRiver:
    """How each place lies to a river."""
    line = np.array(river.line)
    scale = np.array([1.0, np.cos(np.radians(line[:, 0].mean()))])
    point = np.column_stack([settlements.lat, settlements.lon])
    best = np.full(len(point), np.inf)
    foot = np.zeros_like(point)
    left = np.zeros(len(point), dtype=np.bool_)
    for start, end in pairwise(line):
        course = (end - start) * scale
        share = np.clip(((point - start) * scale @ course) / (course @ course), 0, 1)
        at = start + share[:, None] * (end - start)
        away = (point - at) * scale
        distance = np.hypot(away[:, 0], away[:, 1]) * KM
        closer = distance < best - _HAIR_KM
        # Left of the flow on a map with north up: the cross product of flow (east, north) and
        # offset is positive.
        cross = course[1] * away[:, 0] - course[0] * away[:, 1]
        best[closer], foot[closer], left[closer] = distance[closer], at[closer], cross[closer] > 0
    return AlongRiver(foot, best, left)


def bank_of(settlements: Settlements, river: River, words: str) -> Mask | None:
    """The places on the bank of a river that words name; none where they name no bank.

    It is left or right as the river flows, or to a side of the compass of its nearest point.
    """
    near = along(settlements, river)
    if re.search(r"\bleft\b|\blefthand\b", words):
        return near.left
    if re.search(r"\bright\b|\brighthand\b", words):
        return ~near.left
    for name, (axis, sign) in _COMPASS.items():
        if re.search(rf"\b(?:{name}|{name}ern)\b", words):
            at = (settlements.lat, settlements.lon)[axis]
            out: Mask = (at - near.foot[:, axis]) * sign > 0
            return out
    return None


def parting(settlements: Settlements, river: River, territory: Mask) -> int:
    """How evenly a river parts a territory: how many of its places lie on the emptier bank."""
    left = along(settlements, river).left
    return int(min((left & territory).sum(), (~left & territory).sum()))
