"""A plane on which areas are true: Lambert's azimuthal equal-area projection about the middle of
a theatre.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

Doubles = npt.NDArray[np.float64]


@lru_cache(maxsize=8)
def plane(box: tuple[float, float, float, float]) -> Plane:
    """The plane of a theatre's box (south, west, north, east in degrees)."""
    south, west, north, east = box
    return Plane((south + north) / 2, (west + east) / 2)


class Plane:
    """Metres east and north of a point, and back; the Earth is WGS 84's ellipsoid."""

    def __init__(self, lat: float, lon: float) -> None:
        there = f"+proj=laea +lat_0={lat} +lon_0={lon} +ellps=WGS84 +units=m"
        self._to = Transformer.from_crs("EPSG:4326", there, always_xy=True)
        self._back = Transformer.from_crs(there, "EPSG:4326", always_xy=True)

    def points(self, lat: Any, lon: Any) -> Doubles:
        """Metres, shape (points, 2), of degrees."""
        return np.column_stack(
            self._to.transform(np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64))
        )

    def degrees(self, geometry: Any) -> Any:
        """A geometry in metres as one in degrees, (longitude, latitude), WGS 84."""
        return shapely.transform(
            geometry, lambda p: np.column_stack(self._back.transform(p[:, 0], p[:, 1]))
        )

    def metres(self, geometry: Any) -> Any:
        """A geometry in degrees as one in metres."""
        return shapely.transform(
            geometry, lambda p: np.column_stack(self._to.transform(p[:, 0], p[:, 1]))
        )
