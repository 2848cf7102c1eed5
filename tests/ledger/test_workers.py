"""Several processes read for a ledger, and its chain is that of one."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from plugin import install
from reports import UKRAINE, report

from fogline.documents import Unreadable
from fogline.ledger import open_ledger, timestamps
from fogline.model import Received
from fogline.reading import ReaderPool, pool


def _found() -> list[Received | Unreadable]:
    """Reports, some of which come twice, can't be read or were edited."""
    found: list[Received | Unreadable] = []
    for n in (*range(80), *range(10)):
        one = report(f"The flag number {n} flies.", f"S{n % 3}", day=f"2022-09-{1 + n % 25:02}")
        found.append(replace(one, key=f"post {n}"))
    moment = datetime(2022, 9, 12, tzinfo=UTC)
    edited = report("A flag, edited.", "S0", day="2022-09-10T08:00")
    found += [
        replace(edited, key="edited"),
        replace(edited, key="edited", document=replace(edited.document, edited_at=moment)),
        Unreadable("broken.txt", "no text"),
        report("The flag of tomorrow.", day="2999-01-01"),
        found[0],
    ]
    return found


def _added(ledger: Path, workers: int, found: Sequence[Received | Unreadable]) -> tuple[str, str]:
    """Where the chain ends, and what the intake said."""
    with (
        ReaderPool.open("flags", UKRAINE, workers=workers) as reader,
        open_ledger(ledger) as book,
    ):
        summary = book.add(found, UKRAINE, reader=reader)
        assert book.verify().flaws == ()
        return book.head().hash, repr(summary)


def test_the_chain_is_that_of_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch)
    with open_ledger(tmp_path / "one.db", create=True):
        pass
    shutil.copy(tmp_path / "one.db", tmp_path / "two.db")
    monkeypatch.setattr(timestamps, "now", lambda: "2022-10-01T00:00:00.000000Z")
    one = _added(tmp_path / "one.db", 1, _found())
    monkeypatch.setattr(pool, "ALONE_SECONDS", 0.0)
    assert _added(tmp_path / "two.db", 2, _found()) == one
    assert "Summary(new=81, seen=12," in one[1]
