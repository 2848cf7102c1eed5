"""Find pockets, a side's ground that is cut off or hangs by a narrow neck, and salients."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import shapely

from fogline.control import Control, Handover
from fogline.errors import UsageError
from fogline.front.handovers import handovers_on
from fogline.front.holders import sides
from fogline.front.mesh import Numbers
from fogline.front.pocket_records import Pocket, Pockets, Salient
from fogline.front.side_territory import SideTerritory

# What callers change: the width of a neck that makes a pocket (field artillery on both sides of a
# way of 15 km reaches all of it), the least ground of one (some ten villages' in Ukraine), and the
# days before and after through which necks are followed.
NECK_KM, LEAST_KM2, WINDOW = 15.0, 100.0, 30
# A pocket is wider than its neck by this factor, a salient deeper than it is wide by that one.
_WIDER, _DEEPER = 1.3, 0.7
_MOST = 3.0  # necks are measured up to so many times the width that makes one
_WIDEST = 1_000.0
_FELT_KM = 0.5  # a change of a neck's width below this is none
_HANDOVERS = 3  # places behind each change of a neck's width


def pockets(
    control: Control,
    day: date | None = None,
    neck_km: float = NECK_KM,
    least_km2: float = LEAST_KM2,
    window: int = WINDOW,
) -> Pockets:
    """The pockets of a day whose necks are narrower than ``neck_km`` and whose ground is
    ``least_km2`` or more, and the salients.

    Necks are followed through ``window`` days before and after, as far as the estimate goes.

    Raises:
        ControlError: a day that was not estimated.
        UsageError: a width or size that is not above 0.
    """
    if not (0 < neck_km <= _WIDEST and 0 < least_km2 < np.inf and window >= 0):
        raise UsageError(
            f"neck {neck_km:g} km, least {least_km2:g} km2, window {window}",
            f"give a neck above 0 and up to {_WIDEST:g} km, a size above 0, and 0 days or more",
        )
    day = day or control.last
    found: list[Pocket] = []
    jutting: list[Salient] = []
    for side in range(len(control.states) - 1):
        ground = SideTerritory(control, side, day)
        if not ground.held.any():
            continue
        bodies = _bodies(ground, neck_km)
        parts = _jutting(ground, [body for body, _ in bodies], 2 * neck_km)
        found += [
            _pocket(ground, body, width, neck_km, window)
            for body, width in bodies
            if ground.km2(ground.inside(body)) >= least_km2
        ]
        jutting += [
            _salient(ground, *part)
            for part in parts
            if ground.km2(ground.inside(part[0])) >= least_km2
        ]
    found.sort(key=lambda p: -p.km2)
    jutting.sort(key=lambda s: -s.km2)
    return Pockets(day, tuple(found), tuple(jutting))


def _bodies(ground: SideTerritory, neck_km: float) -> list[tuple[Any, float]]:
    """Parts that are cut off, or that fall off where ways narrower than the limit are closed,
    each with its neck's width.
    """
    _, off = ground.parts(0)
    out = [(part, 0.0) for part in off]
    lost = shapely.union_all(off)
    for core in ground.parts(neck_km)[1]:
        if shapely.intersects(core, lost):
            continue
        width = ground.width(_middle(core), neck_km) or 0.0
        if not any(part.intersects(core) for part in ground.parts(width * _WIDER)[1]):
            continue
        # What a closed neck takes from the pocket's rim comes back.
        whole = shapely.intersection(ground.own, shapely.buffer(core, neck_km * 500, quad_segs=4))
        out.append((next(p for p in shapely.get_parts(whole) if p.intersects(core)), width))
    return out


def _middle(part: Any) -> Any:
    """The point of a part farthest from its edge."""
    return shapely.get_point(shapely.maximum_inscribed_circle(part), 0)


def _pocket(ground: SideTerritory, body: Any, width: float, neck_km: float, window: int) -> Pocket:
    """A pocket with its neck through the days around."""
    places, point = ground.inside(body), _middle(body)
    neck = ground.neck(point, width)
    near = shapely.dwithin(
        shapely.union(body, neck), shapely.points(ground.mesh.points), 2 * neck_km * 1000
    )
    through, turned = _follow(ground, point, np.flatnonzero(near), neck_km, window)
    back = ground.mesh.plane.degrees
    side, named = ground.control.states[ground.side], ground.named(places)
    return Pocket(
        side,
        named,
        ground.km2(places),
        ground.chance(places),
        width,
        _MOST * neck_km,
        back(neck),
        back(body),
        tuple(through),
        tuple(turned),
    )


def _follow(
    ground: SideTerritory, point: Any, near: Numbers, neck_km: float, window: int
) -> tuple[list[tuple[date, float | None]], list[Handover]]:
    """The width of the way from a point by day, and the places near it that turned when it
    changed.
    """
    control, mesh = ground.control, ground.mesh
    first, last = (
        max(control.first, ground.day - timedelta(window)),
        min(control.last, ground.day + timedelta(window)),
    )
    through: list[tuple[date, float | None]] = []
    turned: list[Handover] = []
    before, width = None, None
    for day in (first + timedelta(t) for t in range((last - first).days + 1)):
        held = sides(control.chances[control.day(day)])[near] == ground.side
        if before is None or (held != before).any():
            now = SideTerritory(control, ground.side, day).width(point, _MOST * neck_km)
            if through and abs((now or 0.0) - (width or 0.0)) >= _FELT_KM:
                turned += handovers_on(control, mesh, near, day, _HANDOVERS)
            before, width = held, now
        through.append((day, width))
    return through, turned


def _jutting(
    ground: SideTerritory, taken: list[Any], wide_km: float
) -> list[tuple[Any, float, float]]:
    """What is left of a side's ground outside all places where a disc of that width finds room,
    if it is deep, with depth and mean width in km.
    """
    main, off = ground.parts(wide_km)
    room = shapely.buffer(shapely.union_all([*main, *off]), wide_km * 500, quad_segs=8)
    rest = shapely.difference(ground.own, shapely.union_all([room, *taken]))
    out = []
    for part in shapely.get_parts(rest):
        if part.is_empty or shapely.get_dimensions(part) < 2:
            continue
        # Depth is measured from the ground that it juts out of, not from any other of the side's.
        around = shapely.get_parts(shapely.difference(ground.own, shapely.buffer(part, 1.0)))
        base = shapely.union_all(around[shapely.dwithin(around, part, 2.0)])
        if base.is_empty:
            continue
        depth = (
            float(shapely.distance(shapely.points(shapely.get_coordinates(part)), base).max())
            / 1000
        )
        width = shapely.area(part) / 1e6 / max(depth, 1e-3)
        if depth >= _DEEPER * width:
            out.append((part, depth, width))
    return out


def _salient(ground: SideTerritory, part: Any, depth: float, width: float) -> Salient:
    places = ground.inside(part)
    side, named = ground.control.states[ground.side], ground.named(places)
    sizes = (round(depth, 1), round(width, 1), round(depth / width, 2))
    return Salient(
        side,
        named,
        ground.km2(places),
        ground.chance(places),
        *sizes,
        ground.mesh.plane.degrees(part),
    )
