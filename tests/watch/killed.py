"""A watch in a process of its own, for the test that kills it: python killed.py FOLDER"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from watch_help import UKRAINE, Stand

from fogline.documents import Fetcher
from fogline.ledger import open_ledger
from fogline.model import Document, Reading
from fogline.watch import Watcher, read_sources


class Slow(Stand):
    """Takes its time, so that a kill meets it at work."""

    def read(self, document: Document) -> Reading:
        time.sleep(0.06)
        return super().read(document)


folder = Path(sys.argv[1])
fetcher = Fetcher(private=True, pause=0.01)
with (
    open_ledger(folder / "war.db", create=True) as ledger,
    Watcher(
        ledger, read_sources(folder / "sources.toml"), UKRAINE, Slow(), UKRAINE, fetcher
    ) as watcher,
):
    watcher.run(lambda cycle: print(cycle, flush=True))  # noqa: T201 - it tells the test
