"""What a claim's note says before the words that it quotes."""

from __future__ import annotations

from fogline.claim_text import published_day
from fogline.model import ClaimRow


def source_note(row: ClaimRow) -> str:
    """Speaker, publisher and day of a claim, as a note cites it."""
    said = [s for s in row.speakers if s not in {"source", row.source}]
    corrected = ["corrected by a reviewer"] if row.judged == "corrected" else []
    return ", ".join(
        [*reversed(said), row.source or "no publisher", published_day(row), *corrected]
    )
