"""Killed while it adds, and used by many at once: the long runs are in bench/."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from reports import AGENCY, IZIUM, KUPIANSK

ROOT = Path(__file__).parents[2]


def _run(*command: str, seconds: int) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=seconds,
        env=os.environ,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


@pytest.mark.slow
def test_killed_at_random_moments_nothing_is_lost_or_twice(tmp_path: Path) -> None:
    file = tmp_path / "reports.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for n in range(24):
            day = date(2022, 8, 1) + timedelta(n)
            text = " ".join((KUPIANSK, IZIUM, AGENCY, f"This was report number {n}.")) * 5
            out.write(
                json.dumps(
                    {
                        "id": f"r{n}",
                        "text": text,
                        "source": f"S{n % 4}",
                        "published": day.isoformat(),
                    }
                )
                + "\n"
            )
    said = _run("bench/kill.py", str(file), "--kills", "3", "--rounds", "2", seconds=900)
    assert "failures 0" in said
    assert "the same rows as undisturbed" in said


@pytest.mark.slow
def test_two_writers_and_eight_readers_get_along() -> None:
    said = _run("bench/writers.py", "--seconds", "4", seconds=200)
    assert "lost 0" in said
    assert "errors []" in said


@pytest.mark.slow
def test_hostile_files_are_read_or_refused_with_a_reason() -> None:
    # A minute tells a hang from a busy machine.
    said = _run("bench/hostile.py", "--count", "90", "--seed", "5", "--seconds", "60", seconds=900)
    assert "failures 0, ledger verifies" in said
