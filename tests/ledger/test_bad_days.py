"""Damaged and lost evidence, merges that were cut short, and what others put into the database."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from pathlib import Path
from unittest.mock import Mock

import pytest
from reports import AGENCY, IZIUM, KUPIANSK, UKRAINE, Open, report
from sqlalchemy import text

from fogline.ledger import Ledger, LedgerError, open_ledger, portable, read_only
from fogline.ledger.evidence import EvidenceFolder
from fogline.ledger.walk import walk
from fogline.ledger.write import Appender, writing

NEAR = AGENCY.replace("heavy", "bitter")
REPORTS = [report(KUPIANSK), report(AGENCY, "A"), report(NEAR, "B")]


def filled(book: Ledger) -> Ledger:
    book.add(REPORTS, UKRAINE, reader="linear")
    return book


def file_of(book: Ledger, n: int = 0) -> Path:
    return book.evidence.path(REPORTS[n].evidence.sha256)


def damage(file: Path) -> None:
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:10])


def cut_short(book: Ledger, other: Ledger) -> None:
    """What a merge of earlier foglines left that was killed before it compared documents."""
    anew = {"prints", "links", "copies"}
    with portable.reading(other._engine) as theirs, writing(book._engine) as ours:
        appender = Appender(ours)
        appender.append([(t, row) for t, row in walk(theirs) if t not in anew])
        appender.close()
    shutil.copytree(other.evidence.folder, book.evidence.folder, dirs_exist_ok=True)


def test_a_copy_of_damaged_evidence_names_it_and_has_the_rest(opened: Open) -> None:
    book, copy = filled(opened()), opened("copy", empty=True)
    damage(file_of(book))
    file_of(book, 1).unlink()
    copied = book.copy_to(copy)
    assert copied.head == book.head()
    names = sorted(file_of(book, n).name for n in (0, 1))
    assert [name in flaw for name, flaw in zip(names, copied.flaws, strict=True)] == [True, True]
    assert copy.evidence.read(REPORTS[2].evidence.sha256) == NEAR.encode()
    assert file_of(copy).read_bytes() == KUPIANSK.encode()[:10]
    assert not file_of(copy, 1).exists()
    assert sorted(copy.evidence.names()) == sorted(book.evidence.names())


def test_a_copy_without_the_folder_of_evidence_says_so_once(opened: Open) -> None:
    book, copy = filled(opened()), opened("copy", empty=True)
    shutil.rmtree(book.evidence.folder)
    (flaw,) = book.copy_to(copy).flaws
    assert "is gone, and with it 3 files" in flaw
    assert book.verify().flaws == (flaw,)


def test_evidence_comes_along_some_files_at_a_time(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, copy = filled(opened()), opened("copy", empty=True)
    monkeypatch.setattr(portable, "_FILES", 2)
    kept = Mock(wraps=EvidenceFolder.keep)
    monkeypatch.setattr(EvidenceFolder, "keep", lambda *of: kept(*of))
    assert book.copy_to(copy).flaws == ()
    assert [len(call.args[1]) for call in kept.call_args_list] == [2, 1]
    assert sorted(copy.evidence.names()) == sorted(book.evidence.names())


def test_a_file_that_is_lost_while_ledgers_are_merged_ends_that(opened: Open) -> None:
    book, other = opened(), filled(opened("other"))
    file_of(other).unlink()
    with pytest.raises(LedgerError, match="no row was merged"):
        portable.merge(book._engine, book.evidence, other._engine, other.evidence)
    assert book.view().num_rows == 0


def test_adding_again_heals_what_was_lost_or_damaged(book: Ledger) -> None:
    filled(book)
    damage(file_of(book))
    file_of(book, 1).unlink()
    head = book.head()
    assert book.add(REPORTS, UKRAINE, reader="linear").healed == 2
    assert (book.head(), book.verify().flaws) == (head, ())
    assert book.add(REPORTS, UKRAINE, reader="linear").healed == 0


def test_bytes_of_which_there_is_no_receipt_are_not_kept(book: Ledger) -> None:
    filled(book)
    again = report(KUPIANSK)
    object.__setattr__(again.evidence, "raw", b"packed otherwise")
    assert book.add([again], UKRAINE, reader="linear").seen == 1
    assert not book.evidence.path(again.evidence.sha256).exists()


def test_a_folder_that_is_gone_is_noticed(book: Ledger) -> None:
    filled(book)
    assert book.add(REPORTS[:1], UKRAINE, reader="linear").lost == 0
    shutil.rmtree(book.evidence.folder)
    found = book.add([REPORTS[0], report(IZIUM)], UKRAINE, reader="linear")
    assert (found.new, found.healed, found.lost) == (1, 1, 2)


def test_a_name_in_the_rows_leads_nowhere_else(opened: Open, tmp_path: Path) -> None:
    book, copy = filled(opened()), opened("copy", empty=True)
    (tmp_path / "secret").write_text("mine")
    with book._engine.begin() as connection:
        connection.execute(text("UPDATE receipts SET evidence = '../../secret' WHERE seq = 3"))
    assert any("no SHA-256" in flaw for flaw in book.copy_to(copy).flaws)
    assert (tmp_path / "secret").read_text() == "mine"


@pytest.mark.parametrize("how", ["add", "repair"])
def test_a_merge_that_was_cut_short_is_seen_and_mended(opened: Open, how: str) -> None:
    whole, book = filled(opened("whole")), opened()
    cut_short(book, whole)
    (flaw,) = book.verify().flaws
    assert "3 documents were not compared" in flaw
    assert "repair" in flaw
    assert book.verify(mendable=False).flaws == ()
    assert book.verify().coverage.prints == 0
    assert book.view().num_rows > whole.view().num_rows
    if how == "add":
        assert book.add(REPORTS[:1], UKRAINE, reader="linear").mended == 3
    else:
        assert book.repair().documents == 3
    assert book.verify().flaws == ()
    assert book.verify().coverage == whole.verify().coverage
    assert book.view().num_rows == whole.view().num_rows


def test_claims_that_are_not_paired_are_seen_and_mended(book: Ledger) -> None:
    """A merge was killed between the claims of another reading and their pairs."""
    filled(book)
    with portable.reading(book._engine) as connection:
        claims = [row for table, row in walk(connection) if table == "claims"]
    with writing(book._engine) as connection:
        appender = Appender(connection)
        for row in claims:
            other = {n: f"again {row[n]}" for n in ("id", "claim", "reading")}
            appender.append([("claims", {**row, **other})])
        appender.close()
    (flaw,) = book.verify().flaws
    assert "not paired" in flaw
    assert book.repair().pairs > 0
    assert book.verify().flaws == ()


def test_maps_are_not_compared_and_not_missed(opened: Open) -> None:
    whole, book = opened("whole"), opened()
    square = "[[[36, 49], [38, 49], [38, 50], [36, 50], [36, 49]]]"
    shape = f'{{"type": "Polygon", "coordinates": {square}}}'
    made = f'{{"type": "Feature", "properties": {{"h": "UA"}}, "geometry": {shape}}}'
    whole.add_maps([report(made, "Map"), report(made, "Other map")], UKRAINE, "h")
    assert whole.verify().flaws == ()
    assert whole.verify().coverage.prints == 0
    book.merge(whole)
    assert book.verify().flaws == ()
    assert book.verify().coverage == whole.verify().coverage


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("CREATE TABLE planted (a)", "a table 'planted'"),
        ("CREATE VIEW planted AS SELECT * FROM claims", "a view 'planted'"),
        (
            "CREATE TRIGGER planted AFTER INSERT ON judgements BEGIN DELETE FROM judgements; END",
            "a trigger 'planted' on 'judgements'",
        ),
        ("ALTER TABLE claims ADD COLUMN planted", "a column 'planted' in 'claims'"),
        ("DROP TABLE words", "index of words: it is missing"),
        ("INSERT INTO words(rowid, text) VALUES (999, 'Kyiv has fallen')", "index of words"),
        ("INSERT INTO words(words, rowid, text) SELECT 'delete', seq, text FROM sentences", "fit"),
        ("DELETE FROM words_data WHERE id > 10", "index of words"),
        ("DROP TABLE words_idx", "index of words"),
    ],
)
def test_what_others_put_into_the_database_is_named(
    tmp_path: Path, change: str, words: str
) -> None:
    with open_ledger(tmp_path / "war.db", create=True) as book:
        filled(book)
    base = sqlite3.connect(tmp_path / "war.db")
    base.execute(change)
    base.commit()
    base.close()
    with (
        open_ledger(tmp_path / "war.db") as book,
        open_ledger(tmp_path / "copy.db", empty=True) as copy,
    ):
        assert words in " ".join(book.verify().flaws)
        book.copy_to(copy)
        assert copy.verify().flaws == ()
        book.repair()
        assert bool(book.verify().flaws) == ("planted" in change)
        assert book.view(text="captured").num_rows == copy.view(text="captured").num_rows > 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("CREATE TABLE planted (a int)", "a table 'planted'"),
        ("CREATE VIEW planted AS SELECT * FROM claims", "a view 'planted'"),
        ("CREATE MATERIALIZED VIEW planted AS SELECT * FROM claims", "a view 'planted'"),
        ("CREATE RULE planted AS ON DELETE TO claims DO INSTEAD NOTHING", "a rule 'planted'"),
    ],
)
def test_what_others_put_into_postgresql_is_named(opened: Open, change: str, words: str) -> None:
    book = opened()
    if book._engine.dialect.name != "postgresql":
        return
    with book._engine.begin() as connection:
        connection.execute(text(change))
    assert words in " ".join(book.verify().flaws)


def test_a_ledger_is_private(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "war.db", create=True) as book:
        filled(book)
        assert {p.stat().st_mode & 0o077 for p in (tmp_path, *tmp_path.rglob("*"))} == {0}
        # Who shares the folder shares what comes into it.
        book.evidence.folder.chmod(0o750)
        book.add([report(IZIUM)], UKRAINE, reader="linear")
        file = book.evidence.path(report(IZIUM).evidence.sha256)
        assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o440, 0o750)


def test_unfinished_files_are_removed_when_nobody_writes_them(book: Ledger) -> None:
    filled(book)
    now, old = (file_of(book).with_name(f"{n}.part") for n in ("now", "old"))
    for part in (now, old):
        part.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)
    opened_again = Ledger(book.where, book._engine, book.evidence)
    opened_again.add([report(IZIUM)], UKRAINE, reader="linear")
    assert [now.exists(), old.exists()] == [True, False]
    os.utime(now, (time.time() - 7200,) * 2)
    assert book.repair().parts == 1


def test_what_interrupted_runs_left_is_looked_for_once(
    book: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies, files = Mock(return_value=[]), Mock()
    monkeypatch.setattr("fogline.ledger.repair.unprinted", copies)
    monkeypatch.setattr(book.evidence, "sweep", files)
    for _ in range(2):
        filled(book)
    assert (copies.call_count, files.call_count) == (1, 1)


@pytest.fixture
def unwritable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger on media that can't be written, as the system tells it."""
    with open_ledger(tmp_path / "war.db", create=True) as book:
        filled(book)
    fixed = {str(tmp_path), str(tmp_path / "war.db")}
    monkeypatch.setattr(read_only.os, "access", lambda path, _: str(path) not in fixed)
    return tmp_path / "war.db"


def test_a_ledger_on_read_only_media_opens(unwritable: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    with open_ledger(unwritable) as book:
        assert book.verify().flaws == ()
        assert book.view(text="captured").num_rows
        with pytest.raises(LedgerError, match="read-only"):
            book.add([report(IZIUM)], UKRAINE, reader="linear")
        (tmp_path / "copy").mkdir()
        with open_ledger(tmp_path / "copy" / "copy.db", empty=True) as copy:
            assert not book.copy_to(copy).flaws
    for words in ({"create": True}, {"upgrade": True}):
        with pytest.raises(LedgerError, match="read-only"):
            open_ledger(unwritable, **words)
    assert [p for p in sorted(tmp_path.rglob("*")) if "copy" not in p.parts] == before


def test_rows_that_wait_beside_a_read_only_ledger_are_not_passed_over(
    unwritable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unwritable.with_name("war.db-wal").write_bytes(b"rows of a program that was killed")
    asked = []

    def _connect(where: str, *_: object, **__: object) -> sqlite3.Connection:
        asked.append(where)
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(read_only.sqlite3, "connect", _connect)
    with pytest.raises(LedgerError, match="newest rows"):
        open_ledger(unwritable)
    assert "mode=ro" in asked[0]


@pytest.mark.parametrize("upgrade", [False, True])
@pytest.mark.parametrize("found", ["9999", "0000", "banana", "", None])
def test_a_schema_that_nobody_knows_is_a_sentence(
    tmp_path: Path, found: str | None, upgrade: bool
) -> None:
    open_ledger(tmp_path / "war.db", create=True).close()
    base = sqlite3.connect(tmp_path / "war.db")
    base.execute("DELETE FROM alembic_version")
    if found is not None:
        base.execute("INSERT INTO alembic_version VALUES (?)", (found,))
    base.commit()
    base.close()
    with pytest.raises(LedgerError, match=f"schema is {found or 'not stated'}, this fogline's"):
        open_ledger(tmp_path / "war.db", upgrade=upgrade)
