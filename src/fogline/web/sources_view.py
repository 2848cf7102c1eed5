"""How sources fared, what is behind their figures, and where two of them differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import TypedDict, cast

from fogline.control import Control, ControlError
from fogline.sources import cases as source_cases
from fogline.sources import compare, score
from fogline.web.ledger_snapshot import LedgerSnapshot
from fogline.web.map_view import TableRow
from fogline.web.serializers import ClaimRecord, claim_record

# How the page of documents without a publisher is called.
NO_NAME = "-"
# Claims behind a source's figures that are listed, the latest first.
_CASES = 400
# Claims that a speaker needs to be listed, unless no speaker has so many.
_LEAST_CLAIMS = 10


class ScoresRecord(TypedDict):
    """The scoreboard; its columns are those of ``fogline.sources.Scoreboard.table``."""

    by: str
    rows: list[TableRow]


class OutcomeRecord(TypedDict):
    """That a side holds, took or left a place, and what came of it.

    ``outcome`` is by an estimate without who says so: came true, did not, or open; ``apart`` says
    why it is no sure judgement (``fogline.sources.cases``).
    """

    day: date
    side: str
    says: str
    judged_on: date
    chance: float
    outcome: str
    apart: str


class CaseRecord(OutcomeRecord):
    """A claim about control with what came of it."""

    claim: str
    place: str
    name: str
    told: ClaimRecord | None


class CasesRecord(TypedDict):
    """What is behind a source's figures: ``record`` is its row of the scoreboard.

    ``counts`` are by outcome of the claims that the figures count; ``apart`` counts the others by
    why they stand apart. ``reviewed`` is how many of those that did not come true a person has
    accepted or corrected.
    """

    name: str
    by: str
    record: TableRow
    counts: Mapping[str, int]
    apart: Mapping[str, int]
    reviewed: int
    rows: list[CaseRecord]


class DifferencesRecord(TypedDict):
    """Where two publishers differ; the columns are those of ``fogline.sources.compare``."""

    one: str
    two: str
    rows: list[TableRow]


def scores(control: Control, by: str) -> ScoresRecord:
    """The scoreboard: all publishers; speakers with ten claims, or all where none has so many."""
    least = 1 if by == "publisher" else _LEAST_CLAIMS
    try:
        found = score(control, by=by, least=least)
    except ControlError:
        found = score(control, by=by, least=1)
    return {"by": by, "rows": found.table().to_pylist()}


def cases(snapshot: LedgerSnapshot, control: Control, name: str, by: str) -> CasesRecord:
    """What is behind a source's figures."""
    name = "" if name == NO_NAME else name
    rows = source_cases(control, name, by=by).to_pylist()
    every = snapshot.with_copies
    numbers = [every.row_of[r["claim"]] for r in rows if r["claim"] in every.row_of]
    told = {r.id: claim_record(r, snapshot.theatre) for r in every.claims(numbers[:_CASES])}
    refuted = {r["claim"] for r in rows if r["outcome"] == "did not" and not r["apart"]}
    checked = every.claims([every.row_of[id] for id in refuted if id in every.row_of])
    return {
        "name": name,
        "by": by,
        "record": score(control, by=by, only=name).table().to_pylist()[0],
        "counts": Counter(r["outcome"] for r in rows if not r["apart"]),
        "apart": Counter(r["apart"] for r in rows if r["apart"]),
        "reviewed": sum(r.judged is not None for r in checked),
        "rows": [cast(CaseRecord, {**r, "told": told.get(r["claim"])}) for r in rows[:_CASES]],
    }


def differences(control: Control, one: str, two: str) -> DifferencesRecord:
    """Where two publishers differ."""
    return {"one": one, "two": two, "rows": compare(control, one, two, by="publisher").to_pylist()}
