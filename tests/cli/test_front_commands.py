"""The commands about the front and exports, and the demo, as a user runs them."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import geopandas
import pytest
from click.testing import CliRunner

from fogline.cli.main import commands
from fogline.demo import run as run_demo
from fogline.exports import kinds
from fogline.theatre import load


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    there = tmp_path_factory.mktemp("demo") / "made"
    assert run_demo(there, lambda _: None) == []
    return there


def test_the_demo_takes_the_whole_chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)  # several workers set it, and tables then wrap
    told: list[str] = []
    assert run_demo(tmp_path / "demo", told.append) == []
    text = "\n".join(told)
    assert "65 dispatches of six sources, written for this demo" in text
    assert "The front on 2022-09-05" in text
    assert "The front on 2022-09-12" in text
    assert "Kupyansk: RU to UA" in text
    assert "Lyman, Svyatohirsk" in text
    assert "came true" in text
    names = {
        str(f.relative_to(tmp_path / "demo")) for f in (tmp_path / "demo").rglob("*") if f.is_file()
    }
    assert {
        "area.svg",
        "front-2022-09-12.png",
        "sources.csv",
        "exports/fogline.gpkg",
        "exports/package/datapackage.json",
    } <= names
    again = CliRunner().invoke(commands, ["demo", "--out", str(tmp_path / "demo")])
    assert again.exit_code == 2
    assert "has something in it" in again.stderr


def test_the_front_of_a_day(run: Any, tmp_path: Path) -> None:
    told = run("front", "--day", "2022-09-12").stdout
    assert "2022-09-12, estimated from" in told
    assert "UA and RU meet along" in told
    assert "with a chance below 0.8" in told
    rows = {
        r["state"]: r
        for r in csv.DictReader(
            io.StringIO(run("front", "--day", "2022-09-12", "--format", "csv").stdout)
        )
    }
    assert 115_000 < float(rows["RU"]["km2"]) < 120_000
    run(
        "front",
        "--day",
        "2022-09-12",
        "--format",
        "geojson",
        "--out",
        str(tmp_path / "front.geojson"),
    )
    shapes = geopandas.read_file(tmp_path / "front.geojson")
    assert set(shapes["layer"]) == {"area", "line", "doubt"}
    assert shapes.geometry.is_valid.all()
    run("front", "--format", "png", "--out", str(tmp_path / "front.png"), "--area", "48,36,50.5,39")
    assert (tmp_path / "front.png").read_bytes().startswith(b"\x89PNG")
    assert run("front", "--format", "svg").stdout.startswith("<svg")


def test_the_front_by_what_was_known_and_by_whom(run: Any) -> None:
    """On the evening of 9 September nobody had said that Izium was left."""

    def held(*words: str) -> float:
        rows = csv.DictReader(io.StringIO(run("front", "--format", "csv", *words).stdout))
        return next(float(r["km2"]) for r in rows if r["state"] == "RU")

    assert held("--day", "2022-09-09", "--as-of", "2022-09-09") == held("--as-of", "2022-09-09")
    assert (
        held("--day", "2022-09-12", "--as-of", "2022-09-09") > held("--day", "2022-09-12") + 2_000
    )
    ministry = held("--day", "2022-09-12", "--source", "Demo Russian ministry bulletin")
    assert ministry > held("--day", "2022-09-12", "--source", "Demo Ukrainian staff bulletin")


def test_what_changed_between_two_days(run: Any, tmp_path: Path) -> None:
    told = run(
        "changes",
        "--from",
        "2022-09-05",
        "--to",
        "2022-09-12",
        "--limit",
        "4",
        "--chart",
        str(tmp_path / "area.svg"),
    ).stdout
    assert "Kharkiv Oblast" in told
    assert "RU to UA, chance" in told
    assert (tmp_path / "area.svg").read_text(encoding="utf-8").startswith("<svg")
    found = json.loads(
        run(
            "changes",
            "--from",
            "2022-09-05",
            "--to",
            "2022-09-12",
            "--format",
            "json",
            "--limit",
            "2",
        ).stdout
    )
    assert found["turns"][0]["claims"][0]["sentence"]
    rows = list(
        csv.DictReader(
            io.StringIO(
                run(
                    "changes", "--from", "2022-09-05", "--to", "2022-09-12", "--format", "csv"
                ).stdout
            )
        )
    )
    assert {
        "region",
        "lost_by",
        "gained_by",
        "km2",
        "km2_low",
        "km2_high",
        "places",
    } == set(rows[0])


def test_pockets_and_salients(run: Any) -> None:
    told = run("pockets", "--day", "2022-09-09", "--neck", "80", "--least", "1000").stdout
    assert told.startswith("2022-09-09: 0 pockets, ")
    assert "wide: Izyum, Lyman, Svyatohirsk, Drobysheve" in told
    found = json.loads(
        run(
            "pockets", "--day", "2022-09-10", "--neck", "60", "--window", "2", "--format", "json"
        ).stdout
    )
    assert found["pockets"] == []
    assert {"side", "places", "km2", "chance", "depth_km", "width_km", "ratio", "shape"} <= set(
        found["salients"][0]
    )
    assert json.loads(
        run("pockets", "--day", "2022-09-10", "--window", "0", "--format", "geojson").stdout
    )["features"]


@pytest.mark.parametrize("kind", ["geojson", "kml", "rss", "acled", "hxl", "plover"])
def test_texts_go_to_the_screen(run: Any, kind: str) -> None:
    assert len(run("export", kind, "--day", "2022-09-12").stdout) > 1_000


def test_a_moved_folder_names_the_theatre_that_is_gone(folder: Path, tmp_path: Path) -> None:
    """The theatre is not taken for the packaged one of the same name, whose baseline is another."""
    shutil.copytree(folder, tmp_path / "old")
    with sqlite3.connect(tmp_path / "old" / "war.db") as base:
        (origin,) = base.execute("SELECT DISTINCT origin FROM readings").fetchone()
    assert Path(origin) == folder.resolve() / "september.toml"
    (folder / "september.toml").rename(folder / "away.toml")
    try:
        load.cache_clear()
        for words in (["front"], ["claims", "--place", "Nowhere"]):
            done = CliRunner().invoke(
                commands, [*words, "--ledger", str(tmp_path / "old" / "war.db")]
            )
            assert done.exit_code == 2
            assert "september.toml" in done.stderr
    finally:
        (folder / "away.toml").rename(folder / "september.toml")
        load.cache_clear()


def test_the_command_knows_all_kinds() -> None:
    (argument,) = [p for p in commands.commands["export"].params if p.name == "kind"]
    assert list(argument.type.choices) == list(kinds())  # type: ignore[attr-defined]
    shown = " ".join(CliRunner().invoke(commands, ["export", "--help"]).stdout.split())
    for kind in kinds().values():
        assert f"{kind.name} {kind.summary}" in shown


def test_files_and_folders(run: Any, tmp_path: Path) -> None:
    run(
        "export",
        "geoparquet",
        "--layer",
        "claims",
        "--day",
        "2022-09-12",
        "--out",
        str(tmp_path / "claims.parquet"),
    )
    assert len(geopandas.read_parquet(tmp_path / "claims.parquet")) > 200
    run("export", "package", "--day", "2022-09-12", "--out", str(tmp_path / "package"))
    assert (tmp_path / "package" / "datapackage.json").is_file()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("front", "--day", "2021-01-01"), "estimated were 2022-08-31 to"),
        (("front", "--sure", "0.2"), "give a chance from 0.5"),
        (("front", "--format", "png"), "name a file with --out"),
        (("front", "--area", "1,1,2,2"), "--area says what a picture shows"),
        (("front", "--area", "1,1,2,2", "--format", "svg"), "no ground of the theatre lies there"),
        (
            ("changes", "--from", "2022-09-12", "--to", "2022-09-05"),
            "give a last day after the first",
        ),
        (
            ("changes", "--from", "2022-09-05", "--to", "2022-09-12", "--chart", "area.pdf"),
            ".svg, .png, .html",
        ),
        (("pockets", "--neck", "0"), "give a neck above 0"),
        (("pockets", "--neck", "inf"), "up to 1000 km"),
        (("front", "--day", "2030-01-01"), "the last claim is of"),
        (("front", "--out", "nowhere/front.csv"), "make it first"),
        (("front", "--day", "05.09.2022"), "give YYYY-MM-DD"),
        (("front", "--format", "svg", "--area", "50,30,40,20"), "south must be below north"),
        (("export", "kml", "--layer", "lines"), "--layer is for geojson"),
        (("export", "gpkg"), "name a file with --out"),
        (("export", "package"), "name it with --out"),
        (("export", "package", "--out", "."), "something there already"),
        (("export", "rss", "--day", "2022-08-31"), "nothing changed hands before it"),
        (("front", "--source", "Nobody"), "no document in the ledger comes from it"),
    ],
)
def test_wrong_questions_end_with_2_and_a_reason(
    run: Any, words: tuple[str, ...], told: str
) -> None:
    assert told in run(*words, code=2).stderr
