"""The JSONL contract: one object a document, offsets into the text as given (docs/reading.md lists
the keys).
"""

from __future__ import annotations

import json
from typing import Any

from fogline.model import Claim, Mention, Place, Reading, Span


def as_row(reading: Reading) -> dict[str, Any]:
    """A reading as JSON values."""
    document = reading.document
    return {
        "doc": document.id,
        "published": document.published.isoformat() if document.published else None,
        "source": document.source,
        "origin": document.origin or None,
        "written": document.written.isoformat() if document.written else None,
        "stated": document.stated or None,
        "edited": document.edited_at.isoformat() if document.edited_at else None,
        "context": document.context or None,
        "title": document.title,
        "url": document.url,
        "text_sha256": document.sha256,
        "reader": reading.reader,
        "places": [_place(m) for m in reading.places],
        "claims": [_claim(c) for c in reading.claims],
        "wording": [w.record() for w in reading.wording],
        "unread": [_span(s) for s in reading.unread],
    }


def as_line(reading: Reading) -> str:
    """A reading as one line of JSONL, without its line feed."""
    return json.dumps(as_row(reading), ensure_ascii=False)


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _place(m: Mention) -> dict[str, Any]:
    return {
        "start": m.span.start, "end": m.span.end, "text": m.text, "name": m.name, "kind": m.kind,
        "lat": m.place.lat if m.place else None, "lon": m.place.lon if m.place else None,
        "id": m.place.id if m.place else None, "status": m.status, "reason": m.reason,
        "candidates": [_candidate(p) for p in m.candidates],
    }  # fmt: skip


def _candidate(p: Place) -> dict[str, Any]:
    return {
        "id": p.id,
        "name": p.name,
        "kind": p.kind,
        "region": p.region,
        "lat": p.lat,
        "lon": p.lon,
    }


def _claim(c: Claim) -> dict[str, Any]:
    known = c.when.precision != "unknown"
    return {
        "id": c.id,
        "event": c.event,
        "sentence": _span(c.sentence),
        "trigger": {"start": c.trigger.start, "end": c.trigger.end, "text": c.trigger_text},
        "actor": c.actor,
        "actor_text": c.actor_text,
        "target": c.target,
        "place": c.place,
        "relation": c.relation,
        "extent": c.extent,
        "date": [c.when.start.isoformat(), c.when.end.isoformat()] if known else None,
        "date_precision": c.when.precision,
        "speaker": c.speaker,
        "speakers": list(c.speakers),
        "certainty": c.certainty,
        "status": c.status,
        "polarity": c.polarity,
        "cues": [q.record() for q in c.cues],
        "wording": [w.record() for w in c.wording],
        "reader": c.reader,
        "score": c.score,
    }
