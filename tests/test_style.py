"""The linters pass: what CONTRIBUTING asks of a change."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "words",
    [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]],
    ids=lambda w: " ".join(w),
)
def test_linter(words: list[str]) -> None:
    result = subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, capture_output=True, check=False
    )
    assert result.returncode == 0, result.stdout.decode()[-3000:] + result.stderr.decode()[-1000:]
