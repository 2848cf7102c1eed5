"""A watch in a process of its own, for the test that kills it: python killed.py FOLDER"""

from __future__ import annotations

import sys
from pathlib import Path

from watch_help import UKRAINE, Stand

from fogline.documents import Fetcher
from fogline.ledger import open_ledger
from fogline.watch import Watcher, read_sources

folder = Path(sys.argv[1])
fetcher = Fetcher(private=True, pause=0.01)
with (
    open_ledger(folder / "war.db", create=True) as ledger,
    Watcher(
        ledger, read_sources(folder / "sources.toml"), UKRAINE, Stand(), UKRAINE, fetcher
    ) as watcher,
):
    watcher.run(lambda cycle: print(cycle, flush=True))  # noqa: T201 - it tells the test
