"""``fogline add-table``: a spreadsheet is evidence beside what is read."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from excel import workbook

HEAD = (
    "event_id_cnty,event_date,event_type,sub_event_type,actor1,actor2,location,latitude,longitude,"
    "geo_precision,source,notes\n"
)
CLASH = "Battles,Government regains territory,Military Forces of Ukraine (2019-),Wagner Group"
ROWS = (
    f'UKR1,10 September 2022,{CLASH},Izium,49.21,37.25,1,ISW,"Back, they say."\n'
    f"UKR2,10/09/2022,{CLASH},Izium,49.21,37.25,1,ISW,x\n"
    f"UKR3,2022-09-11,{CLASH.replace('Wagner Group', 'Militia')},Lyman,48.99,37.81,1,Reuters,x\n"
    "UKR4,2022-09-11,Riots,Mob violence,Rioters (Ukraine),,Kyiv,50.45,30.52,1,Reuters,x\n"
    "UKR5,2022-09-11,Battles,Armed clash,Wagner Group,,Izium,no,37.25,1,Reuters,x\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    (folder / "events.csv").write_text(HEAD + ROWS)
    return folder


def test_a_table_is_evidence(run: Any) -> None:
    result = run("add-table", "events.csv", "--source", "ACLED", code=2)
    assert result.stdout == (
        "rows       3 new, 0 seen before, 2 unreadable\n"
        "claims     2\n"
        "places     3 located, 0 ambiguous, 0 unknown\n"
    )
    for words in (
        "events.csv: row 3: event_date '10/09/2022': which is the day",
        "events.csv row 6: latitude 'no', longitude '37.25': no coordinates",
        "events.csv row 4: actor2 'Militia' is no side of ukraine",
        "events.csv row 5: 'Mob violence' says nothing that a claim holds",
    ):
        assert words in result.stderr
    again = run("add-table", "events.csv", "--source", "ACLED", code=2)
    assert "rows       0 new, 3 seen before, 2 unreadable" in again.stdout
    claims = [json.loads(c) for c in run("claims", "--format", "jsonl").stdout.splitlines()]
    assert [(c["event"], c["actor"], c["name"], c["speakers"], c["start"]) for c in claims] == [
        ("capture", "UA", "Izyum", ["ACLED", "ISW"], "2022-09-10"),
        ("capture", "UA", "Lyman", ["ACLED", "Reuters"], "2022-09-11"),
    ]
    shown = run("explain", "Izium", "2022-09-12", "--to", "2022-09-15").stdout
    assert "Ukrainian forces took Izyum" in " ".join(shown.split())
    assert "all match" in run("verify").stdout


def test_a_book_with_a_desk_s_own_columns(run: Any, folder: Path) -> None:
    head = ("When", "What", "Who", "Where", "Lat", "Lon", "From")
    row = (date(2022, 9, 10), "taken", "our lot", "Izium", 49.21, 37.25, "a driver")
    (folder / "desk.xlsx").write_bytes(workbook([head, row]))
    (folder / "desk.toml").write_text(
        '[columns]\nevent_date = "When"\nevent_type = "What"\nactor1 = "Who"\n'
        'location = "Where"\nlatitude = "Lat"\nlongitude = "Lon"\nsource = "From"\n'
        '[events]\ntaken = "capture"\n[actors]\n"our lot" = "UA"\n'
    )
    words = ("add-table", "desk.xlsx", "--ledger", "desk.db")
    assert "claims     1" in run(*words, "--columns", "desk.toml").stdout
    (claim,) = run("claims", "--ledger", "desk.db", "--format", "jsonl").stdout.splitlines()
    assert {k: json.loads(claim)[k] for k in ("source", "event", "actor", "trigger", "lat")} == {
        "source": "a driver", "event": "capture", "actor": "UA", "trigger": "taken", "lat": 49.21,
    }  # fmt: skip
    assert "no column event_date" in run(*words, code=2).stderr
    assert "columns 'none.toml'" in run(*words, "--columns", "none.toml", code=2).stderr
