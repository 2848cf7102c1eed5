from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from fogline.cli.main import commands


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs a command on the ledger in the module's ``folder``, as a user there would."""
    monkeypatch.setenv("FOGLINE_LEDGER", str(folder / "war.db"))
    monkeypatch.chdir(folder)

    def _run(*words: str, code: int = 0) -> Result:
        result = CliRunner().invoke(commands, words)
        assert result.exit_code == code, result.output + result.stderr
        return result

    return _run
