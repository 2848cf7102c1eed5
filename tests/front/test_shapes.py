"""Areas and lines from any settlements and any classes of them."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fogline.front.mesh import Mesh, divide
from fogline.front.plane import plane
from fogline.front.shapes import Shapes

LAND = shapely.union(
    shapely.box(0, 0, 100_000, 80_000), shapely.box(120_000, 0, 150_000, 30_000)
).difference(shapely.box(0, 0, 20_000, 10_000))


def _mesh(seed: int, count: int) -> Mesh:
    points = np.random.default_rng(seed).uniform((-5_000, -5_000), (155_000, 85_000), (count, 2))
    return divide(plane((44.0, 22.0, 52.0, 40.0)), LAND, points)


@given(seed=st.integers(0, 10_000), count=st.integers(1, 60), classes=st.integers(1, 4))
@example(seed=346, count=12, classes=2)
@settings(max_examples=60, deadline=None)
def test_areas_fill_the_land_and_hold_their_own_places(seed: int, count: int, classes: int) -> None:
    mesh = _mesh(seed, count)
    of = np.random.default_rng(seed + 1).integers(0, classes, count)
    areas = Shapes(mesh, of).areas(classes)
    assert abs(mesh.km2.sum() * 1e6 / LAND.area - 1) < 1e-9
    assert abs(sum(a.area for a in areas) / LAND.area - 1) < 1e-9
    assert all(a.is_valid for a in areas)
    inside = shapely.contains_xy(LAND, mesh.points)
    for k, area in enumerate(areas):
        assert (shapely.intersects_xy(area, mesh.points[inside & (of == k)])).all()
        assert not (shapely.contains_xy(area, mesh.points[of != k])).any()


@given(seed=st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_the_line_is_the_areas_common_border(seed: int) -> None:
    mesh = _mesh(seed, 50)
    of = np.random.default_rng(seed + 1).integers(0, 2, 50)
    shapes = Shapes(mesh, of)
    one, two = shapes.areas(2)
    line = shapes.line(0, 1)
    common = shapely.intersection(shapely.boundary(one), shapely.boundary(two))
    assert abs(line.length - common.length) < 1.0
    edges, km = shapes.lengths(0, 1)
    assert abs(km.sum() * 1000 - line.length) < 1.0
    assert (of[mesh.left[edges]] != of[mesh.right[edges]]).all()


@pytest.mark.parametrize("seed", [66, 329, 461, 468, 670])
def test_each_area_is_its_own_sides_at_acute_corners(seed: int) -> None:
    """Where a short edge meets a long one, a corner's curve soon bends back beyond the short
    one's middle.
    """
    random = np.random.default_rng(seed)
    points = random.uniform((0, 0), (150_000, 80_000), (int(random.integers(4, 16)), 2))
    mesh = divide(plane((44.0, 22.0, 52.0, 40.0)), shapely.box(0, 0, 150_000, 80_000), points)
    of = random.integers(0, 3, len(points))
    for k, area in enumerate(Shapes(mesh, of).areas(3)):
        assert shapely.intersects_xy(area, points[of == k]).all()
        assert not shapely.contains_xy(area, points[of != k]).any()


def test_a_corner_is_rounded_unless_its_place_would_change_sides() -> None:
    # The left one of four places has its point close to the corner that its cell ends in.
    points = np.array(
        [[50_000.0, 40_000.0], [52_000.0, 41_000.0], [52_000.0, 39_000.0], [90_000.0, 40_000.0]]
    )
    mesh = divide(plane((44.0, 22.0, 52.0, 40.0)), LAND, points)
    left = Shapes(mesh, np.array([0, 1, 1, 1])).areas(2)[0]
    assert left.contains(shapely.Point(points[0]))
    grid = np.random.default_rng(0).uniform((0, 10_000), (100_000, 80_000), (400, 2))
    mesh = divide(plane((44.0, 22.0, 52.0, 40.0)), LAND, grid)
    shapes = Shapes(mesh, (grid[:, 0] > 50_000).astype(np.int64))
    straight = mesh.corners[mesh.edges[shapes.lengths(0, 1)[0]]]
    raw = np.hypot(*(straight[:, 0] - straight[:, 1]).T).sum()
    assert shapes.line(0, 1).length < 0.95 * raw


def test_cells_are_the_nearest_places_ground() -> None:
    mesh = _mesh(3, 40)
    some = np.random.default_rng(4).uniform((0, 0), (150_000, 80_000), (2_000, 2))
    some = some[shapely.contains_xy(LAND, some)]
    nearest = np.hypot(*(some[:, None] - mesh.points[None]).transpose(2, 0, 1)).argmin(axis=1)
    shares = np.bincount(nearest, minlength=40) / len(some)
    assert np.abs(shares - mesh.km2 / mesh.km2.sum()).max() < 0.03
