"""The commands of the ledger, as a user runs them."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from fogline.cli.main import commands

REPORT = (
    "Russian forces shelled Izium on September 10. Ukrainian forces reportedly entered Kupiansk. "
    "Troops may withdraw from Lyman.\n"
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("FOGLINE_LEDGER", str(tmp_path / "war.db"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")

    def _run(*words: str, stdin: str = "", code: int = 0) -> Result:
        result = CliRunner().invoke(commands, words, input=stdin)
        assert result.exit_code == code, result.output + result.stderr
        return result

    return _run


@pytest.fixture
def added(run: Any) -> Any:
    run("add", "report.txt", "--source", "ISW", "--published", "2022-09-11")
    return run


def _jsonl(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_add_says_what_it_did(run: Any) -> None:
    first = run("add", "report.txt", "--source", "ISW", "--published", "2022-09-11").stdout
    assert "documents  1 new, 0 seen before, 0 near-copies, 0 unreadable" in first
    assert re.search(r"claims +[1-9]", first)
    assert "places     3 located, 0 ambiguous, 0 unknown" in first
    assert (
        "0 new, 1 seen before"
        in run("add", "report.txt", "--source", "ISW", "--published", "2022-09-11").stdout
    )


def test_add_names_what_it_could_not_read(run: Any, tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.4 nothing")
    (tmp_path / "undated.txt").write_text("Russian forces shelled Izium yesterday.")
    result = run("add", "scan.pdf", "undated.txt", "none.txt", "http://127.0.0.1:9/", code=2)
    assert "0 new, 0 seen before, 0 near-copies, 4 unreadable" in result.stdout
    for words in (
        "scan.pdf: not a readable PDF",
        "undated.txt: ",
        "--published",
        "none.txt: No such file",
        "http://127.0.0.1:9/: ",
    ):
        assert words in result.stderr


def test_naive_times_need_a_zone(run: Any, tmp_path: Path) -> None:
    row = {
        "id": "a",
        "text": "Russian forces left Izium.",
        "published": "2022-09-10T23:30:00",
        "source": "Channel",
    }
    (tmp_path / "posts.jsonl").write_text(json.dumps(row) + "\n")
    assert "zone" in run("add", "posts.jsonl", code=2).stderr
    run("add", "posts.jsonl", "--zone", "Europe/Kyiv")
    (claim,) = _jsonl(run("claims", "--format", "jsonl"))
    assert (claim["published"], claim["published_utc"]) == (
        "2022-09-10T23:30:00+03:00",
        "2022-09-10T20:30:00Z",
    )


def test_publishers_of_your_own_map_domains(run: Any, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        '[[publisher]]\nname = "The Paper"\ndomains = ["paper.example"]\nzone = "Europe/Paris"\n'
    )
    row = {
        "id": "a",
        "text": "Russian forces left Izium.",
        "published": "2022-09-10T23:30:00",
        "url": "https://news.paper.example/a",
    }
    (tmp_path / "posts.jsonl").write_text(json.dumps(row) + "\n")
    run("add", "posts.jsonl", "--publishers", "mine.toml")
    (claim,) = _jsonl(run("claims", "--format", "jsonl"))
    assert (claim["source"], claim["published"]) == ("The Paper", "2022-09-10T23:30:00+02:00")


def test_claims_in_every_form(added: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    rows = _jsonl(added("claims", "--format", "jsonl"))
    assert {"shell", "withdraw"} <= {r["event"] for r in rows}
    assert all(REPORT[r["trigger_start"] : r["trigger_end"]] == r["trigger"] for r in rows)
    assert isinstance(rows[0]["cues"], list)
    assert "shelled" in added("claims").stdout
    sheet = list(csv.DictReader(added("claims", "--format", "csv").stdout.splitlines()))
    assert [r["id"] for r in sheet] == [r["id"] for r in rows]
    added("claims", "--format", "parquet", "--out", "claims.parquet")
    assert pq.read_table("claims.parquet").num_rows == len(rows)
    assert "--out" in added("claims", "--format", "parquet", code=2).stderr
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    ("words", "events"),
    [
        (["--place", "Изюм"], {"shell"}),
        (["--from", "2022-09-10", "--to", "2022-09-10", "--event", "shell"], {"shell"}),
        (["--from", "2022-09-12"], set()),
        (["--event", "shell,hold"], {"shell"}),
        (["--status", "future"], {"withdraw"}),
        (["--text", "shell*"], {"shell"}),
        (["--as-of", "2022-09-10"], set()),
        (["--as-of", "2022-09-11T23:59:59+00:00", "--event", "shell"], {"shell"}),
        (["--area", "48.9,37.7,49.1,37.9"], {"withdraw"}),
        (["--without", "isw"], set()),
        (["--judged", "accepted"], set()),
    ],
)
def test_conditions(added: Any, words: list[str], events: set[str]) -> None:
    found = {r["event"] for r in _jsonl(added("claims", "--format", "jsonl", *words))}
    assert found == events


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["claims", "--event", "conquer"], "capture"),
        (["claims", "--as-of", "soon"], "moment"),
        (["claims", "--area", "1,2"], "south,west,north,east"),
        (["claims", "--place", "Xyzzy"], "Xyzzy"),
        (["claims", "--ledger", "none.db"], "no such file"),
        (["verify", "--ledger", "mysql://x/y"], "postgresql"),
        (["ledger", "backup", "war.db"], "there already"),
        (["ledger", "restore", "none.db", "--ledger", "new.db"], "no such file"),
        (["ledger", "export", "none", "--out", "x"], "none of this id"),
        (["add", "report.txt", "--zone", "Mars/X"], "Europe/Kyiv"),
        (["review"], "--who"),
        (["review", "--import", "report.txt"], ".csv"),
    ],
)
def test_what_cannot_be_is_named(added: Any, words: list[str], said: str) -> None:
    assert said in added(*words, code=2).stderr


def test_verify_and_its_head(added: Any, tmp_path: Path) -> None:
    head = added("verify", "--head").stdout.strip()
    assert re.fullmatch("[0-9a-f]{64}", head)
    assert "all match" in added("verify", "--expect", head).stdout
    assert "not in this chain" in added("verify", "--expect", "0" * 63 + "1", code=2).stderr
    (kept,) = (f for f in (tmp_path / "war.db.evidence").rglob("*") if f.is_file())
    kept.chmod(0o644)
    kept.write_text(REPORT.replace("Izium", "Lyman"))
    assert kept.name in added("verify", code=2).stderr


def test_backup_restore_and_merge(added: Any) -> None:
    head = added("verify", "--head").stdout
    added("ledger", "backup", "saved.db")
    added("ledger", "restore", "saved.db", "--ledger", "back.db")
    assert added("verify", "--head", "--ledger", "back.db").stdout == head
    assert "there is one already" in added("ledger", "restore", "saved.db", code=2).stderr
    for name in ("war-part.db", "saved-part.db", "saved.db-wal"):
        Path(name).write_text("mine")
    added("ledger", "backup", "other.db")
    assert [Path(n).read_text() for n in ("war-part.db", "saved-part.db")] == ["mine", "mine"]
    Path("saved.db-wal").unlink()
    added("ledger", "merge", "saved.db", "--ledger", "sum.db")
    assert "nothing new" in added("ledger", "merge", "war.db", "--ledger", "sum.db").stdout
    assert (
        added("claims", "--format", "csv", "--ledger", "sum.db").stdout
        == added("claims", "--format", "csv").stdout
    )
    added("ledger", "upgrade")
    assert added("verify", "--head").stdout == head


def test_export_of_a_document(added: Any, tmp_path: Path) -> None:
    added("ledger", "export", "report", "--out", "out")
    record = json.loads((tmp_path / "out" / "custody.json").read_text())
    (file,) = (tmp_path / "out").glob("*.bin")
    assert file.read_text() == REPORT == (tmp_path / "out" / "text.txt").read_text()
    assert record["receipts"][0]["evidence"] == file.stem
    assert record["document"]["source"] == "ISW"
    assert "there already" in added("ledger", "export", "report", "--out", "out", code=2).stderr
    (kept,) = (tmp_path / "war.db.evidence").glob(f"*/{file.stem}")
    kept.unlink()
    for form in ("folder", "bag"):
        words = ("ledger", "export", "report", "--out", "other", "--format", form)
        said = " ".join(added(*words, code=2).stderr.split())
        assert "can't be read" in said
        assert "nothing was exported; run `fogline verify`" in said
        assert not (tmp_path / "other").exists()


def test_review_in_the_terminal(added: Any) -> None:
    said = added(
        "review",
        "--who",
        "ann",
        stdin="c\nevent\nstrike\nit was a rocket\na\nseen\nr\nno such thing\ns\n",
    ).stdout
    assert "kept: event is strike" in said
    states = {r["judged"] for r in _jsonl(added("claims", "--judged", "all", "--format", "jsonl"))}
    assert {"corrected", "rejected"} <= states
    assert "not kept" in added("review", "--who", "ann", stdin="c\nevent\nconquer\n\nq\n").stdout


def test_review_by_csv(added: Any, tmp_path: Path) -> None:
    added("review", "--export", "sheet.csv")
    rows = list(csv.DictReader((tmp_path / "sheet.csv").read_text().splitlines()))
    rows[0] |= {"verdict": "correct", "certainty": "possible", "who": "ann", "why": "hedged"}
    rows[1] |= {"verdict": "accept", "who": "ann"}
    rows[2] |= {"verdict": "reject", "who": "ann"}
    _write(tmp_path / "filled.csv", rows)
    assert "3 judgements kept" in added("review", "--import", "filled.csv").stdout
    assert "0 judgements kept" in added("review", "--import", "filled.csv").stdout
    for row in rows:
        row |= {"who": "bob", "verdict": "accept"}
    _write(tmp_path / "other.csv", rows)
    added("review", "--import", "other.csv")
    table = added("review", "--agreement").stdout
    assert re.search(r"verdict +0?-?\d\.\d\d +3 +6", table)
    rows[0]["verdict"] = "maybe"
    _write(tmp_path / "wrong.csv", rows)
    assert "maybe" in added("review", "--import", "wrong.csv", code=2).stderr
    (tmp_path / "open.csv").write_text('id,verdict\n"' + "x" * 140_000)
    assert "quote" in added("review", "--import", "open.csv", code=2).stderr
    (tmp_path / "empty.csv").write_text("a,b\n1,2\n")
    assert "'id' is missing" in added("review", "--import", "empty.csv", code=2).stderr


def _write(file: Path, rows: list[dict[str, str]]) -> None:
    with file.open("w", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def test_review_by_label_studio(added: Any, tmp_path: Path) -> None:
    added("review", "--export", "tasks.json", "--place", "Izium")
    (task,) = json.loads((tmp_path / "tasks.json").read_text())
    assert task["data"]["sentence"] == "Russian forces shelled Izium on September 10."
    span = task["predictions"][0]["result"][0]["value"]
    assert task["data"]["sentence"][span["start"] : span["end"]] == "shelled"
    assert '<Choices name="event"' in (tmp_path / "tasks.xml").read_text()
    result = [
        {
            "from_name": "event",
            "to_name": "sentence",
            "type": "choices",
            "value": {"choices": ["strike"]},
        },
        {
            "from_name": "why",
            "to_name": "sentence",
            "type": "textarea",
            "value": {"text": ["a rocket"]},
        },
    ]
    task["annotations"] = [{"completed_by": {"email": "ann@example.org"}, "result": result}]
    (tmp_path / "done.json").write_text(json.dumps([task]))
    assert "1 judgements kept" in added("review", "--import", "done.json").stdout
    (claim,) = _jsonl(added("claims", "--place", "Izium", "--format", "jsonl"))
    assert (claim["event"], claim["judged"]) == ("strike", "corrected")
    (tmp_path / "bad.json").write_text('[{"data": {}}]')
    assert "0 judgements" in added("review", "--import", "bad.json").stdout
    (tmp_path / "bad.json").write_text("{")
    assert "Label Studio" in added("review", "--import", "bad.json", code=2).stderr


def test_an_unknown_reader_is_named(run: Any) -> None:
    words = ("report.txt", "--published", "2022-09-11", "--reader", "nobody")
    for command in (("add", *words), ("read", *words)):
        assert "nobody" in run(*command, code=2).stderr
