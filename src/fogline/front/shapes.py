"""From a class for each settlement to areas and the lines between them, rounded so that no
settlement changes sides.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from fogline.front.mesh import OUTSIDE, Mask, Mesh, Numbers
from fogline.front.plane import Doubles

# Where a corner is rounded: the points of the curve between the middles of its two edges.
_CURVE = (0.25, 0.5, 0.75)


class Shapes:
    """The boundaries of a classification of the mesh's places; ``of`` gives each place's class,
    0 or more.

    Lines run along the cells' edges. A corner between two edges is rounded by the quadratic curve
    from the middle of one to the middle of the other, which stays in the triangle that they span,
    and so in the cell of the one settlement within the corner; the corner is left as it is where
    that settlement, or an end of the land, lies in the triangle. So a settlement is always on its
    own class's side, and no two lines cross.
    """

    def __init__(self, mesh: Mesh, of: Numbers) -> None:
        known = np.append(of, OUTSIDE)
        left, right = known[mesh.left], known[mesh.right]
        self._mesh = mesh
        self._rows = np.flatnonzero(left != right)
        self._left, self._right = left[self._rows], right[self._rows]
        self._edges = mesh.edges[self._rows]
        self._middle = mesh.corners[self._edges].mean(axis=1)
        # The point of a piece next to its edge's middle, by half of edge: 2 k and 2 k + 1 for edge
        # k's first and second end.
        self._beside = mesh.corners[self._edges.ravel()]
        self._pieces, self._along = self._rounded()

    def areas(self, count: int) -> list[Any]:
        """The areas of classes 0 to ``count`` - 1 as multipolygons in metres."""
        faces = shapely.orient_polygons(
            shapely.get_parts(shapely.polygonize(self._pieces)), exterior_cw=False
        )
        rings = shapely.get_exterior_ring(faces)
        at, ring = shapely.get_coordinates(rings, return_index=True)
        # Every boundary edge's middle is a point of the rings beside it; whether a ring goes on to
        # its first or its second end tells on which side of the edge it lies.
        order = np.lexsort(self._middle.T[::-1])
        found = _find(self._middle[order], at)
        hit = np.flatnonzero((found >= 0) & (np.append(ring[1:] == ring[:-1], False)))
        hit = hit[np.unique(ring[hit], return_index=True)[1]]
        edge = order[found[hit]]
        ahead = (at[hit + 1] == self._beside[2 * edge + 1]).all(axis=1)
        label = np.where(ahead, self._left[edge], self._right[edge])
        return [_joined(faces[label == k]) for k in range(count)]

    def line(self, one: int, two: int, where: Mask | None = None) -> Any:
        """The line between two classes as a multilinestring in metres; ``where`` picks the mesh's
        edges along which it is wanted.
        """
        wanted = self._between(one, two)
        if where is not None:
            wanted &= where[self._rows]
        pieces = self._pieces[wanted[self._along]]
        return shapely.multilinestrings(
            shapely.get_parts(shapely.line_merge(shapely.multilinestrings(pieces)))
        )

    def lengths(self, one: int, two: int) -> tuple[Numbers, Doubles]:
        """The mesh's edges that the line between two classes follows, and its length along each
        in km.
        """
        km = np.bincount(
            self._along, shapely.length(self._pieces) / 1000, minlength=len(self._rows)
        ).astype(np.float64)
        between = self._between(one, two)
        return self._rows[between], km[between]

    def _between(self, one: int, two: int) -> Mask:
        sides = np.sort(np.column_stack([self._left, self._right]), axis=1)
        out: Mask = (sides == sorted((one, two))).all(axis=1)
        return out

    def _rounded(self) -> tuple[npt.NDArray[Any], Numbers]:
        """Pieces of line that meet at their ends, each with the boundary edge that it lies
        along.
        """
        ends = self._edges.ravel()
        order = np.argsort(ends, kind="stable")
        _, first, met = np.unique(ends[order], return_index=True, return_counts=True)
        one, two = order[first[met == 2]], order[first[met == 2] + 1]
        soft = self._soft(one // 2, two // 2, ends[one])
        one, two = one[soft], two[soft]
        corner, a, b = self._mesh.corners[ends[one]], self._middle[one // 2], self._middle[two // 2]
        turns = [(1 - t) ** 2 * a + 2 * t * (1 - t) * corner + t**2 * b for t in _CURVE]
        # A curve is cut at its middle, so that each half lies along one edge.
        halves = (
            np.stack([a, turns[0], turns[1]], axis=1),
            np.stack([turns[1], turns[2], b], axis=1),
        )
        self._beside[one], self._beside[two] = turns[0], turns[2]
        sharp = np.setdiff1d(np.arange(len(ends)), np.concatenate([one, two]))
        rest = np.stack([self._middle[sharp // 2], self._mesh.corners[ends[sharp]]], axis=1)
        pieces = np.concatenate([_lines(halves[0]), _lines(halves[1]), _lines(rest)])
        return pieces, np.concatenate([one // 2, two // 2, sharp // 2])

    def _soft(self, one: Numbers, two: Numbers, corner: Numbers) -> Mask:
        """Which corners between two boundary edges can be rounded."""
        mesh = self._mesh
        inner = (np.minimum(self._left, self._right) != OUTSIDE)[[one, two]].all(axis=0)
        of_one, of_two = (
            np.column_stack([mesh.left[self._rows[e]], mesh.right[self._rows[e]]])
            for e in (one, two)
        )
        triangle = self._middle[one], mesh.corners[corner], self._middle[two]
        shared, inside, rim = np.zeros((3, len(one)), dtype=np.bool_)
        for k in (0, 1):
            same = (of_one[:, k, None] == of_two).any(axis=1)
            shared |= same
            inside |= same & _within(mesh.points[of_one[:, k]], *triangle)
            rim |= same & mesh.rim[of_one[:, k]]
        soft: Mask = inner & shared & ~inside
        # A cell that the outline cuts need not be convex, and so the triangle may leave the land.
        near = np.flatnonzero(soft & rim)
        soft[near] = mesh.covers(shapely.polygons(np.stack([t[near] for t in triangle], axis=1)))
        return soft


def _joined(faces: npt.NDArray[Any]) -> Any:
    """Faces as one multipolygon; they share edges only where an outline crosses itself."""
    whole = shapely.multipolygons(faces)
    return (
        whole
        if whole.is_valid
        else shapely.multipolygons(shapely.get_parts(shapely.union_all(faces)))
    )


def _lines(points: Doubles) -> npt.NDArray[Any]:
    return shapely.linestrings(points) if len(points) else np.empty(0, dtype=object)


def _within(point: Doubles, a: Doubles, b: Doubles, c: Doubles) -> Mask:
    """Which points lie in their triangles, or on their edges."""
    turns = np.stack([_turn(a, b, point), _turn(b, c, point), _turn(c, a, point)])
    out: Mask = np.asarray((turns >= 0).all(axis=0) | (turns <= 0).all(axis=0))
    return out


def _turn(a: Doubles, b: Doubles, c: Doubles) -> Doubles:
    return (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])


def _find(ordered: Doubles, points: Doubles) -> Numbers:
    """Where each point stands among points in order of x, then y; -1 where it does not."""
    pairs = np.dtype([("x", np.float64), ("y", np.float64)])
    known, wanted = (np.ascontiguousarray(p).view(pairs).ravel() for p in (ordered, points))
    at = np.searchsorted(known, wanted)
    at = np.minimum(at, max(len(known) - 1, 0))
    return np.where(known[at] == wanted, at, -1) if len(known) else np.full(len(points), -1)
