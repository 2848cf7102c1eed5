"""Rings of (lat, lon): which points lie inside."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ring = tuple[tuple[float, float], ...]


def inside(
    lat: npt.NDArray[np.float64], lon: npt.NDArray[np.float64], ring: Ring
) -> npt.NDArray[np.bool_]:
    """Which points lie inside a ring of (lat, lon), by the even-odd rule."""
    out = np.zeros(len(lat), dtype=np.bool_)
    for (lat1, lon1), (lat2, lon2) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if lat1 == lat2:
            continue
        between = (lat1 > lat) != (lat2 > lat)
        out ^= between & (lon < (lon2 - lon1) * (lat - lat1) / (lat2 - lat1) + lon1)
    return out
