"""Views as columns: only those that are asked for, whichever way their rows are found."""

from __future__ import annotations

import pytest
from reports import AGENCY, IZIUM, KUPIANSK, UKRAINE, report
from sqlalchemy import func, select

from fogline.control import ControlError, Options, columns_for, estimate, explain
from fogline.ledger import Judgement, Ledger, LedgerError, columns
from fogline.ledger.schema import CLAIMS


@pytest.fixture
def told(book: Ledger) -> Ledger:
    texts = ((KUPIANSK, "ISW"), (IZIUM, "ISW"), (AGENCY, "A"), (AGENCY, "B"))
    book.add([report(text, source) for text, source in texts], UKRAINE, reader="linear")
    return book


def test_a_view_of_some_columns_is_that_part_of_the_whole(told: Ledger) -> None:
    whole = told.view()
    assert max(whole["copies"].to_pylist()) == 1
    for names in (("event",), ("copied_by", "title", "start"), ("id", "lat", "judged", "id")):
        assert told.view(columns=names).equals(whole.select(names))


def test_a_column_that_no_view_has_is_refused(told: Ledger) -> None:
    with pytest.raises(LedgerError, match=r"column 'holder': give some of id, document"):
        told.view(columns=("id", "holder"))


def test_corrections_count_in_a_view_of_some_columns(told: Ledger) -> None:
    id = told.view(events=("capture",), places=("Kupiansk",))["id"][0].as_py()
    told.judge([Judgement(id, "ann", "correct", "event", "hold")])
    found = told.view(columns=("id", "judged"), events=("hold",)).to_pylist()
    assert {"id": id, "judged": "corrected"} in found
    assert id not in told.view(columns=("id",), events=("capture",))["id"].to_pylist()


def test_rows_asked_for_by_id_are_those_read_with_all(
    told: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = told.view()
    monkeypatch.setattr(columns, "_QUICKER", 0)  # all by their ids ...
    monkeypatch.setattr(columns, "_CHUNK", 2)  # ... two at a time
    monkeypatch.setattr(columns, "_BATCH", 3)
    assert told.view().to_pylist() == whole.to_pylist()


def test_a_table_has_more_rows_than_so_many_or_not(told: Ledger) -> None:
    with told._engine.connect() as connection:
        rows = connection.scalar(select(func.count()).select_from(CLAIMS))
        assert columns._has_more(connection, CLAIMS.c.id, rows - 1)
        assert not columns._has_more(connection, CLAIMS.c.id, rows)


def test_an_estimate_needs_only_the_columns_that_it_names(told: Ledger) -> None:
    options = Options(theatre="ukraine")
    whole, some = (estimate(told.view(columns=c), options) for c in ((), columns_for("judged")))
    assert (some.chances == whole.chances).all()
    assert (some.rests_on, some.used) == (whole.rests_on, whole.used)
    with pytest.raises(ControlError, match="estimate from a view of all columns"):
        explain(some, "Kupiansk", some.last)
    assert explain(whole, "Kupiansk", whole.last).reasons
