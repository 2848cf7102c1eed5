"""Any reader writes into a ledger, and what none reads is kept and reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from plugin import install
from reports import UKRAINE, report

import fogline
from fogline.ledger import open_ledger


def test_a_plugged_in_reader_goes_all_the_way_to_control(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch)
    text = "A flag over the town hall."
    with open_ledger(tmp_path / "war.db", create=True) as ledger:
        added = ledger.add([report(text)], UKRAINE, reader="flags")
        again = ledger.add([report(text)], UKRAINE, reader="flags")
        other = ledger.add([report(text)], UKRAINE)
        assert (added.new, added.claims, again.seen, other.read_again) == (1, 1, 1, 1)
        assert not ledger.verify().flaws
    with open_ledger(tmp_path / "flags.db", create=True) as ledger:
        ledger.add([report(text)], UKRAINE, reader="flags")
        (claim,) = ledger.view().to_pylist()
        assert (claim["event"], claim["actor"], claim["place"]) == ("hold", "UA", "p0")
        control = fogline.estimate(ledger.view())
    assert control is not None


def test_a_text_in_another_language_is_kept_without_claims(tmp_path: Path) -> None:
    text = "Ucrania negó la captura de Jersón."
    with open_ledger(tmp_path / "war.db", create=True) as ledger:
        found = ledger.add([report(text)], UKRAINE)
        again = ledger.add([report(text)], UKRAINE)
        (problem,) = found.unreadable
        assert (found.new, found.claims, again.seen, again.unreadable) == (1, 0, 1, [])
        assert "written in Spanish" in problem.why
        assert not found.unkept
        kept = ledger.document(report(text).document.id)
        assert (kept.text, kept.lang) == (text, "es")
        assert not ledger.view().to_pylist()


def test_an_error_names_the_document_as_its_source_does(tmp_path: Path) -> None:
    undated = report("Russian forces left Izium yesterday.", day="")
    with open_ledger(tmp_path / "war.db", create=True) as ledger:
        (problem,) = ledger.add([undated], UKRAINE).unreadable
    assert problem.why.startswith(f"{undated.document.id}: 'yesterday' can only be placed")
