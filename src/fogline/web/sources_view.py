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

# Claims behind a source's figures that are listed, the latest first.
_CASES = 400
# Claims that a speaker needs to be listed, unless no speaker has so many.
_LEAST_CLAIMS = 10


class ScoresRecord(TypedDict):
    """The scoreboard; its columns are those of ``fogline.sources.Scoreboard.table``."""

    by: str
    rows: list[TableRow]


class CaseRecord(TypedDict):
    """A claim about control with what came of it."""

    claim: str
    place: str
    name: str
    day: date
    side: str
    says: str
    judged_on: date
    chance: float
    outcome: str
    told: ClaimRecord | None


class CasesRecord(TypedDict):
    """What is behind a source's figures; ``counts`` are by outcome."""

    name: str
    by: str
    counts: Mapping[str, int]
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
    rows = source_cases(control, name, by=by).to_pylist()
    every = snapshot.with_copies
    numbers = [every.row_of[r["claim"]] for r in rows if r["claim"] in every.row_of]
    told = {r.id: claim_record(r, snapshot.theatre) for r in every.claims(numbers[:_CASES])}
    return {
        "name": name,
        "by": by,
        "counts": Counter(r["outcome"] for r in rows),
        "rows": [cast(CaseRecord, {**r, "told": told.get(r["claim"])}) for r in rows[:_CASES]],
    }


def differences(control: Control, one: str, two: str) -> DifferencesRecord:
    """Where two publishers differ."""
    return {"one": one, "two": two, "rows": compare(control, one, two, by="publisher").to_pylist()}
