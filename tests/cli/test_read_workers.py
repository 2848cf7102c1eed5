"""``--workers``: what several processes read is written as that of one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from plugin import install

from fogline.cli.main import commands
from fogline.reading import ReaderPool, pool
from fogline.theatre import load


@pytest.mark.parametrize("form", ["jsonl", "csv", "table"])
def test_readings_are_written_as_one_process_writes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    install(tmp_path, monkeypatch)
    monkeypatch.setattr(pool, "ALONE_SECONDS", 0.0)
    folder = tmp_path / "reports"
    folder.mkdir()
    for n in range(12):
        (folder / f"{n:02}.txt").write_text(f"A flag over house {n}.", encoding="utf-8")
    asked = ("read", str(folder), "--reader", "flags", "--published", "2022-09-10")
    written = []
    for workers in ("1", "2"):
        out = tmp_path / f"out.{workers}"
        words = (*asked, "--format", form, "--workers", workers, "--out", str(out))
        result = CliRunner().invoke(commands, words)
        assert result.exit_code == 0, result.output
        written.append(out.read_bytes())
        shown = CliRunner().invoke(commands, words[:-2])
        assert shown.stdout_bytes == written[-1]
    assert written[0] == written[1]
    assert b"house 11" in written[0]
    assert not list(tmp_path.glob("*.part"))


def test_no_worker_is_no_answer() -> None:
    result = CliRunner().invoke(commands, ("read", "--example", "--workers", "0"))
    assert result.exit_code == 2
    assert "0 is not in the range x>=1" in result.output


def test_without_a_number_each_core_of_this_process_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[int] = []
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {1, 4, 6}, raising=False)
    monkeypatch.setattr("fogline.batch.Batch.run", lambda batch, _: found.append(batch.workers))
    words = ("batch", str(tmp_path), "--out", str(tmp_path / "out"))
    assert CliRunner().invoke(commands, words).exit_code == 0
    assert found == [3]
    assert ReaderPool.open("linear", load("ukraine")).workers == 3
