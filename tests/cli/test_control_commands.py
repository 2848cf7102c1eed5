"""The commands about control and sources, as a user runs them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from fogline.cli.main import commands

REPORTS = {
    "2022-03-01": "Russian forces captured Kupiansk on March 1. Ukrainian forces control Izium.",
    "2022-04-02": (
        "Russian forces captured Izium on April 1. "
        "The Ukrainian General Staff stated that Ukrainian troops lost control of Izium."
    ),
    "2022-09-11": (
        "Ukrainian forces liberated Izium and Kupiansk on September 10. "
        "Russian forces withdrew from Izium. Russian forces will likely leave Lyman."
    ),
}
TRUTH = """id,name,lat,lon,date,state
a,Izium,49.21,37.26,2022-02-24,UA
a,Izium,49.21,37.26,2022-04-01,RU
a,Izium,49.21,37.26,2022-09-10,UA
b,Lviv,49.84,24.02,2022-02-24,UA
"""
RING = [[37.0, 49.0], [37.6, 49.0], [37.6, 49.4], [37.0, 49.4], [37.0, 49.0]]
MAP = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"held_by": "RU"},
            "geometry": {"type": "Polygon", "coordinates": [RING]},
        }
    ],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    there = tmp_path_factory.mktemp("control")
    for day, text in REPORTS.items():
        (there / f"{day}.txt").write_text(text, encoding="utf-8")
        words = [
            "add",
            str(there / f"{day}.txt"),
            "--source",
            "ISW",
            "--published",
            day,
            "--ledger",
            str(there / "war.db"),
        ]
        assert CliRunner().invoke(commands, words).exit_code == 0
    (there / "truth.csv").write_text(TRUTH)
    return there


def _rows(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_control_as_changes(run: Any) -> None:
    rows = _rows(run("control", "--to", "2022-09-15", "--place", "Izum", "--format", "csv"))
    assert [*rows[0]] == [
        "id",
        "name",
        "lat",
        "lon",
        "date",
        "state",
        "p_UA",
        "p_RU",
        "p_contested",
        "evidence",
    ]
    states = [(r["date"], r["state"]) for r in rows]
    assert states[0] == ("2022-02-24", "UA")
    assert ("2022-04-01", "RU") in states
    assert ("2022-09-10", "UA") in states
    for r in rows:
        assert float(r["p_UA"]) + float(r["p_RU"]) + float(r["p_contested"]) == pytest.approx(
            1, abs=1e-3
        )


def test_what_was_known_by_then_and_by_whom(run: Any) -> None:
    then = _rows(
        run(
            "control",
            "--as-of",
            "2022-08-01",
            "--to",
            "2022-09-15",
            "--place",
            "Izium",
            "--format",
            "csv",
        )
    )
    assert then[-1]["state"] == "RU"
    words = ("control", "--to", "2022-05-01", "--place", "Izium", "--format", "csv")
    said, unsaid = _rows(run(*words))[-1], _rows(run(*words, "--without", "ISW"))[-1]
    assert float(said["p_RU"]) > 0.85 > 0.7 > float(unsaid["p_RU"])
    assert float(said["evidence"]) > float(unsaid["evidence"]) == 0
    assert (
        "no document in the ledger comes from it"
        in run("control", "--source", "Nobody", code=2).stderr
    )


def test_control_in_every_form(run: Any, folder: Path) -> None:
    shown = run("control", "--to", "2022-09-15", "--area", "49,37,50,38").stdout
    for words in ("claims ", "converged", "2022-02-24", "2022-09-15", "Izyum"):
        assert words in shown
    found = json.loads(
        run("control", "--to", "2022-09-15", "--place", "Izium", "--format", "geojson").stdout
    )
    assert found["features"][0]["geometry"]["coordinates"][1] == pytest.approx(49.2, abs=0.1)
    assert found["features"][0]["properties"]["state"] == "UA"
    run(
        "control",
        "--to",
        "2022-09-15",
        "--place",
        "Izium",
        "--format",
        "parquet",
        "--out",
        "c.parquet",
    )
    assert pq.read_table(folder / "c.parquet").column_names[4:6] == ["date", "state"]
    assert "name a file with --out" in run("control", "--format", "parquet", code=2).stderr


def test_the_learned_table(run: Any) -> None:
    shown = run("control", "--learned", "--format", "csv").stdout
    assert shown.startswith("event,relation,status,standing,voice,side,claims,before,learned,wrong")
    assert "capture,in,actual,independent,isw" in shown
    assert (
        "a table of kinds of claims"
        in run("control", "--learned", "--format", "geojson", code=2).stderr
    )
    assert (
        "make it first" in run("control", "--out", "none/c.csv", "--format", "csv", code=2).stderr
    )


def test_explain_has_claims_words_and_weights(run: Any) -> None:
    shown = run("explain", "Ізюм", "2022-05-01").stdout
    assert "RU, UA 0." in shown
    for words in (
        "without any claim",
        "by its own claims",
        "places around it add",
        "ISW alone",
        "captured",
        "weight",
    ):
        assert words in shown
    assert "estimated were" in run("explain", "Izium", "2031-01-01", code=2).stderr
    assert (
        "no settlement of the gazetteer"
        in run("explain", "Nowhereville", "2022-05-01", code=2).stderr
    )


def test_evaluate_has_rivals_and_calibration(run: Any, folder: Path) -> None:
    shown = run(
        "evaluate",
        "control",
        "truth.csv",
        "--to",
        "2022-09-15",
        "--score-from",
        "2022-03-01",
        "--before",
        "UA",
        "--as-known",
        "60",
        "--inject",
        "2",
        "--kind",
        "local",
    ).stdout
    for words in (
        "truth.csv, 2022-03-01 to 2022-09-15",
        "with 2 wrong claims",
        "estimate",
        "as known on each day",
        "last claim wins",
        "majority vote",
        "nearest city",
        "calibration (mean",
    ):
        assert words in shown
    assert "'none.csv'" in run("evaluate", "control", "none.csv", code=2).stderr
    assert (
        "give one of UA, RU"
        in run("evaluate", "control", "truth.csv", "--before", "XX", code=2).stderr
    )


def test_maps_are_sources(run: Any, folder: Path) -> None:
    (folder / "maps").mkdir(exist_ok=True)
    for day in ("2022-05-01", "2022-05-02"):
        (folder / "maps" / f"front_{day}.geojson").write_text(json.dumps(MAP))
    (folder / "maps" / "front_2022-05-03.geojson").write_text("{")
    result = run(
        "add-map",
        "maps",
        "--source",
        "Cartographer",
        "--holder",
        "held_by",
        "--ledger",
        "maps.db",
        code=2,
    )
    assert "maps       2 new, 0 seen before, 1 unreadable" in result.stdout
    assert "front_2022-05-03.geojson" in result.stderr
    assert (
        "0 new, 1 seen before"
        in run(
            "add-map",
            "maps/front_2022-05-01.geojson",
            "--source",
            "Cartographer",
            "--holder",
            "held_by",
            "--ledger",
            "maps.db",
        ).stdout
    )
    rows = _rows(
        run(
            "control",
            "--ledger",
            "maps.db",
            "--to",
            "2022-05-10",
            "--place",
            "Izium",
            "--format",
            "csv",
        )
    )
    assert rows[-1]["state"] == "RU"
    claims = [
        json.loads(line)
        for line in run("claims", "--ledger", "maps.db", "--format", "jsonl").stdout.splitlines()
    ]
    assert {(c["event"], c["actor"], c["source"], c["trigger"]) for c in claims} == {
        ("hold", "RU", "Cartographer", "RU")
    }
    assert "all match" in run("verify", "--ledger", "maps.db").stdout
    assert (
        "can't be the day of 3 maps"
        in run(
            "add-map", "maps", "--source", "C", "--holder", "RU", "--day", "2022-05-01", code=2
        ).stderr
    )
    assert (
        "no such file or folder"
        in run("add-map", "none", "--source", "C", "--holder", "RU", code=2).stderr
    )
    (folder / "undated.geojson").write_text(json.dumps(MAP))
    assert (
        "--day"
        in run(
            "add-map",
            "undated.geojson",
            "--source",
            "C",
            "--holder",
            "RU",
            "--ledger",
            "other.db",
            code=2,
        ).stderr
    )


def test_maps_with_foreign_labels(run: Any, folder: Path) -> None:
    ring = MAP["features"][0]["geometry"]["coordinates"][0]  # type: ignore[index]
    corners = " ".join(f"{x},{y},0" for x, y in ring)
    polygon = (
        f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{corners}</coordinates></LinearRing>"
        "</outerBoundaryIs></Polygon>"
    )
    marks = "".join(
        f"<Folder><name>{name}</name><Placemark><TimeStamp><when>2022-05-0{n}T06:00:00Z</when>"
        f"</TimeStamp>{polygon}</Placemark></Folder>"
        for n, name in enumerate(("Occupied", "Unknown status", "Elsewhere"), 1)
    )
    (folder / "live.kml").write_text(f"<kml><Document>{marks}</Document></kml>")
    words = ("add-map", "live.kml", "--source", "Desk", "--ledger", "live.db")
    legend = ("--holder-from", "folder", "--map", "occupied=RU, unknown=-")
    result = run(*words, *legend, "--day-from", "when", code=2)
    assert (
        "maps       1 new, 0 seen before, 0 unreadable\nareas      1\nleft out   2" in result.stdout
    )
    assert "live.kml feature 3: folder 'Elsewhere' is none of occupied, unknown" in result.stderr
    claims = run("claims", "--ledger", "live.db", "--format", "jsonl").stdout.splitlines()
    assert [(c["actor"], c["start"]) for c in map(json.loads, claims)] == [("RU", "2022-05-03")]
    days = ("--to", "2022-05-10", "--place", "Izium", "--format", "csv")
    state = run("control", "--ledger", "live.db", *days)
    assert _rows(state)[-1]["state"] == "RU"
    run(*words, *legend, "--day", "2022-05-04", "--where", "folder=occupied")
    assert "--map 'RU'" in run(*words, "--holder", "folder", "--map", "RU", code=2).stderr
    assert "no side of ukraine" in run(*words, "--holder", "x", "--map", "a=B", code=2).stderr


def test_the_scoreboard_and_a_comparison(run: Any, folder: Path) -> None:
    shown = run("sources", "--to", "2022-09-15", "--least", "1").stdout
    for words in ("isw", "borne out", "too few", "forecasts' odds, 7 days ahead", "copied share"):
        assert words in shown
    table = _rows(
        run("sources", "--to", "2022-09-15", "--least", "1", "--by", "publisher", "--format", "csv")
    )
    assert table[0]["name"] == "ISW"
    assert {"confirmed", "confirmed_low", "confirmed_high", "confirmed_n"} <= table[0].keys()
    assert (
        _rows(run("compare", "isw", "ua-official", "--to", "2022-09-15", "--format", "csv")) == []
    )
    assert (
        "no claim is of it" in run("compare", "isw", "Nobody", "--by", "publisher", code=2).stderr
    )
    assert "--least" in run("sources", "--least", "9999", code=2).stderr
