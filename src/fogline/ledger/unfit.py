"""Why a document can't be taken in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from fogline.model import Received

# Publication in the future is a clock or a slip; a day covers all time zones.
AHEAD = timedelta(days=1)


def unfit(received: Received, longest: int) -> str:
    """Why a document can't be taken in, whose text may have so many characters; empty if it can."""
    d = received.document
    if len(d.text) > longest:
        return f"{len(d.text):,} characters; one document may have {longest:,}: split it"
    latest = datetime.now(UTC) + AHEAD
    if d.published and (
        d.published > latest.date() or (d.published_at and d.published_at > latest)
    ):
        return f"published {d.published_at or d.published}: that is in the future; correct the date"
    if d.edited_at and d.edited_at > latest:
        return f"edited {d.edited_at}: that is in the future; correct the date"
    return ""
