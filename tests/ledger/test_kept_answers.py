"""What large models answered, as a ledger keeps it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from large_model import Played, answer, claim, endpoint
from reports import IZIUM, KUPIANSK, UKRAINE, Open, content, report
from sqlalchemy import create_engine, text

from fogline.ledger import Ledger, LedgerError, open_ledger
from fogline.model import Answer
from fogline.reading import LargeModel, open_model, open_reader

ONE = Answer("a" * 64, "1", "some-model", '{"claims": []}', "stop", 10, 3, "served")
FIRST, SECOND = KUPIANSK.split(". ", 1)
HONEST = {
    KUPIANSK: answer(
        claim(f"{FIRST}.", "captured", "capture", "Kupiansk", actor_words="Ukrainian forces"),
        claim(
            SECOND, "withdraw", "withdraw", "Izium", relation="from",
            actor_words="Russian troops", certainty="possible", certainty_words="may",
        ),
    )
}  # fmt: skip


def test_an_answer_is_kept_once_and_bound_to_the_chain(book: Ledger) -> None:
    assert book.answers.find(ONE.request) is None
    book.answers.keep(ONE)
    head = book.head()
    book.answers.keep(replace(ONE, text="another"))
    assert book.answers.find(ONE.request) == ONE
    assert book.head() == head
    assert not book.verify().flaws


def test_threads_keep_answers_side_by_side(book: Ledger) -> None:
    made = [replace(ONE, request=f"{k:064}") for k in range(24)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(book.answers.keep, [*made, *made]))
    assert [book.answers.find(one.request) for one in made] == made
    assert not book.verify().flaws


def test_answers_go_with_a_ledger_that_is_copied_or_merged(opened: Open) -> None:
    book, copy, other = opened(), opened("copy", empty=True), opened("other")
    book.answers.keep(ONE)
    book.copy_to(copy)
    other.merge(book)
    assert copy.answers.find(ONE.request) == other.answers.find(ONE.request) == ONE


def test_an_answer_that_was_altered_is_found(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "war.db", create=True) as book:
        book.answers.keep(ONE)
    engine = create_engine(f"sqlite:///{tmp_path / 'war.db'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE answers SET text = '{}'"))
    engine.dispose()
    with open_ledger(tmp_path / "war.db") as book:
        assert "answers" in str(book.verify().flaws[0])


def test_a_ledger_of_before_is_brought_up_to_date(tmp_path: Path) -> None:
    where = tmp_path / "war.db"
    with open_ledger(where, create=True) as book:
        book.add([report(KUPIANSK)], UKRAINE, reader="linear")
        head = book.head()
    engine = create_engine(f"sqlite:///{where}")
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE answers"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))
    engine.dispose()
    with pytest.raises(LedgerError, match="upgrade"):
        open_ledger(where)
    with open_ledger(where, upgrade=True) as book:
        assert book.head() == head
        book.answers.keep(ONE)
        assert not book.verify().flaws


def _added(book: Ledger, model: LargeModel, *texts: str) -> None:
    model.keep_in(book.answers)
    reader = open_reader("llm", UKRAINE, large=model)
    book.add([report(t) for t in texts], UKRAINE, reader=reader)


def test_the_same_reading_comes_of_kept_answers_alone(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("first.db", "second.db")]
    with endpoint(HONEST) as playing, open_ledger(paths[0], create=True) as book:
        _added(book, open_model("played", playing.url), KUPIANSK, IZIUM)
        asked = playing.asked
    with open_ledger(paths[0]) as book, open_ledger(paths[1], create=True) as again:
        again.merge(book)
        _added(again, LargeModel("played"), KUPIANSK, IZIUM)
        assert again.head().seq > 0
        assert content(_rows(book)) <= content(_rows(again))
        read = book.view(reader="all").to_pylist()
        assert [c["event"] for c in read] == ["capture", "withdraw"]
        assert {c["reader"] for c in read} == {"llm 1 played"}
    assert asked == 2


def _rows(book: Ledger) -> list[tuple[str, dict[str, object]]]:
    from fogline.ledger.walk import walk

    with book._engine.connect() as connection:
        kept = {"readings", "mentions", "claims", "sentences", "answers"}
        return [(table, row) for table, row in walk(connection) if table in kept]


def test_a_run_that_ended_goes_on_without_paying_twice(tmp_path: Path) -> None:
    """The endpoint fails for good; what it had answered is kept although nothing was added."""
    texts = [f"Russian forces shelled Izium for hour {k}." for k in range(6)]
    left = [Played(answer()) for _ in texts[:3]]
    playing_out = lambda _: left.pop() if left else Played(status=401)
    with open_ledger(tmp_path / "war.db", create=True) as book:
        with endpoint(playing_out) as playing:
            model = open_model("played", playing.url, at_once=1)
            model.keep_in(book.answers)
            reader = open_reader("llm", UKRAINE, large=model)
            first = book.add([report(t) for t in texts], UKRAINE, reader=reader)
        assert (first.new, len(first.unreadable)) == (3, 2)
        with endpoint(answer()) as playing:
            _added(book, open_model("played", playing.url), *texts)
            assert sorted(playing.texts) == texts[3:]
        assert book.view().num_rows == 0
        assert not book.verify().flaws
