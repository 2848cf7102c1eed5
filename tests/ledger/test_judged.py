"""Which judgements stand: what is taken back, and what a rejection does to copies."""

from __future__ import annotations

from typing import Any

from reports import AGENCY, KUPIANSK, UKRAINE, report

from fogline.ledger import Judgement, Ledger
from fogline.ledger.judged import standing


def _said(*made: tuple[str, str, str]) -> list[tuple[str, str, str]]:
    """What stands of (who, verdict, moment), as the same."""
    found = standing([Judgement("c", who, verdict, at=at) for who, verdict, at in made])
    return [(j.who, j.verdict, j.at) for j in found]


def test_a_withdrawal_takes_back_the_last_word_of_its_coder() -> None:
    one, two, three = ("ann", "accept", "1"), ("bob", "reject", "2"), ("ann", "reject", "3")
    assert _said(one, two, three, ("ann", "withdraw", "4")) == [one, two]
    assert _said(one, two, three, ("ann", "withdraw", "4"), ("ann", "withdraw", "5")) == [two]
    assert _said(one, ("bob", "withdraw", "2")) == [one]


def test_corrections_of_one_moment_go_together() -> None:
    both = [("ann", "correct", "2"), ("ann", "correct", "2")]
    assert _said(("ann", "accept", "1"), *both, ("ann", "withdraw", "3")) == [
        ("ann", "accept", "1")
    ]


def _ids(book: Ledger, **conditions: Any) -> set[str]:
    return set(book.view(events=("capture",), **conditions)["id"].to_pylist())


def test_what_is_taken_back_is_as_if_it_had_not_been_said(book: Ledger) -> None:
    book.add([report(KUPIANSK)], UKRAINE)
    (id,) = _ids(book)
    assert book.judge([Judgement(id, "ann", "withdraw")]) == 0
    days = [Judgement(id, "ann", "correct", n, "2022-09-12") for n in ("start", "end")]
    before = book.view().to_pylist()
    assert book.judge([*days, Judgement(id, "ann", "correct", "event", "hold")]) == 3
    assert not _ids(book)
    assert book.judge([Judgement(id, "ann", "withdraw", why="a slip")]) == 1
    assert book.view().to_pylist() == before
    assert not book.review.standing()
    # Days that were taken back are no days to keep to.
    assert book.judge([Judgement(id, "ann", "correct", "end", "2022-09-11")]) == 1
    said = [(j.verdict, j.why) for j in book.review.of(id)]
    assert said == [("correct", "")] * 3 + [("withdraw", "a slip"), ("correct", "")]
    assert not book.verify().flaws


def test_a_rejection_comes_again_after_it_was_taken_back(book: Ledger) -> None:
    book.add([report(KUPIANSK)], UKRAINE)
    (id,) = _ids(book)
    verdicts = ("reject", "withdraw", "reject", "reject")
    assert [book.judge([Judgement(id, "ann", v)]) for v in verdicts] == [1, 1, 1, 0]
    assert _ids(book, judged="rejected") == {id}


def test_a_rejected_claim_takes_its_copies_along_and_back(book: Ledger) -> None:
    book.add([report(AGENCY, "A"), report(AGENCY, "B")], UKRAINE)
    (first,) = _ids(book)
    prints = book.review.prints_of(first)
    assert len(prints) == 2
    assert book.judge([Judgement(first, "ann", "reject")]) == 1
    assert _ids(book) == set(prints) - {first}
    assert book.judge([Judgement(first, "ann", "withdraw")]) == 1
    assert book.judge([Judgement(first, "ann", "reject")], prints=True) == 2
    assert not _ids(book)
    assert book.judge([Judgement(first, "ann", "withdraw")], prints=True) == 2
    assert _ids(book) == {first}
    # A word about the copy alone stays.
    copy = prints[1]
    book.judge([Judgement(first, "ann", "reject")])
    book.judge([Judgement(copy, "ann", "reject")])
    assert book.judge([Judgement(first, "ann", "withdraw")], prints=True) == 1
    assert _ids(book, judged="rejected") == {copy}


def test_a_view_of_some_ids(book: Ledger) -> None:
    book.add([report(KUPIANSK)], UKRAINE)
    every = book.view()["id"].to_pylist()
    assert book.view(ids=(every[1],))["id"].to_pylist() == [every[1]]
