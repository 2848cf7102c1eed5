"""Killed at any moment, a merge, backup, restore or upgrade leaves a ledger that is right, and ends
as if undisturbed when it is run again. Random moments on large ledgers: bench/kill.py.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from killing import killed_at
from reports import AGENCY, IZIUM, KUPIANSK, UKRAINE, content, make_older, report

from fogline.cli.main import commands
from fogline.ledger import Judgement, Ledger, LedgerError, open_ledger, portable
from fogline.ledger.portable import reading
from fogline.ledger.walk import walk

# Moments that a kill passes over, so that one test has about ten of them.
STEP = 61


def rows(ledger: Ledger) -> set[tuple[str, str]]:
    with reading(ledger._engine) as connection:
        return content(walk(connection))


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two ledgers that share a text, and one that has everything of both."""
    folder = tmp_path_factory.mktemp("two")
    near = AGENCY.replace("heavy", "bitter")
    longer = f"The weather was bad all week. {AGENCY} Nothing else is known of that day."
    ones = [report(KUPIANSK), report(AGENCY, "A"), report(IZIUM)]
    others = [report(IZIUM), report(near, "B"), report(longer, "C"), report(AGENCY, "D")]
    for name, reports in (("one", ones), ("other", others), ("whole", [*ones, *others])):
        with open_ledger(folder / f"{name}.db", create=True) as book:
            book.add(reports, UKRAINE, reader="linear")
    with open_ledger(folder / "other.db") as book, open_ledger(folder / "whole.db") as whole:
        claim = book.view().to_pylist()[0]["id"]
        for ledger in (book, whole):
            ledger.judge([Judgement(claim, "ann", "accept", at="2026-01-01T00:00:00Z")])
    return folder


def copied(source: Path, target: Path) -> Path:
    shutil.copy(source, target)
    shutil.copytree(f"{source}.evidence", f"{target}.evidence")
    return target


def everywhere(begin: Callable[[], object], task: Callable[[], object]) -> Iterator[bool]:
    """Begin anew and kill a task, further and further on; gives whether it was killed."""
    moment, was_killed = 1, True
    while was_killed:
        begin()
        was_killed = killed_at(moment, task)
        yield was_killed
        moment += STEP


def emptied(folder: Path) -> None:
    for left in (*folder.iterdir(),):
        shutil.rmtree(left) if left.is_dir() else left.unlink()


def merge(into: Path, other: Path) -> None:
    with open_ledger(into) as book, open_ledger(other) as theirs:
        book.merge(theirs)


def run(*words: str) -> None:
    found = CliRunner().invoke(commands, words)
    assert found.exit_code == 0, found.output


def test_a_killed_merge_never_loses_copies(
    two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each document comes with all that it shares with others, however far the merge came."""
    monkeypatch.setattr(portable, "BATCH", 10)
    war, other, met = tmp_path / "war.db", two / "other.db", set()

    def _begin() -> None:
        emptied(tmp_path)
        copied(two / "one.db", war)

    with open_ledger(two / "whole.db") as book:
        whole, claims = rows(book), book.view().num_rows
    for was_killed in everywhere(_begin, lambda: merge(war, other)):
        with open_ledger(war) as book:
            proof = book.verify()
            assert not proof.flaws
            met.add(proof.coverage.documents)
        if was_killed:
            merge(war, other)
        with open_ledger(war) as book:
            assert (rows(book), book.view().num_rows) == (whole, claims)
    assert met > {3, 6}


def test_a_killed_backup_is_made_when_it_is_run_again(two: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.db"
    task = partial(run, "ledger", "backup", str(saved), "--ledger", str(two / "whole.db"))
    with open_ledger(two / "whole.db") as book:
        head = book.head()
    for was_killed in everywhere(lambda: emptied(tmp_path), task):
        if was_killed and not saved.exists():
            task()
        with open_ledger(saved) as book:
            assert (book.head(), book.verify().flaws) == (head, ())
        assert was_killed or {p.name for p in tmp_path.iterdir()} == {
            "saved.db",
            "saved.db.evidence",
        }


def test_a_killed_restore_is_made_when_it_is_run_again(two: Path, tmp_path: Path) -> None:
    war = tmp_path / "war.db"
    task = partial(run, "ledger", "restore", str(two / "whole.db"), "--ledger", str(war))
    with open_ledger(two / "whole.db") as book:
        head = book.head()
    for was_killed in everywhere(lambda: emptied(tmp_path), task):
        if was_killed and not _is_whole(war):
            task()
        with open_ledger(war) as book:
            assert (book.head(), book.verify().flaws) == (head, ())


def _is_whole(path: Path) -> bool:
    try:
        open_ledger(path).close()
    except LedgerError:
        return False
    return True


def test_a_killed_upgrade_leaves_the_old_schema_or_the_new(two: Path, tmp_path: Path) -> None:
    war, old = tmp_path / "war.db", tmp_path / "old"
    old.mkdir()
    copied(two / "whole.db", old / "war.db")
    with open_ledger(old / "war.db") as book:
        head = book.head()
        make_older(book)
    task = partial(run, "ledger", "upgrade", "--ledger", str(war))
    for was_killed in everywhere(lambda: shutil.copytree(old, tmp_path, dirs_exist_ok=True), task):
        if was_killed:
            task()
        with open_ledger(war) as book:
            assert (book.head(), book.verify().flaws) == (head, ())
        for left in tmp_path.glob("war.db*"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
