from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from watch_help import Bench, SimulatedClock

from fogline.ledger import open_ledger


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with open_ledger(tmp_path / "war.db", create=True) as ledger:
        yield Bench(tmp_path, ledger, SimulatedClock())
