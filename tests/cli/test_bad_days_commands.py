"""Backups and restores of what is damaged, as a user meets them."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from fogline.cli.scratch import scratch

TEXTS = (
    "Russian forces shelled Izium on September 10.\n",
    "Ukrainian forces captured Kupiansk on September 10.\n",
)


_ADD = (
    "add",
    "0.txt",
    "1.txt",
    "--source",
    "ISW",
    "--published",
    "2022-09-11",
    "--reader",
    "linear",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for n, text in enumerate(TEXTS):
        (tmp_path / f"{n}.txt").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def added(run: Any) -> Any:
    run(*_ADD)
    return run


def _kept() -> list[Path]:
    return sorted(f for f in Path("war.db.evidence").rglob("*") if f.is_file())


def test_a_damaged_ledger_is_backed_up_and_salvaged(added: Any) -> None:
    whole, cut = _kept()
    cut.chmod(0o644)
    cut.write_bytes(cut.read_bytes()[:10])
    said = added("ledger", "backup", "saved.db", code=3)
    assert cut.name in said.stderr
    assert whole.name not in said.stderr
    assert cut.name in added("verify", "--ledger", "saved.db", code=2).stderr
    refused = added("ledger", "restore", "saved.db", "--ledger", "back.db", code=2).stderr
    assert "--salvage" in refused
    assert not Path("back.db").exists()
    said = added("ledger", "restore", "saved.db", "--ledger", "back.db", "--salvage", code=3)
    assert cut.name in said.stderr
    assert (
        added("verify", "--head", "--ledger", "back.db").stdout == added("verify", "--head").stdout
    )
    healed = added(*_ADD, "--ledger", "back.db")
    assert "1 files of evidence were damaged or lost, and are kept again" in healed.stderr
    assert "all match" in added("verify", "--ledger", "back.db").stdout


def test_add_notices_that_the_folder_of_evidence_is_gone(added: Any) -> None:
    shutil.rmtree("war.db.evidence")
    said = added("add", *_ADD[2:], code=3)
    assert "war.db.evidence, was gone, and 1 files are missing" in said.stderr
    assert "put it back" in said.stderr
    assert "healed" not in added(*_ADD).stderr
    assert "all match" in added("verify").stdout


def test_repair_says_what_it_did_and_what_is_left(added: Any) -> None:
    base = sqlite3.connect("war.db")
    base.execute("INSERT INTO words(rowid, text) VALUES (999, 'Kyiv has fallen')")
    base.execute("CREATE VIEW planted AS SELECT 1")
    base.commit()
    base.close()
    flaws = added("verify", code=2).stderr
    assert "run `fogline ledger repair`" in flaws
    assert "a view 'planted'" in flaws
    said = added("ledger", "repair", code=3)
    assert "indexed anew" in said.stdout
    assert "a view 'planted'" in said.stderr
    added("ledger", "backup", "clean.db")
    assert "all match" in added("verify", "--ledger", "clean.db").stdout


def test_verify_counts_what_was_compared(added: Any) -> None:
    assert "2 of 2 documents compared with the others: 0 links" in added("verify").stdout


def test_folders_that_killed_programs_left_are_removed(tmp_path: Path) -> None:
    left, user = tmp_path / ".fogline-left", tmp_path / ".fogline-mine"
    for folder in (left, user):
        folder.mkdir()
        (folder / "war.db").write_text("half")
    sqlite3.connect(left / "lock").execute("BEGIN EXCLUSIVE").connection.close()
    (left / "lock").touch()
    (tmp_path / ".fogline-link").symlink_to(user)
    with scratch(tmp_path / "one.db") as one:
        assert not left.exists()
        with scratch(tmp_path / "two.db") as two:
            assert one.is_dir()
            assert two.is_dir()
    assert (user / "war.db").read_text() == "half"
    assert [one.exists(), two.exists()] == [False, False]
