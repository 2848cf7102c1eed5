"""The front's floors (evaluation/floors.toml): areas of an estimate against a map's settlements."""

from __future__ import annotations

import csv
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from fogline.control import Control
from fogline.front import draw
from fogline.front.holders import SURE, extent, held
from fogline.front.mesh import tessellate

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
FLOORS: dict[str, Any] = tomllib.loads(
    (ROOT / "evaluation" / "floors.toml").read_text(encoding="utf-8")
)["front"]
pytestmark = [pytest.mark.shared, pytest.mark.slow]


@pytest.fixture(scope="module")
def changes() -> dict[str, list[tuple[str, str]]]:
    """The map's rows by place: (day, state)."""
    found: dict[str, list[tuple[str, str]]] = {}
    with (DATA / "control" / "liveuamap_to_2022-08-31.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            found.setdefault(row["id"], []).append((row["date"], row["state"]))
    return found


def _marked(
    control: Control, changes: dict[str, list[tuple[str, str]]], day: date
) -> tuple[np.ndarray, np.ndarray]:
    """Places that the map marks RU on a day, and those that it speaks of at all."""
    position = control.inputs.settlements.position
    marked, spoken = np.zeros((2, len(control.places)), dtype=bool)
    for id, rows in changes.items():
        if id in position:
            spoken[position[id]] = True
            states = [state for since, state in sorted(rows) if since <= day.isoformat()]
            marked[position[id]] = bool(states) and states[-1] == "RU"
    return marked, spoken


@pytest.mark.parametrize("day", [date.fromisoformat(d) for d in FLOORS["days"]], ids=str)
def test_areas_are_near_the_maps(
    control: Control, changes: dict[str, list[tuple[str, str]]], day: date
) -> None:
    """On the cells of the map's settlements, and on all land but Crimea, where it has none."""
    mesh = tessellate(control)
    marked, spoken = _marked(control, changes, day)
    home = np.array([p.region not in FLOORS["unspoken"] for p in control.places])
    assert not (spoken & ~home).any()
    true = mesh.km2[marked].sum()
    chances = control.chances[control.day(day)]
    ours = held(chances) == 1
    assert abs(mesh.km2[spoken & ours].sum() / true - 1) <= FLOORS["off"]
    if day.isoformat() not in FLOORS["short"]:
        assert abs(mesh.km2[home & ours].sum() / true - 1) <= FLOORS["off"]
    size = extent(ours & home, chances[1] * home, SURE, mesh.km2)
    assert (size.low or 0) <= true <= (size.high or 0)


@pytest.mark.parametrize("day", [date(2022, 3, 25), date(2022, 6, 20), date(2022, 8, 31)], ids=str)
def test_geometry_of_real_days(control: Control, day: date) -> None:
    mesh = tessellate(control)
    front = draw(control, day)
    assert all(
        shape.is_valid for shape in (*front.areas.values(), front.doubt, *front.lines.values())
    )
    assert (
        abs(sum(mesh.plane.metres(a).area for a in front.areas.values()) / mesh.land.area - 1)
        < 1e-3
    )
    points = np.array([(p.lon, p.lat) for p in control.places])
    chances = control.chances[control.day(day)]
    for k, state in enumerate(control.states):
        others = np.delete(chances, k, axis=0).max(axis=0) > 0.9
        assert not shapely.contains_xy(front.areas[state], points)[others].any()
