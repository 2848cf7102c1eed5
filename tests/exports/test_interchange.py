"""Every export, read back by a program that we did not write: the same claims, and the same
geometry within a metre.
"""

from __future__ import annotations

import csv
import io
import json
import warnings
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import geopandas
import numpy as np
import polars
import pyarrow as pa
import pyogrio
import pytest
import shapely
from frictionless import Package
from war import BASELINE, FIRST, SIDES, Claims, moving_front

from fogline.control import Control, Options, estimate
from fogline.errors import UsageError
from fogline.exports import export, kinds
from fogline.front import draw
from fogline.front.plane import plane

DAYS = 20
DAY = FIRST + timedelta(12)
EVIL = '=cmd()|"<script>alert(1)</script>" & Ізюм\x0b'


@pytest.fixture(scope="module")
def war(grid: Callable[..., tuple[str, list[Any]]]) -> tuple[pa.Table, Control]:
    theatre, places = grid(
        baseline=BASELINE.format(lon=21.5), belligerent_kinds={"RED": "state", "BLU": "external"}
    )
    truth = moving_front(places, DAYS)
    claims = Claims([])
    rng = np.random.default_rng(3)
    for day in range(DAYS):
        for k in np.flatnonzero(rng.random(len(places)) < 0.1):
            at = {"lat": places[k][1], "lon": places[k][2], "region": "North"}
            changed = day and truth[day, k] != truth[day - 1, k]
            claims.add(
                places[k][0], day, "capture" if changed else "hold", SIDES[int(truth[day, k])], **at
            )
    claims.add("p3", 12, "capture", "RED", polarity="negative")
    claims.add("p4", 12, "capture", "RED", status="future", sentence=EVIL, title=EVIL)
    claims.add("p5", 12, "withdraw", "BLU", lat=10.5, lon=20.5)
    claims.add(None, 12, "fight", "RED", place_status="ambiguous", reason="two fit")
    view = claims.view()
    return view, estimate(
        view, Options(theatre=theatre, start=FIRST, end=FIRST + timedelta(DAYS - 1))
    )


@pytest.fixture
def written(war: tuple[pa.Table, Control], tmp_path: Path) -> Callable[..., Path]:
    """Writes an export; gives its file."""

    def write(kind: str, **asked: Any) -> Path:
        files = export(kind, *war, day=DAY, **asked)
        for name, data in files.items():
            (tmp_path / name).write_bytes(data)
        return tmp_path / next(iter(files))

    return write


def _same(one: Any, two: Any) -> bool:
    """Whether shapes differ by less than a metre anywhere."""
    metres = plane((10.0, 20.0, 13.0, 24.0)).metres
    return bool(shapely.hausdorff_distance(metres(one), metres(two)) < 1.0)


def _areas(control: Control) -> dict[str, Any]:
    front = draw(control, DAY)
    return {state: shape for state, shape in front.areas.items() if front.extents[state].places}


def test_each_kind_has_its_writer(war: tuple[pa.Table, Control]) -> None:
    for kind in kinds():
        assert export(kind, *war, day=DAY)


@pytest.mark.parametrize("layer", ["claims", "places", "areas", "lines", "doubt", "turns"])
@pytest.mark.parametrize("kind", ["geojson", "geoparquet"])
def test_one_layer_opens_in_geopandas(
    written: Callable[..., Path], war: tuple[pa.Table, Control], kind: str, layer: str
) -> None:
    file = written(kind, layer=layer)
    rows = geopandas.read_parquet(file) if kind == "geoparquet" else geopandas.read_file(file)
    assert rows.crs.to_epsg() in {4326, None} or rows.crs.to_authority() == ("OGC", "CRS84")
    assert len(rows)
    if layer == "claims":
        assert rows["id"].tolist() == war[0]["id"].to_pylist()
        assert rows.geometry.isna().sum() == war[0]["lat"].null_count
    if layer == "areas":
        for state, shape in _areas(war[1]).items():
            assert _same(rows[rows["label"] == state].geometry.iloc[0], shape)


def test_a_geopackage_has_all_layers(
    written: Callable[..., Path], war: tuple[pa.Table, Control]
) -> None:
    file = written("gpkg")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = {
            name: geopandas.read_file(file, layer=name) for name, _ in pyogrio.list_layers(file)
        }
    assert list(found) == ["claims", "places", "areas", "lines", "doubt", "turns"]
    assert found["claims"]["id"].tolist() == war[0]["id"].to_pylist()
    assert found["places"]["id"].tolist() == [p.id for p in war[1].places]
    for state, shape in _areas(war[1]).items():
        assert _same(found["areas"][found["areas"]["label"] == state].geometry.iloc[0], shape)
    assert pyogrio.read_info(file, layer="areas")["crs"] == "EPSG:4326"


def test_kml_opens_in_gdal_with_its_folders(
    written: Callable[..., Path], war: tuple[pa.Table, Control]
) -> None:
    file = written("kml")
    assert [name for name, _ in pyogrio.list_layers(file)] == [
        "claims",
        "places",
        "areas",
        "lines",
        "doubt",
        "turns",
    ]
    claims = geopandas.read_file(file, layer="claims", engine="pyogrio")
    assert claims["id"].tolist() == war[0]["id"].to_pylist()
    areas = geopandas.read_file(file, layer="areas")
    for state, shape in _areas(war[1]).items():
        assert _same(shapely.force_2d(areas[areas["Name"] == state].geometry.iloc[0]), shape)


def test_tiles_are_the_same_within_a_metre(
    written: Callable[..., Path], war: tuple[pa.Table, Control]
) -> None:
    rows = geopandas.read_file(written("pmtiles")).to_crs("EPSG:4326")
    claims = rows[rows["layer"] == "claims"]
    view, control = war
    placed = {r["id"]: (r["lon"], r["lat"]) for r in view.to_pylist() if r["lat"] is not None}
    assert set(claims["id"]) == set(placed)
    for id, point in zip(claims["id"], claims.geometry, strict=True):
        assert _same(
            point.geoms[0] if point.geom_type == "MultiPoint" else point, shapely.Point(placed[id])
        )
    metres = plane((10.0, 20.0, 13.0, 24.0)).metres
    for state, shape in _areas(control).items():
        tiled = shapely.union_all(
            shapely.make_valid(
                rows[(rows["layer"] == "areas") & (rows["label"] == state)].geometry.to_numpy()
            )
        )
        beyond = shapely.symmetric_difference(metres(tiled), metres(shape))
        assert shapely.buffer(beyond, -1.0).is_empty


def test_acled_and_hxl_open_in_polars(
    written: Callable[..., Path], war: tuple[pa.Table, Control]
) -> None:
    view = war[0]
    rows = polars.read_csv(written("acled"), infer_schema_length=None)
    assert rows["claim"].to_list() == view["id"].to_pylist()
    by_id = {r["claim"]: r for r in rows.to_dicts()}
    for claim in view.to_pylist():
        row = by_id[claim["id"]]
        happened = claim["status"] == "actual" and claim["polarity"] == "positive"
        if claim["event"] == "capture":
            gained = (
                "Government regains territory"
                if claim["actor"] == "RED"
                else "Non-state actor overtakes territory"
            )
            assert row["sub_event_type"] == (gained if happened else "Other")
        if claim["event"] == "withdraw":
            assert row["sub_event_type"] == "Non-violent transfer of territory"
        assert (row["latitude"], row["longitude"]) == (claim["lat"], claim["lon"])
        assert ("fogline=denied" in row["tags"]) == (claim["polarity"] == "negative")
    head, tags, *rest = list(csv.reader(io.StringIO(written("hxl").read_text(encoding="utf-8"))))
    assert len(head) == len(tags)
    assert all(t.startswith("#") for t in tags)
    assert [r[0] for r in rest] == view["id"].to_pylist()


def test_plover_is_one_claim_a_line(
    written: Callable[..., Path], war: tuple[pa.Table, Control]
) -> None:
    rows = [json.loads(line) for line in written("plover").read_text(encoding="utf-8").splitlines()]
    assert [r["event_id"] for r in rows] == war[0]["id"].to_pylist()
    assert {r["event_type"] for r in rows} == {"COERCE", "MOBILIZE", "RETREAT", "ASSAULT", None}
    assert all(
        r["event_type"] is None
        for r in rows
        if r["fogline"]["polarity"] == "negative" or r["fogline"]["status"] != "actual"
    )


def test_the_feed_is_well_formed_and_stable(written: Callable[..., Path]) -> None:
    data = written("rss").read_bytes()
    feed = feedparser.parse(data)
    assert not feed.bozo
    assert len(feed.entries) > 3
    assert len({e.id for e in feed.entries}) == len(feed.entries)
    assert all(e.published_parsed for e in feed.entries)
    assert written("rss").read_bytes() == data


def test_the_package_is_valid(written: Callable[..., Path], war: tuple[pa.Table, Control]) -> None:
    folder = written("package").parent
    package = Package(str(folder / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])[:5]
    claims = next(r for r in package.resources if r.name == "claims")
    assert [r["id"] for r in claims.read_rows()] == war[0]["id"].to_pylist()
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert "its own licence" in readme
    assert all(f"`{r.path}`" in readme for r in package.resources)


def test_texts_stay_text(written: Callable[..., Path]) -> None:
    for kind in ("kml", "rss"):
        assert b"<script>" not in written(kind).read_bytes()
    cells = [
        c
        for row in csv.reader(io.StringIO(written("acled").read_text(encoding="utf-8")))
        for c in row
    ]
    assert not any(c.startswith("=") for c in cells)


def test_a_return_within_a_text_cuts_no_row(war: tuple[pa.Table, Control], tmp_path: Path) -> None:
    view, control = war
    at = view.column_names.index("sentence")
    text = "one\r=1+1\r\ntwo\nthree\0"
    odd = view.set_column(at, "sentence", pa.array([text] * view.num_rows, pa.string()))
    for kind in ("acled", "hxl"):
        (data,) = export(kind, odd, control, day=DAY).values()
        rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
        assert {len(r) for r in rows} == {len(rows[0])}
        assert not any(r[0].startswith("=") for r in rows)
    for name, data in export("package", odd, control, day=DAY).items():
        (tmp_path / name).write_bytes(data)
    assert Package(str(tmp_path / "datapackage.json")).validate().valid


def test_claims_without_any_place_are_features_without_geometry(
    war: tuple[pa.Table, Control],
) -> None:
    view, control = war
    nowhere = view.filter(pa.compute.is_null(view["lat"]))
    (data,) = export("geojson", nowhere, control, day=DAY, layer="claims").values()
    assert {f["geometry"] for f in json.loads(data)["features"]} == {None}


def test_wrong_questions_are_told(war: tuple[pa.Table, Control]) -> None:
    view, control = war
    with pytest.raises(ValueError, match=r"kind 'shp': give one of geojson, geoparquet"):
        export("shp", view, control)
    with pytest.raises(ValueError, match="layer 'x': give one of claims"):
        export("geojson", view, control, layer="x")
    with pytest.raises(ValueError, match="it needs an estimate"):
        export("gpkg", view, control.theatre)
    with pytest.raises(ValueError, match="nothing changed hands before it"):
        export("rss", view, control, day=FIRST)
    with pytest.raises(UsageError, match="after the first"):
        export("gpkg", view, control, day=DAY, since=DAY)
