"""The land of a theatre, divided among its settlements: each has the ground that is nearer to it
than to any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import scipy
import shapely

from fogline.control import Control, Settlements
from fogline.front.plane import Doubles, Plane, plane

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
OUTSIDE = -1
# Without an outline of the theatre, land reaches this many usual distances between neighbours
# around each settlement.
_AROUND = 3.0
_HAIR = 0.01  # metres: how far rounding moves a corner at most
_FINE = 0.25  # degrees: edges longer than this are bent along their parallel
_MAKING, _ASKING = Lock(), Lock()


@dataclass(frozen=True, eq=False)
class Mesh:
    """Cells as a planar graph: ``points`` are the settlements and ``corners`` the cells'
    corners, in metres, shape (n, 2).

    ``edges`` are pairs of corners; ``left`` and ``right`` the places whose cells lie there, -1
    outside the land. ``km2`` are the cells' areas by place; a place outside the land, such as one
    on a coast that the outline cuts off, may have none.
    """

    plane: Plane
    land: Any
    points: Doubles
    corners: Doubles
    edges: Numbers
    left: Numbers
    right: Numbers
    km2: Doubles

    @cached_property
    def rim(self) -> npt.NDArray[np.bool_]:
        """Which places' cells the outline cuts."""
        out = np.zeros(len(self.points) + 1, dtype=np.bool_)
        edge = (self.left == OUTSIDE) | (self.right == OUTSIDE)
        out[self.left[edge]] = out[self.right[edge]] = True
        return out[:-1]

    @cached_property
    def _prepared(self) -> Any:
        copy = shapely.from_wkb(shapely.to_wkb(self.land))
        shapely.prepare(copy)
        return copy

    def covers(self, shapes: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
        """Which shapes lie within the land. From any thread, though two can't ask a prepared
        geometry at once (libgeos issue 825).
        """
        with _ASKING:
            return np.asarray(shapely.covers(self._prepared, shapes))


# A mesh is kept as long as the settlements that it is of: it goes with the last estimate of them.
_MESHES: WeakKeyDictionary[Settlements, Mesh] = WeakKeyDictionary()


def tessellate(control: Control) -> Mesh:
    """The mesh of an estimate's settlements, made once for each theatre and gazetteer."""
    settlements = control.settlements
    with _MAKING:
        mesh = _MESHES.get(settlements)
        if mesh is None:
            theatre = settlements.theatre
            flat = plane(theatre.box)
            points = _apart(flat.points(settlements.lat, settlements.lon))
            mesh = divide(flat, _land(theatre.outline, points, flat), points)
            _MESHES[settlements] = mesh
        return mesh


def _apart(points: Doubles) -> Doubles:
    """Settlements on one point, a metre apart, so that each has a cell."""
    _, of = np.unique(np.round(points), axis=0, return_inverse=True)
    order = np.argsort(of, kind="stable")
    first = np.searchsorted(of[order], of[order])
    shift = np.zeros(len(points))
    shift[order] = np.arange(len(points)) - first
    return points + np.column_stack([shift, np.zeros(len(points))])


def _land(
    outline: tuple[tuple[tuple[float, float], ...], ...], points: Doubles, flat: Plane
) -> Any:
    """The theatre's outline, or the land around its settlements."""
    if outline:
        rings = [
            shapely.make_valid(shapely.polygons([(lon, lat) for lat, lon in ring]))
            for ring in outline
        ]
        # Long edges follow the parallel between their ends.
        return shapely.make_valid(flat.metres(shapely.segmentize(shapely.union_all(rings), _FINE)))
    near = (
        scipy.spatial.cKDTree(points)
        .query(points, k=min(2, len(points)))[0]
        .reshape(len(points), -1)[:, -1]
    )
    reach = _AROUND * max(float(np.median(near)), 1000.0)
    return shapely.simplify(
        shapely.union_all(shapely.buffer(shapely.points(points), reach, quad_segs=4)), reach / 20
    )


def divide(flat: Plane, land: Any, points: Doubles) -> Mesh:
    """The mesh of some land, a polygon in metres, by points in metres, shape (places, 2), of
    which no two are the same.
    """
    faces = shapely.orient_polygons(
        shapely.get_parts(shapely.polygonize(_lines(land, points))), exterior_cw=False
    )
    faces = faces[shapely.covers(shapely.buffer(land, _HAIR), shapely.point_on_surface(faces))]
    inner = shapely.point_on_surface(faces)
    place = scipy.spatial.cKDTree(points).query(
        np.column_stack([shapely.get_x(inner), shapely.get_y(inner)])
    )[1]
    rings, face = shapely.get_rings(faces, return_index=True)
    at, ring = shapely.get_coordinates(rings, return_index=True)
    corners, of = np.unique(at, axis=0, return_inverse=True)
    within = np.flatnonzero(ring[1:] == ring[:-1])
    one, two, owner = of[within], of[within + 1], place[face[ring[within]]]
    # Each edge is walked once a cell beside it, counter-clockwise: from its lower corner to its
    # upper one by the cell on its left.
    up = one < two
    low, high = np.where(up, one, two), np.where(up, two, one)
    edges, which = np.unique(np.column_stack([low, high]), axis=0, return_inverse=True)
    left, right = np.full(len(edges), OUTSIDE), np.full(len(edges), OUTSIDE)
    left[which[up]], right[which[~up]] = owner[up], owner[~up]
    km2 = np.bincount(place, shapely.area(faces) / 1e6, minlength=len(points)).astype(np.float64)
    return Mesh(flat, land, points, corners, edges, left, right, km2)


def _lines(land: Any, points: Doubles) -> Any:
    """The lines between cells within the land, and its outline, cut where they meet."""
    middle, reach = points.mean(axis=0), 20 * max(float(np.ptp(points, axis=0).max()), 1e6)
    turn = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    far = middle + reach * np.column_stack([np.cos(turn), np.sin(turn)])
    found = scipy.spatial.Voronoi(np.concatenate([points, far]))
    ends = np.array(found.ridge_vertices)
    lines = shapely.linestrings(found.vertices[ends[(ends >= 0).all(axis=1)]])
    shapely.prepare(land)
    inside = shapely.covers(land, lines)
    across = lines[~inside & shapely.intersects(land, lines)]
    shapely.destroy_prepared(land)
    pieces = shapely.get_parts(shapely.union_all([shapely.boundary(land), *across]))
    return np.concatenate(
        [lines[inside], pieces[shapely.covers(shapely.buffer(land, _HAIR), pieces)]]
    )
