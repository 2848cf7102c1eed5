"""Readings made elsewhere: what is appended of them, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from reports import AGENCY, IZIUM, KUPIANSK, UKRAINE, Open, content, report

from fogline.documents import Unreadable
from fogline.ledger import Ledger, LedgerError, ReadRecord, open_ledger, read_record
from fogline.ledger.walk import walk
from fogline.reading import open_reader

READER = open_reader("linear", UKRAINE)
REPORTS = [report(KUPIANSK), report(IZIUM), report(AGENCY, "A"), report(AGENCY, "B")]


@pytest.fixture(scope="module")
def records() -> list[ReadRecord]:
    return [read_record(one, READER, UKRAINE) for one in REPORTS]


def _rows(book: Ledger) -> list[tuple[str, dict[str, Any]]]:
    with book._engine.connect() as connection:
        return list(walk(connection))


def test_records_give_the_rows_that_reading_gives(opened: Open, records: list[ReadRecord]) -> None:
    one, two = opened("one"), opened("two")
    one.add(REPORTS, UKRAINE, reader=READER)
    bulk = two.bulk(READER)
    summary = bulk.add(records)
    assert (summary.new, summary.near_copies) == (4, 1)
    assert content(_rows(one)) == content(_rows(two))
    assert not two.verify().flaws
    assert two.bulk(READER).add(records).seen == 4
    assert two.add(REPORTS, UKRAINE, reader=READER).seen == 4


def test_refused_and_edited_texts_come_in_alike(opened: Open) -> None:
    german = report("Russische Truppen haben die Stadt Isjum in der Nacht verlassen.")
    edited = report(IZIUM)
    moment = datetime(2022, 9, 10, 12, tzinfo=UTC)
    edited = replace(edited, key="7", document=replace(edited.document, edited_at=moment))
    one, two = opened("one"), opened("two")
    summary = one.add([german, edited], UKRAINE, reader=READER)
    alike = two.bulk(READER).add(read_record(r, READER, UKRAINE) for r in (german, edited))
    assert (alike.new, alike.edited, alike.claims) == (2, 1, summary.claims)
    assert [u.why for u in alike.unreadable] == [u.why for u in summary.unreadable]
    assert content(_rows(one)) == content(_rows(two))
    assert [row["lang"] for table, row in _rows(two) if table == "documents"] == ["de", "en"]


def test_what_was_not_read_is_told(tmp_path: Path) -> None:
    lost = read_record(Unreadable("a.jsonl:3", "not JSON"), READER, UKRAINE)
    later = read_record(report(IZIUM, day="2922-09-10"), READER, UKRAINE)
    with open_ledger(tmp_path / "war.db", create=True) as book:
        summary = book.bulk(READER).add([lost, later])
    assert summary.new == 0
    told = [(u.where, u.why) for u in summary.unreadable]
    assert told[0] == ("a.jsonl:3", "not JSON")
    assert "in the future" in told[1][1]


def _changed(change: Callable[[list[Any]], None]) -> Callable[[ReadRecord], ReadRecord]:
    def _change(record: ReadRecord) -> ReadRecord:
        rows = json.loads(record.rows)
        change(rows)
        return replace(record, rows=json.dumps(rows))

    return _change


def _of(rows: list[Any], table: str) -> dict[str, Any]:
    return next(row for name, row in rows if name == table)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r: replace(r, setting="x"), "another setting"),
        (_changed(lambda r: _of(r, "readings").update(setting="x")), "another setting"),
        (lambda r: replace(r, evidence=b"x"), "its bytes"),
        (lambda r: replace(r, document="x"), "that of its id"),
        (_changed(lambda r: _of(r, "documents").update(text="x")), "its text"),
        (_changed(lambda r: _of(r, "documents").update(source="x")), "its publication"),
        (_changed(lambda r: _of(r, "readings").update(id="x")), "ids do not fit"),
        (_changed(lambda r: _of(r, "claims").update(trigger="x")), "do not stand in the text"),
        (_changed(lambda r: _of(r, "sentences").update(start=2)), "do not stand in the text"),
        (_changed(lambda r: _of(r, "claims").update(seq=1)), "other columns"),
        (_changed(lambda r: _of(r, "claims").update(score="1")), "holds a str"),
        (_changed(lambda r: _of(r, "claims").update(document="x")), "of another document"),
        (_changed(lambda r: r.append(["acts", {}])), "no rows of a ledger"),
        (
            _changed(lambda r: r.append(["documents", _of(r, "documents") | {"id": "x"}])),
            "than one",
        ),
        (_changed(lambda r: r.append(["receipts", _of(r, "receipts") | {"id": "x"}])), "than one"),
        (_changed(lambda r: r.append(["readings", _of(r, "readings") | {"id": "x"}])), "than one"),
        (_changed(lambda r: _of(r, "readings").update(claims=10**30)), "out of range"),
        (_changed(lambda r: _of(r, "claims").update(score=10**30)), "out of range"),
        (_changed(lambda r: _of(r, "claims").update(score=float("nan"))), "out of range"),
        (lambda r: replace(r, rows="[]"), "must come first"),
        (lambda r: replace(r, rows="no"), "no rows of a ledger"),
    ],
)
def test_a_record_that_does_not_fit_is_refused_with_its_batch(
    tmp_path: Path,
    records: list[ReadRecord],
    change: Callable[[ReadRecord], ReadRecord],
    said: str,
) -> None:
    with open_ledger(tmp_path / "war.db", create=True) as book:
        with pytest.raises(LedgerError, match=said):
            book.bulk(READER).add([records[1], change(records[0])])
        assert book.head().seq == 1
