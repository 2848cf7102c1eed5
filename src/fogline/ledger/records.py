"""From records to rows: what came in and what was read becomes values for the tables, with ids made
of raw values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fogline.ledger import timestamps
from fogline.ledger.chain import Row, identify
from fogline.model import Claim, Document, Mention, Reading, Received, Span
from fogline.version import VERSION

TOOL = f"fogline {VERSION}"
Rows = list[tuple[str, Row]]


@dataclass(frozen=True, slots=True)
class ReadBy:
    """Who read: name and version, and the hash of all that a reading depends on."""

    name: str
    setting: str
    theatre: str
    origin: str = ""


def id_of(document: Document, key: str = "") -> str:
    """The ledger's id of a document: publisher, moment of publication as its source writes it,
    address, the source's own key, and text; of an edited post also when it was edited.
    """
    d, edited = document, document.edited_at.isoformat() if document.edited_at else None
    return _identity(edited, d.source, d.stated or published(d), d.url, key, d.sha256)


def id_of_row(row: Mapping[str, Any]) -> str:
    """The id that a document has by what its row says."""
    moment = row["stated"] or row["published"]
    return _identity(row["edited"], row["source"], moment, row["url"], row["key"], row["sha256"])


def _identity(edited: str | None, *raw: str | None) -> str:
    return identify(*raw, edited) if edited else identify(*raw)


def id_of_reading(document: str, reader: str, setting: str) -> str:
    """The id of a document's reading by a reader in a setting."""
    return identify(document, reader, setting)


def published(document: Document) -> str | None:
    """The moment of publication with its own offset where it is known, else the day."""
    if document.published_at is not None:
        return document.published_at.isoformat()
    return document.published.isoformat() if document.published else None


def published_utc(document: Document) -> str | None:
    """When the document was public at the latest, in UTC; a bare day counts to its end."""
    if document.published_at is not None:
        return timestamps.spell(document.published_at)
    return timestamps.end_of(document.published) if document.published else None


def document_rows(received: Received, document_id: str, at: str) -> Rows:
    """A new document and the receipt for its bytes."""
    d, evidence = received.document, received.evidence
    document = {
        "id": document_id, "name": d.id, "source": d.source, "published": published(d),
        "published_utc": published_utc(d), "lang": d.lang, "url": d.url or None,
        "title": d.title or None, "author": d.author or None, "text": d.text, "sha256": d.sha256,
        "key": received.key or None, "origin": d.origin or None,
        "written": d.written.isoformat() if d.written else None, "stated": d.stated or None,
        "edited": d.edited_at.isoformat() if d.edited_at else None,
        "edited_utc": timestamps.spell(d.edited_at) if d.edited_at else None,
        "context": d.context or None,
    }  # fmt: skip
    fetched = timestamps.spell(received.at) if received.at else at
    receipt = {
        "id": identify(document_id, evidence.sha256, received.part, d.url, fetched),
        "document": document_id, "evidence": evidence.sha256, "size": len(evidence.raw),
        "media": received.media, "part": received.part or None, "origin": received.origin,
        "url": d.url or None, "headers": _json(received.headers), "at": fetched, "tool": TOOL,
    }  # fmt: skip
    return [("documents", document), ("receipts", receipt)]


def _json(value: Any) -> str | None:
    return json.dumps(value, ensure_ascii=False) if value else None


def reading_rows(reading: Reading, reader: ReadBy, at: str) -> Rows:
    """A reading with its mentions and claims, and the sentences of its document."""
    d = reading.document
    reading_id = id_of_reading(d.id, reader.name, reader.setting)
    states = [m.status for m in reading.places]
    head = {
        "id": reading_id, "document": d.id, "reader": reader.name, "setting": reader.setting,
        "theatre": reader.theatre, "origin": reader.origin or None, "at": at, "tool": TOOL,
        "claims": len(reading.claims),
        **{s: states.count(s) for s in ("located", "ambiguous", "unknown")},
    }  # fmt: skip
    return [
        ("readings", head),
        *(("sentences", row) for row in _sentences(reading)),
        *(("mentions", _mention(m, n, reading_id)) for n, m in enumerate(reading.places)),
        *(("claims", _claim(c, reading, reading_id)) for c in reading.claims),
    ]


def _sentences(reading: Reading) -> Iterator[Row]:
    d = reading.document
    for span in sorted({*(c.sentence for c in reading.claims), *reading.unread}):
        yield {
            "id": sentence_id(d.id, span),
            "document": d.id,
            "start": span.start,
            "end": span.end,
            "text": span.of(d.text),
        }


def sentence_id(document: str, span: Span) -> str:
    """The id of a sentence."""
    return identify(document, span.start, span.end)


def _mention(m: Mention, n: int, reading: str) -> Row:
    place = m.place
    return {
        "id": f"{reading}:{n}", "reading": reading, "n": n, "start": m.span.start,
        "end": m.span.end, "text": m.text, "name": m.name, "kind": m.kind, "status": m.status,
        "reason": m.reason, "place": place.id if place else None,
        "lat": place.lat if place else None, "lon": place.lon if place else None,
        "region": (place.region or None) if place else None,
        "candidates": _json([p.id for p in m.candidates]),
    }  # fmt: skip


def _claim(c: Claim, reading: Reading, reading_id: str) -> Row:
    document = reading.document.id
    mention = reading.places[c.place] if c.place is not None else None
    dated = c.when.precision != "unknown"
    return {
        "id": f"{reading_id}:{c.id}", "claim": c.id, "reading": reading_id, "document": document,
        "sentence": sentence_id(document, c.sentence), "event": c.event, "actor": c.actor,
        "actor_text": c.actor_text, "target": c.target,
        "mention": f"{reading_id}:{c.place}" if mention else None,
        "place": mention.place.id if mention and mention.place else None,
        "toponym": fold(mention.name) if mention else None, "relation": c.relation,
        "extent": c.extent, "start": c.when.start.isoformat() if dated else None,
        "end": c.when.end.isoformat() if dated else None, "precision": c.when.precision,
        "speaker": c.speaker, "speakers": json.dumps(c.speakers, ensure_ascii=False),
        "certainty": c.certainty, "status": c.status, "polarity": c.polarity,
        "trigger_start": c.trigger.start, "trigger_end": c.trigger.end, "trigger": c.trigger_text,
        "cues": _json([q.record() for q in c.cues]),
        "wording": _json([w.record() for w in c.wording]), "score": float(c.score),
    }  # fmt: skip


def fold(name: str) -> str:
    """A name in the spelling that look-ups use."""
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()
