"""The notebook in docs/ is what tools/notebook.py makes of it today, to the letter."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parent.parent


def _read(path: Path) -> list[tuple[str, list[str]]]:
    """Each cell with what it printed and the kinds of its results."""
    book = nbformat.read(path, 4)
    told = []
    for cell in book.cells:
        outputs = cell.get("outputs", [])
        assert not [o for o in outputs if o.output_type == "error"]
        told.append(
            (
                cell.source,
                [
                    o.text if o.output_type == "stream" else ",".join(sorted(o.data))
                    for o in outputs
                ],
            )
        )
    return told


@pytest.mark.slow
def test_the_notebook_runs_and_says_the_same(tmp_path: Path) -> None:
    made = tmp_path / "made.ipynb"
    words = [sys.executable, str(ROOT / "tools" / "notebook.py"), str(made)]
    done = subprocess.run(
        words,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYDEVD_DISABLE_FILE_VALIDATION": "1"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert _read(made) == _read(ROOT / "docs" / "kharkiv.ipynb")
