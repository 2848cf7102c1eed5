"""The API at the root: what it shows, and an estimate straight from a ledger."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import fogline
from fogline.cli.main import commands
from fogline.errors import UsageError
from fogline.ledger import LedgerError


def test_dir_shows_the_api() -> None:
    shown = dir(fogline)
    assert {"read", "estimate", "open_ledger", "front", "sources", "__version__"} <= set(shown)
    assert "annotations" not in shown
    for name in shown:
        assert getattr(fogline, name) is not None
    assert set(fogline.__all__) <= set(shown)
    assert fogline.front.draw.__module__.startswith("fogline.front")
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = fogline.nothing_like_it


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    there = tmp_path_factory.mktemp("api")
    text = there / "report.txt"
    text.write_text("Russian forces captured Izium on April 1.", encoding="utf-8")
    words = ["add", str(text), "--ledger", str(there / "war.db"), "--source", "ISW"]
    done = CliRunner().invoke(commands, [*words, "--published", "2022-04-02"])
    assert done.exit_code == 0, done.stderr
    return there / "war.db"


def test_an_estimate_straight_from_a_ledger(ledger: Path) -> None:
    held = fogline.estimate(str(ledger))
    assert held.last == date(2022, 4, 1)
    with fogline.open_ledger(ledger) as book:
        assert fogline.estimate(book).chances.tolist() == held.chances.tolist()
        view = book.view()
    options = fogline.Options("ukraine", end=date(2022, 4, 3))
    assert fogline.estimate(view, options).last == date(2022, 4, 3)
    assert fogline.estimate(ledger, options, sources=("ISW",)).last == date(2022, 4, 3)


def test_what_can_not_be_estimated_is_named(ledger: Path, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"none\.db"):
        fogline.estimate(tmp_path / "none.db")
    with fogline.open_ledger(ledger) as book, pytest.raises(UsageError, match=r"Ledger\.view"):
        fogline.estimate(book.view(), sources=("ISW",))
    with (
        fogline.open_ledger(tmp_path / "new.db", create=True) as empty,
        pytest.raises(UsageError, match="nothing was read into it yet"),
    ):
        fogline.estimate(empty)
