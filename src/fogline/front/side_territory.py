"""How wide the way is from one part of a side's ground to its main body."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import shapely

from fogline.control import Control
from fogline.front.holders import among_sides, sides
from fogline.front.mesh import Mesh, Numbers, tessellate
from fogline.front.shapes import Shapes
from fogline.model import Place

_FINE = 200.0  # metres: outlines are measured no finer, for settlements are kilometres apart
_ABROAD = 15_000.0  # metres around the way to a settlement abroad: as wide as a neck may be
_TOUCHING = 3 * _FINE  # outlines as near as this touch, simplified as they are
_STEPS = 8  # halvings of a width: 45 km are measured to 0.2 km


class SideTerritory:
    """A side's ground on a day, with the ground abroad from which it makes war, and that of all
    others; shapes are in metres.
    """

    def __init__(self, control: Control, side: int, day: date) -> None:
        mesh = tessellate(control)
        of = sides(control.chances[control.day(day)])
        shapes = Shapes(mesh, of).areas(len(control.states))
        self.control, self.mesh, self.side, self.day = control, mesh, side, day
        self.held = of == side
        self.own = shapely.simplify(shapes[side], _FINE)
        # Ground that nobody is likelier to hold than all others narrows no way.
        others = shapely.union_all([shape for k, shape in enumerate(shapes[:-1]) if k != side])
        self.others = shapely.simplify(others, _FINE)
        self.home = _home(control, mesh, side, self.held)

    def inside(self, shape: Any) -> Numbers:
        """The side's places in a shape, by position."""
        shapely.prepare(shape)
        return np.flatnonzero(self.held & shapely.contains_xy(shape, self.mesh.points))

    def km2(self, places: Numbers) -> float:
        """The size of some places' ground."""
        return round(float(self.mesh.km2[places].sum()), 1)

    def chance(self, places: Numbers) -> float:
        """The mean chance that the side holds the ground of some places, contested ground
        counted with the likelier side.
        """
        share = among_sides(self.control.chances[self.control.day(self.day)][:, places])[self.side]
        return round(float(np.average(share, weights=self.mesh.km2[places] + 1e-9)), 3)

    def named(self, places: Numbers) -> tuple[Place, ...]:
        """Places, the largest first."""
        return tuple(
            sorted((self.control.places[k] for k in places), key=lambda p: (-p.weight, p.id))
        )

    def parts(self, km: float) -> tuple[list[Any], list[Any]]:
        """The main body and the parts cut off from it by other sides' ground where ways narrower
        than ``km`` are closed.

        A way is narrow between other sides' ground; coasts and borders don't narrow it. The main
        body is what touches own ground abroad, and the largest part. An island that no other side's
        ground touches is not cut off.
        """
        near = shapely.buffer(self.others, km * 500, quad_segs=4) if km else self.others
        left = shapely.get_parts(shapely.difference(shapely.union(self.own, self.home), near))
        left = [part for part in left if shapely.area(part) > 0]
        main = [part for part in left if self.home.intersects(part)]
        largest = max(left, key=shapely.area, default=None)
        if largest is not None and not any(part is largest for part in main):
            main.append(largest)
        off = [part for part in left if not any(part is m for m in main)]
        return main, [part for part in off if km or shapely.dwithin(part, self.others, _TOUCHING)]

    def width(self, point: Any, most: float) -> float | None:
        """The width in km of the widest way from a point to the main body: 0 if it is cut off,
        ``most`` if it is that or wider, none where the side does not hold the point.
        """
        if not shapely.intersects(self.own, point):
            return None
        low, high = 0.0, most
        if self._joined(point, most):
            return most
        if not self._joined(point, 0.0):
            return 0.0
        for _ in range(_STEPS):
            middle = (low + high) / 2
            low, high = (middle, high) if self._joined(point, middle) else (low, middle)
        return round(low, 1)

    def neck(self, point: Any, km: float) -> Any:
        """Where the way is narrowest: the middle between the parts that fall asunder where it is
        closed, a little above its width.
        """
        main, cut = self.parts(km * 1.02 + 0.2)
        part = next((p for p in cut if p.intersects(point)), None)
        if part is None:
            return point
        return shapely.line_interpolate_point(
            shapely.shortest_line(part, shapely.union_all(main)), 0.5, normalized=True
        )

    def _joined(self, point: Any, km: float) -> bool:
        return any(part.intersects(point) for part in self.parts(km)[0])


def _home(control: Control, mesh: Mesh, side: int, held: Any) -> Any:
    """The ways from a side's places to settlements abroad that are its own and tied to them."""
    settlements, graph = control.settlements, control.graph
    count = len(settlements.places)
    own = np.flatnonzero(settlements.abroad_holder == side)
    ties = graph.ties[count + own][:, :count].tocoo()
    keep = (ties.data > 0) & held[ties.col]
    if not keep.any():
        return shapely.Polygon()
    abroad = mesh.plane.points(
        [settlements.foreign[k].lat for k in own], [settlements.foreign[k].lon for k in own]
    )
    ways = shapely.linestrings(
        np.stack([abroad[ties.row[keep]], mesh.points[ties.col[keep]]], axis=1)
    )
    return shapely.difference(
        shapely.union_all(shapely.buffer(ways, _ABROAD, quad_segs=2)), mesh.land
    )
