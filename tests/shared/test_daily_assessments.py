"""The daily assessments beside the project, estimated once: the floors of control and of the front
(evaluation/floors.toml) against tables and maps, and the brief of a day.
"""

from __future__ import annotations

import csv
import io
import tomllib
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pypdf
import pytest
import shapely

import fogline
from fogline.brief import check, compose, write
from fogline.control import Control, evaluate
from fogline.control.baselines import BASELINES
from fogline.documents import SourceDefaults, load
from fogline.front import draw
from fogline.front.holders import SURE, extent, held
from fogline.front.mesh import tessellate
from fogline.theatre import load as load_theatre

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
_FLOORS = tomllib.loads((ROOT / "evaluation" / "floors.toml").read_text(encoding="utf-8"))
FLOORS: dict[str, dict[str, float]] = _FLOORS["control"]
INJECT: list[dict[str, Any]] = _FLOORS["inject"]
FRONT: dict[str, Any] = _FLOORS["front"]
AT_MOST = {"false_per_100", "calibration"}
pytestmark = [pytest.mark.shared, pytest.mark.slow]


@pytest.fixture(scope="module")
def control(tmp_path_factory: pytest.TempPathFactory, _gazetteer: None) -> Control:
    """The estimate of all daily assessments beside the project.

    By the linear reader, on whose readings its strengths and floors were set; docs/evaluation.md
    has the figures on the encoder's.
    """
    theatre = load_theatre("ukraine")
    reports = str(DATA / "reports" / "isw_2022-02-25_2022-08-31.jsonl")
    with fogline.open_ledger(tmp_path_factory.mktemp("floors") / "war.db", create=True) as ledger:
        found = load([reports], SourceDefaults("ISW", theatre=theatre))
        summary = ledger.add(found, theatre, reader="linear")
        assert (summary.new, summary.unreadable) == (188, [])
        span = fogline.Options(start=date(2022, 2, 24), end=date(2022, 8, 31))
        return fogline.estimate(ledger.view(), span)


@pytest.mark.parametrize(("table", "before"), [("wikipedia", None), ("liveuamap", "UA")])
def test_control_reaches_its_floors_and_beats_the_baselines(
    control: Control, table: str, before: str | None
) -> None:
    found = evaluate(
        control,
        DATA / "control" / f"{table}_to_2022-08-31.csv",
        first=date(2022, 3, 25),
        before=before,
    )
    estimate = found.scores["estimate"]
    assert estimate is not None
    for name, floor in FLOORS[table].items():
        value = asdict(estimate)[name]
        assert value <= floor if name in AT_MOST else value >= floor, (name, value, floor)
    for baseline in BASELINES:
        rival = found.scores[baseline.label]
        assert rival is not None
        assert estimate.days > rival.days
        assert estimate.balanced > rival.balanced
        assert estimate.brier < rival.brier
        assert estimate.log < rival.log


def test_learning_ends_and_the_first_day_is_the_baselines(control: Control) -> None:
    assert control.converged
    states = control.holder(0)
    assert 1_900 < states.count("RU") < 2_300


@pytest.mark.parametrize("case", INJECT, ids=lambda c: f"{c['wrong'][1]} {c['wrong'][0]}")
@pytest.mark.parametrize(("table", "before"), [("wikipedia", None), ("liveuamap", "UA")])
def test_wrong_claims_among_the_real_ones_take_little(
    control: Control, table: str, before: str | None, case: dict[str, Any]
) -> None:
    """In the mean of several draws."""
    path, (kind, count) = DATA / "control" / f"{table}_to_2022-08-31.csv", case["wrong"]
    taken = []
    for seed in case["seeds"]:
        wrong = (kind, count, seed)
        found = evaluate(control, path, first=date(2022, 3, 25), before=before, wrong=wrong)
        alone, among = found.scores["estimate"], found.scores[f"with {count} wrong claims"]
        assert alone is not None
        assert among is not None
        taken.append(alone.days - among.days)
    assert np.mean(taken) < case["most"]


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


@pytest.mark.parametrize("day", [date.fromisoformat(d) for d in FRONT["days"]], ids=str)
def test_areas_are_near_the_maps(
    control: Control, changes: dict[str, list[tuple[str, str]]], day: date
) -> None:
    """On the cells of the map's settlements, and on all land but Crimea, where it has none."""
    mesh = tessellate(control)
    marked, spoken = _marked(control, changes, day)
    home = np.array([p.region not in FRONT["unspoken"] for p in control.places])
    assert not (spoken & ~home).any()
    true = mesh.km2[marked].sum()
    chances = control.chances[control.day(day)]
    ours = held(chances) == 1
    assert abs(mesh.km2[spoken & ours].sum() / true - 1) <= FRONT["off"]
    if day.isoformat() not in FRONT["short"]:
        assert abs(mesh.km2[home & ours].sum() / true - 1) <= FRONT["off"]
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


def test_the_brief_of_a_day_is_faithful_and_opens(control: Control) -> None:
    brief = compose(control.claims.rows, control, date(2022, 8, 31))
    assert [(f.kind, f.what, f.sentence) for f in check(brief, control)] == []
    assert sum(len(s.sentences) for s in brief.sections) > 50
    reader = pypdf.PdfReader(io.BytesIO(write(brief, "pdf")))
    assert len(reader.pages) == 2
    assert "Claimed and denied" in " ".join(page.extract_text() for page in reader.pages)
