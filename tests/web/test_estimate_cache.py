"""Estimates that are kept, and the snapshots that they are made of."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from web_help import ledger_of

from fogline.ledger import Query
from fogline.web import Settings, claims_view
from fogline.web.claim_filter import ClaimFilter
from fogline.web.estimate_cache import EVERYTHING, EstimateCache, Lens


def test_kept_estimates_do_not_wait_for_one_that_is_made(
    war: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    estimates = EstimateCache(Settings(str(war)))
    snapshot = estimates.snapshot()
    whole = estimates.control(snapshot, EVERYTHING)
    go, begun = threading.Event(), threading.Event()

    def waits(*_: object) -> Any:
        begun.set()
        go.wait(20)
        return whole

    monkeypatch.setattr("fogline.web.estimate_cache.estimate", waits)
    other = threading.Thread(target=estimates.control, args=(snapshot, Lens(date(2022, 9, 5))))
    other.start()
    assert begun.wait(20)
    assert estimates.control(snapshot, EVERYTHING) is whole
    go.set()
    other.join(20)
    estimates.close()


def test_a_publishers_copies_are_known_when_it_printed_them(tmp_path: Path) -> None:
    words = (
        "Russian forces captured Izium on 1 September. Ukrainian forces hold Balakliia. "
        "Russian forces shelled Kharkiv with rockets."
    )
    lines = [
        {"id": n, "text": words, "source": n, "published": day}
        for n, day in (("First", "2022-09-02"), ("Copycat", "2022-09-08"))
    ]
    estimates = EstimateCache(Settings(ledger_of(tmp_path, lines)))
    snapshot = estimates.snapshot()
    assert snapshot.every_print is not None
    assert snapshot.publishers == {"Copycat": 3, "First": 3}
    for as_of in (date(2022, 9, 5), date(2022, 9, 8), None):
        for source in ("First", "Copycat", ""):
            asked = ClaimFilter(as_of=as_of, source=source)
            view = estimates.ledger.view(Query(as_of=as_of, sources=(source,) if source else ()))
            assert len(asked.rows(asked.searched(snapshot))) == view.num_rows, (as_of, source)
    for name in ("First", "Copycat"):
        assert len(claims_view.document(snapshot, estimates.ledger.document(name))["claims"]) == 3
    estimates.close()


def test_old_estimates_make_room_for_new_ones(war: Path) -> None:
    estimates = EstimateCache(Settings(str(war), lenses=2))
    snapshot = estimates.snapshot()
    lenses = [Lens(date(2022, 9, day)) for day in (5, 6, 7)]
    for lens in lenses:
        estimates.control(snapshot, lens)
    kept = [estimates.has(snapshot, lens) for lens in (EVERYTHING, *lenses)]
    assert kept == [True, False, False, True]  # two in all, with that of everything
    estimates.close()


def test_a_ledger_that_grows_does_not_fill_the_memory(tmp_path: Path) -> None:
    kept = []
    for n in range(4):
        line = {"id": f"d{n}", "text": "Russian forces shelled Izium.", "published": "2022-09-02"}
        ledger = ledger_of(tmp_path, [line | {"source": f"Paper {n}"}])
        if not n:
            estimates = EstimateCache(Settings(ledger, lenses=6))
        estimates.expire()
        snapshot = estimates.snapshot()
        estimates.control(snapshot, EVERYTHING)
        kept.append(snapshot)
    assert [estimates.has(s, EVERYTHING) for s in kept] == [False, False, True, True]
    estimates.close()
