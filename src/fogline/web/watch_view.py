"""What came of watching the sources."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import PurePath
from typing import TypedDict

from fogline.ledger import Ledger
from fogline.watch import SourceState, source_states


class WatchedRecord(TypedDict):
    """A feed, sitemap or folder that is watched; moments are ISO 8601 in UTC, empty if none.

    ``failures`` counts the visits in a row that failed, ``troubled`` what can't be read of the
    source; ``late`` is true where the next visit is overdue: perhaps nothing watches it.
    """

    name: str
    kind: str
    address: str
    succeeded: str
    failed: str
    why: str
    failures: int
    renewed: str
    documents: int
    waiting: int
    troubled: int
    trouble: str
    due: str
    late: bool


def watched(ledger: Ledger) -> list[WatchedRecord]:
    """The sources that are watched for a ledger, by name."""
    now = datetime.now(UTC)
    return [_record(state, now) for state in source_states(ledger)]


def _record(state: SourceState, now: datetime) -> WatchedRecord:
    return {
        "name": state.name,
        "kind": state.kind,
        "address": _short(state, state.address),
        "succeeded": state.succeeded,
        "failed": state.failed,
        "why": _short(state, state.why),
        "failures": state.failures,
        "renewed": state.renewed,
        "documents": state.documents,
        "waiting": state.waiting,
        "troubled": state.troubled,
        "trouble": _short(state, state.trouble),
        "due": state.due,
        "late": state.late(now),
    }


def _short(state: SourceState, words: str) -> str:
    """Words in which a folder has its last name only: where it lies is nobody's business."""
    if state.kind not in {"folder", "export"}:
        return words
    return words.replace(state.address, PurePath(state.address).name)
