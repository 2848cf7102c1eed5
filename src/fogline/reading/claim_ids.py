"""The ids of claims: hashes of what makes two claims of a document one."""

from __future__ import annotations

import hashlib

from fogline.model import Document, Span


def claim_id(
    document: Document,
    trigger: Span,
    event: str,
    place_start: int | None,
    actor: str | None,
    speaker: str,
) -> str:
    """The id of a claim; ``place_start`` is where its place is named, none without a place."""
    raw = "|".join(
        (
            document.id,
            document.sha256,
            str(trigger.start),
            str(trigger.end),
            event,
            str(-1 if place_start is None else place_start),
            str(actor),
            speaker,
        )
    )
    return hashlib.sha256(raw.encode()).hexdigest()[:16]
