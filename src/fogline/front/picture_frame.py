"""What a picture of the front shows of the land: its frame, and places and outlines in points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

import numpy as np
import shapely

from fogline.control import Control, ControlError
from fogline.front.holders import Extent
from fogline.front.mesh import Mesh
from fogline.front.plane import Doubles

# The frame's share around the line; degrees of land around the frame; heights of a picture
# without a box, in widths.
_PAD, _ROOM, _TALLEST = 0.08, 0.2, 1.3


class Drawn(Protocol):
    """What a picture needs of a front (see ``fogline.front.Front``)."""

    @property
    def control(self) -> Control:
        """The estimate that it is of."""

    @property
    def day(self) -> date:
        """The day."""

    @property
    def sure(self) -> float:
        """The chance below which a holder is in doubt."""

    @property
    def grounds(self) -> Mapping[tuple[str, str], Any]:
        """A multipolygon for each state and look, in degrees."""

    @property
    def line_looks(self) -> Mapping[tuple[tuple[str, str], str], Any]:
        """A multilinestring for each two belligerents that meet and each look, in degrees."""

    @property
    def known_lines(self) -> Sequence[Any]:
        """The lines that a view is of, in degrees."""

    @property
    def extents(self) -> Mapping[str, Extent]:
        """The areas' sizes."""

    @property
    def mesh(self) -> Mesh:
        """The cells."""

    @property
    def rests_on(self) -> str:
        """Which claims it was made of."""

    @property
    def credits(self) -> Sequence[str]:
        """Whom to name."""


class PictureFrame:
    """Degrees to points of the picture."""

    def __init__(
        self, front: Drawn, width: int, box: tuple[float, float, float, float] | None
    ) -> None:
        mesh = front.mesh
        self._plane = mesh.plane
        if box:
            south, west, north, east = box
            frame = shapely.segmentize(shapely.box(west, south, east, north), 0.5)
            if not mesh.land.intersects(self._plane.metres(frame)):
                raise ControlError(
                    f"area {south:g},{west:g},{north:g},{east:g}",
                    "no ground of the theatre lies there",
                )
            x0, y0, x1, y1 = shapely.total_bounds(self._plane.metres(frame))
        else:
            meant = [self._plane.metres(line) for line in front.known_lines] or [mesh.land]
            x0, y0, x1, y1 = shapely.total_bounds(np.array(meant))
        pad = 0.0 if box else _PAD * max(x1 - x0, y1 - y0)
        # A line from north to south gets ground on both sides of it.
        wider = 0.0 if box else max(0.0, ((y1 - y0 + 2 * pad) / _TALLEST - (x1 - x0 + 2 * pad)) / 2)
        self._west, self._north, east, south = (
            x0 - pad - wider,
            y1 + pad,
            x1 + pad + wider,
            y0 - pad,
        )
        self.metres = (east - self._west) / width
        self.width, self.height = width, (self._north - south) / self.metres
        self._frame = shapely.box(self._west, south, east, self._north)

    def points(self, metres: Doubles) -> Doubles:
        """Points of the picture of metres on the plane, shape (points, 2)."""
        return np.column_stack(
            [(metres[:, 0] - self._west) / self.metres, (self._north - metres[:, 1]) / self.metres]
        )

    def degrees(self) -> tuple[float, float, float, float]:
        """South, west, north, east of the frame in degrees, with room for its corners."""
        frame = shapely.segmentize(self._frame, (self._frame.length or 1) / 40)
        west, south, east, north = shapely.total_bounds(self._plane.degrees(frame))
        return south - _ROOM, west - _ROOM, north + _ROOM, east + _ROOM

    def path(self, degrees: Any) -> str:
        """A shape's outlines as the data of a path, cut to the frame and no finer than the
        picture.
        """
        shown = shapely.simplify(
            shapely.intersection(self._plane.metres(degrees), self._frame), 0.3 * self.metres
        )
        parts = shapely.get_parts(shown)
        areal = shapely.get_dimensions(parts) == 2
        ends = "Z" if areal.any() else ""
        outlines = (
            shapely.get_rings(parts[areal])
            if areal.any()
            else parts[shapely.get_dimensions(parts) == 1]
        )
        return "".join(
            "M"
            + "L".join(f"{x:.1f} {y:.1f}" for x, y in self.points(shapely.get_coordinates(o)))
            + ends
            for o in outlines
        )
