"""What the exports in other codebooks' columns share: event codes, and CSV that is safe to open."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from fogline.exports.csv import safe
from fogline.model import ClaimRow, EventType, event_type


def not_an_event(row: ClaimRow) -> str:
    """Why a claim is no event of another codebook: it is denied, or has not happened."""
    if row.polarity == "negative":
        return "denied"
    return "" if row.status == "actual" else row.status


def acled(row: ClaimRow, *, by_state: bool) -> tuple[str, str]:
    """A claim's event type and sub-event type in ACLED's codebook."""
    event = _what_happened(row)
    return event.acled_by_state if by_state else event.acled


def plover(row: ClaimRow) -> tuple[str, str]:
    """A claim's event type and mode in PLOVER."""
    return _what_happened(row).plover


def _what_happened(row: ClaimRow) -> EventType:
    """A claim's type of event; of what did not happen it is ``other``, as these codebooks know only
    what happened.
    """
    return event_type("other" if not_an_event(row) else row.event)


def csv_of(rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> bytes:
    """CSV with these columns; a row may lack some."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if row.get(n) is None else safe(row[n]) for n in columns])
    return out.getvalue().encode()
