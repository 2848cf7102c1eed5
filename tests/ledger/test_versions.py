"""Posts that were edited, and posts that were passed on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from reports import UKRAINE, make_older, report

from fogline.ledger import Ledger, LedgerError, Query, open_ledger
from fogline.model import Received

BEFORE = "Ukrainian forces entered Shevchenkove."
AFTER = "Ukrainian forces entered Shevchenkove. Russian troops withdrew from Balakliia."
THIRD = "Russian troops withdrew from Balakliia."
EDIT, LAST = datetime(2022, 9, 10, 20, tzinfo=UTC), datetime(2022, 9, 11, 9, tzinfo=UTC)
AT_ONCE = datetime(2022, 9, 10, 18, 30, tzinfo=UTC)
BETWEEN = datetime(2022, 9, 11, tzinfo=UTC)


def post(words: str, edited: datetime | None = None, key: str = "7", **more: Any) -> Received:
    found = report(
        words,
        "Channel",
        "2022-09-10T18:00:00+00:00",
        name=f"result:{key}",
        edited_at=edited,
        **more,
    )
    return replace(found, key=key, part=f"telegram {key}")


def places(book: Ledger, as_of: datetime | None = None, **conditions: Any) -> list[str]:
    rows = book.view(as_of=as_of, **conditions).to_pylist()
    return sorted(row["name"] for row in rows)


def test_each_text_counts_in_its_time(book: Ledger) -> None:
    for found in (post(BEFORE), post(AFTER, EDIT), post(THIRD, LAST)):
        assert book.add([found], UKRAINE, reader="linear").new == 1
    assert places(book, AT_ONCE) == ["Shevchenkove"]
    assert places(book, BETWEEN) == ["Balakliya", "Shevchenkove"]
    assert places(book, datetime(2022, 9, 12, tzinfo=UTC)) == ["Balakliya"] == places(book)
    assert book.unknown_texts(Query(as_of=AT_ONCE)) == ()
    (row,) = book.view().to_pylist()
    assert row["published_utc"] == LAST
    assert row["edited"] == LAST.isoformat()
    assert not book.verify().flaws


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_adding_changes_nothing(tmp_path: Path, order: tuple[int, ...]) -> None:
    posts = (post(BEFORE), post(AFTER, EDIT), post(THIRD, LAST))
    with open_ledger(tmp_path / "war.db", create=True) as book:
        book.add([posts[k] for k in order], UKRAINE, reader="linear")
        assert places(book, AT_ONCE) == ["Shevchenkove"]
        assert places(book, BETWEEN) == ["Balakliya", "Shevchenkove"]
        assert places(book) == ["Balakliya"]


def test_a_text_that_nobody_saw_before_its_edit_is_not_known_then(book: Ledger) -> None:
    book.add([post(AFTER, EDIT), post(THIRD, key="8")], UKRAINE, reader="linear")
    assert places(book, AT_ONCE) == ["Balakliya"]
    (unknown,) = book.unknown_texts(Query(as_of=AT_ONCE))
    assert (unknown.name, unknown.edited) == ("result:7", EDIT.isoformat())
    assert book.unknown_texts(Query(as_of=BETWEEN)) == () == book.unknown_texts(Query())
    assert book.unknown_texts(Query(as_of=AT_ONCE, without=("channel",))) == ()


def test_an_edit_that_leaves_the_text_is_no_version(book: Ledger) -> None:
    book.add([post(BEFORE)], UKRAINE, reader="linear")
    again = book.add([post(BEFORE, EDIT)], UKRAINE, reader="linear")
    assert (again.new, again.seen) == (0, 1)
    assert places(book, AT_ONCE) == ["Shevchenkove"]
    in_one_go = book.add(
        [post(THIRD, key="8"), post(THIRD, EDIT, key="8")], UKRAINE, reader="linear"
    )
    assert (in_one_go.new, in_one_go.seen) == (1, 1)


def test_an_edit_back_to_an_earlier_text_is_a_version(book: Ledger) -> None:
    for found in (post(BEFORE), post(AFTER, EDIT), post(BEFORE, LAST)):
        assert book.add([found], UKRAINE, reader="linear").new == 1
    assert places(book, BETWEEN) == ["Balakliya", "Shevchenkove"]
    assert places(book) == ["Shevchenkove"]


def test_an_edit_in_the_future_is_refused(book: Ledger) -> None:
    found = book.add([post(BEFORE, datetime(2190, 1, 1, tzinfo=UTC))], UKRAINE, reader="linear")
    assert "edited 2190" in found.unreadable[0].why
    assert found.new == 0


def test_a_forward_is_a_copy_of_what_it_passes_on(book: Ledger) -> None:
    own = report(THIRD, "Origin", "2022-09-10T18:00:00+00:00")
    passed = report(THIRD, "Channel", "2022-09-10T19:00:00+00:00", origin="Origin")
    elsewhere = report(THIRD, "Paper", "2022-09-10T20:00:00+00:00", origin="Origin")
    book.add([passed, own, elsewhere], UKRAINE, reader="linear")
    (row,) = book.view().to_pylist()
    assert (row["source"], row["copies"], row["copied_by"]) == ("Origin", 2, ["Channel", "Paper"])
    chains = {tuple(r["speakers"]) for r in book.view(copies=True).to_pylist()}
    assert ("Channel", "Origin") in chains
    assert {r["origin"] for r in book.view(copies=True).to_pylist()} == {None, "Origin"}


def test_what_is_kept_of_a_post(book: Ledger) -> None:
    kept = post(
        THIRD, EDIT, origin="Origin", context="What of Balakliia?", stated="2022-09-10T18:00:00Z"
    )
    book.add([kept], UKRAINE, reader="linear")
    row = book.document("result:7")
    assert (row.key, row.origin, row.context) == ("7", "Origin", "What of Balakliia?")
    assert (row.stated, row.edited_utc) == ("2022-09-10T18:00:00Z", "2022-09-10T20:00:00Z")
    assert book.custody(row.id).as_json()["document"]["origin"] == "Origin"


def test_an_older_ledger_is_brought_up_to_date(tmp_path: Path) -> None:
    """And knows its own texts as the first versions of their posts, by their names."""
    where = tmp_path / "war.db"
    with open_ledger(where, create=True) as book:
        book.add([replace(post(BEFORE), key="")], UKRAINE, reader="linear")
        head = book.head()
        make_older(book)
    with pytest.raises(LedgerError, match="upgrade"):
        open_ledger(where)
    with open_ledger(where, upgrade=True) as book:
        assert book.head() == head
        assert not book.verify().flaws
        book.add([post(AFTER, EDIT)], UKRAINE, reader="linear")
        assert places(book, AT_ONCE) == ["Shevchenkove"]
        assert places(book) == ["Balakliya", "Shevchenkove"]
        assert not book.verify().flaws
