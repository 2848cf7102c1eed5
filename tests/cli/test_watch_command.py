"""``fogline watch``, as a user runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from fogline.cli.main import commands
from fogline.ledger import open_ledger

SOURCES = """
[watch]
folders_every = "5 s"
settle = "0 s"
[[publisher]]
name = "ISW"
folders = ["reports"]
"""
LINEAR = ("--reader", "linear")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("FOGLINE_LEDGER", str(tmp_path / "war.db"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports").mkdir()
    _report(tmp_path, "a", "Russian forces shelled Izium on September 10.")
    (tmp_path / "sources.toml").write_text(SOURCES)

    def _run(*words: str, code: int = 0) -> Result:
        result = CliRunner().invoke(commands, words)
        assert result.exit_code == code, result.output + result.stderr
        return result

    return _run


def _report(folder: Path, name: str, text: str) -> None:
    row = {"id": name, "text": text, "published": "2022-09-10"}
    (folder / "reports" / f"{name}.jsonl").write_text(json.dumps(row) + "\n")


def test_one_cycle_is_one_line(run: Any) -> None:
    told = run("watch", "sources.toml", "--once", *LINEAR).stdout
    assert told.count("\n") == 1
    assert "1 source: 1 new document, 1 claim; next at" in told
    assert "0 new documents, 0 claims" in run("watch", "sources.toml", "--once", *LINEAR).stdout


def test_what_could_not_be_read_is_named_and_the_code_is_2(run: Any, tmp_path: Path) -> None:
    (tmp_path / "reports" / "b.jsonl").write_text("{broken\n")
    result = run("watch", "sources.toml", "--once", *LINEAR, code=2)
    assert "1 not read" in result.stdout
    assert "b.jsonl:1: not JSON" in result.stderr


def test_the_status_tells_of_each_source(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run("watch", "sources.toml", "--once", *LINEAR)
    monkeypatch.setenv("COLUMNS", "200")
    told = run("watch", "--status").stdout
    assert told.startswith("no watch is at work on this ledger\n")
    for words in ("ISW: folder", "last success", "new documents", "next visit"):
        assert words in told


def test_a_bad_file_is_refused_before_anything_is_done(run: Any, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text('[[publisher]]\nname = "A"\nfeed = 1\nfolders = ["x"]\n')
    said = run("watch", "bad.toml", "--once", code=2).stderr
    assert "2 mistakes" in said
    assert "unknown key 'feed'" in said
    assert "'x': no such folder" in said
    assert not (tmp_path / "war.db").exists()
    assert "name a sources file" in run("watch", code=2).stderr


def test_a_second_watch_is_refused(run: Any, tmp_path: Path) -> None:
    with open_ledger(tmp_path / "war.db", create=True) as book, book.notes.alone("watch"):
        said = run("watch", "sources.toml", "--once", *LINEAR, code=2).stderr
        assert "another `fogline watch` is at work on it; end that one first" in said
        assert "a watch is at work on this ledger" in run("watch", "--status").stdout


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_with_a_line(run: Any, tmp_path: Path, kind: signal.Signals) -> None:
    command = [sys.executable, "-m", "fogline", "watch", "sources.toml", *LINEAR]
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    )
    assert child.stdout is not None
    first = child.stdout.readline()
    assert first == "fogline: watching 1 source (Ctrl+C ends it)\n"
    assert "1 new document" in child.stdout.readline()
    _report(tmp_path, "b", "Russian forces left Lyman.")
    assert "1 new document" in child.stdout.readline()
    asked = time.monotonic()
    child.send_signal(kind)
    rest, said = child.communicate(timeout=30)
    assert time.monotonic() - asked < 10
    assert rest == "fogline: the watch has ended; the next one goes on from here\n"
    assert (child.returncode, said) == (0, "")
