"""Notes beside the chain, and tasks that one program does at a time."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest
from reports import UKRAINE, Open, report

from fogline.ledger import Ledger, LedgerError, open_ledger
from fogline.model import Visit


def test_notes_are_changed_in_place_and_are_no_part_of_the_chain(book: Ledger) -> None:
    head = book.head()
    assert book.notes.read("a") == {}
    book.notes.write({"a": {"x": "1", "y": "2"}, "b": {"x": "3"}})
    book.notes.write({"a": {"x": "4", "y": None, "z": None}})
    assert (book.notes.read("a"), book.notes.read("b")) == ({"x": "4"}, {"x": "3"})
    assert book.head() == head
    assert not book.verify().flaws


def test_a_copy_begins_without_notes(book: Ledger, opened: Open) -> None:
    book.notes.write({"a": {"x": "1"}})
    copy = opened("copy", empty=True)
    book.copy_to(copy)
    assert copy.notes.read("a") == {}


def test_one_at_a_time_does_a_task(book: Ledger) -> None:
    with book.notes.alone("watch"):
        with pytest.raises(LedgerError, match="another `fogline watch` is at work on it"):
            _alone(book)
        with book.notes.alone("another task"):
            book.notes.write({"a": {"x": "1"}})
    with book.notes.alone("watch"):
        pass


def _alone(book: Ledger) -> None:
    with book.notes.alone("watch"):
        pass


def _hold(where: str) -> None:
    with open_ledger(where) as book, book.notes.alone("watch"):
        time.sleep(60)


def test_a_killed_program_is_forgotten(tmp_path: Path) -> None:
    where = str(tmp_path / "war.db")
    with open_ledger(where, create=True) as book:
        child = multiprocessing.get_context("spawn").Process(target=_hold, args=(where,))
        child.start()
        for _ in range(200):
            try:
                _alone(book)
                time.sleep(0.1)
            except LedgerError:
                break
        else:
            raise AssertionError("the child never began")
        os.kill(child.pid or 0, signal.SIGKILL)
        child.join()
        _alone(book)


def test_a_folder_that_takes_no_file_says_so(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "war.db", create=True) as book:
        (tmp_path / "war.db.watch").mkdir()
        with pytest.raises(LedgerError, match=r"war\.db\.watch: unable to open"):
            _alone(book)


def test_visits_of_pages_are_kept_with_them_and_that_of_the_list_is_not(book: Ledger) -> None:
    page, feed = "http://a.example/1", "http://a.example/feed"
    made = {page: Visit(etag="p"), feed: Visit(etag="f"), "http://a.example/2": Visit(etag="q")}
    one = report("Russian forces left Izium.")
    found = type(one)(one.document, one.evidence, page, asked=(page, feed))
    book.add([found], UKRAINE, reader="linear", visits=made)
    setting = _setting(book)
    assert [book.visited(url, setting).etag for url in made] == ["p", "", ""]


def _setting(book: Ledger) -> str:
    with book._engine.connect() as connection:
        return str(connection.exec_driver_sql("SELECT setting FROM readings").scalar())
