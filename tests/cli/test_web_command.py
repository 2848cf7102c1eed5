"""`fogline serve`: it says where it is, answers, ends when told, and refuses what can't be."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from fogline.cli.main import commands

FOGLINE = [sys.executable, "-m", "fogline"]


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_is_served_until_it_is_ended(ending: signal.Signals) -> None:
    with subprocess.Popen(
        [*FOGLINE, "serve", "--demo", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        found = re.fullmatch(
            r"fogline: (http://127\.0\.0\.1:\d+/) \(Ctrl\+C ends it\)\n", server.stdout.readline()
        )
        assert found is not None
        with urllib.request.urlopen(f"{found[1]}api/v1/claims?limit=1", timeout=60) as response:
            assert json.load(response)["total"] > 200
        with urllib.request.urlopen(found[1], timeout=60) as response:
            assert b"<title>Who held what" in response.read()
        server.send_signal(ending)
        _, told = server.communicate(timeout=60)
        assert told == ""
        assert server.returncode == 0


def _refused(*words: str) -> str:
    result = CliRunner().invoke(commands, ["serve", *words])
    assert result.exit_code == 2, result.output
    return result.output


def test_what_can_not_be_served_is_named(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("not a ledger", encoding="utf-8")
    assert "--ledger" in _refused()
    assert "missing.db" in _refused("--ledger", str(tmp_path / "missing.db"))
    assert "notes.txt" in _refused("--ledger", str(text))
    assert "70000" in _refused("--demo", "--port", "70000")
    token = tmp_path / "token"
    token.write_text("short\n", encoding="utf-8")
    assert "16" in _refused("--demo", "--review", str(token))
    told = _refused("--demo", "--review", "a-long-secret-word")
    assert "can be read by everybody" in told
    assert "a-long-secret-word" not in told
    assert "no-such.pmtiles" in _refused("--demo", "--tiles", "no-such.pmtiles")
    assert "not a PMTiles file" in _refused("--demo", "--tiles", str(text))
    assert "ftp://tiles" in _refused("--demo", "--style", "ftp://tiles")
    assert "at least" in _refused("--demo", "--lenses", "0")
    assert not (tmp_path / "missing.db").exists()


def test_a_taken_port_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = str(taken.getsockname()[1])
        assert f"port {port}" in _refused("--demo", "--port", port)


@pytest.mark.parametrize(
    ("words", "named", "folder"),
    [
        ([], "environment", "environment"),
        (["--cache", "own"], "environment", "own"),
        (["--no-cache"], "environment", None),
        ([], "", "default"),
        (["--demo"], "", None),
    ],
)
def test_where_what_was_worked_out_is_kept(
    words: list[str], named: str, folder: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    monkeypatch.setattr("fogline.web.serve", lambda settings, say: found.append(settings.cache))
    monkeypatch.setattr("fogline.cli.serve.default_folder", lambda: Path("default"))
    monkeypatch.setattr("fogline.demo.ledger", lambda folder: folder / "war.db")
    monkeypatch.setenv("FOGLINE_CACHE", named)
    ledger = [] if "--demo" in words else ["--ledger", "war.db"]
    assert CliRunner().invoke(commands, ["serve", *ledger, *words]).exit_code == 0
    assert found == [Path(folder) if folder else None]
