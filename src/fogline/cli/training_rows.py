"""What a reader read and people reviewed, as annotated reports to train another reader on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fogline.errors import UsageError

if TYPE_CHECKING:
    from fogline.ledger import Ledger
    from fogline.model import ClaimRow


def training_rows(book: Ledger, reader: str) -> list[str]:
    """The texts that a reader, by the name of it or of one of two, has read, each a line of JSON.

    Corrections count; claims that people rejected, and those that two readers read differently
    and nobody has judged, are left out.

    Raises:
        UsageError: it has read nothing here.
    """
    from fogline.ledger import Query
    from fogline.model import claim_rows

    by_document: dict[str, list[ClaimRow]] = {}
    for row in claim_rows(book.view(Query(copies=True))):
        if reader in row.reader.split() and _is_settled(row):
            by_document.setdefault(row.document, []).append(row)
    if not by_document:
        raise UsageError(
            f"from reader {reader!r}",
            "it made no claim in this ledger",
            "add reports with it first: fogline add --reader llm",
        )
    rows = (_annotated(book, document, by_document[document]) for document in by_document)
    return [json.dumps(row, ensure_ascii=False) for row in rows]


def _is_settled(row: ClaimRow) -> bool:
    return bool(row.judged) or not row.is_disputed


def _annotated(book: Ledger, document: str, claims: list[ClaimRow]) -> dict[str, Any]:
    """A text with its places and claims, in the form of the annotated reports."""
    record = book.custody(document)
    reading = next(r for r in reversed(record.readings) if r.reader == claims[0].reader)
    mentions = [m for m in record.mentions if m.reading == reading.id]
    places = [{"start": m.start, "end": m.end, "text": m.text, "name": m.name} for m in mentions]
    at = {c.claim: c.mention for c in record.claims if c.reading == reading.id}
    number = {m.id: k for k, m in enumerate(mentions)}
    return {
        "doc": record.document.id,
        "source": record.document.source,
        "published": (record.document.published or "")[:10],
        "theatre": reading.origin or reading.theatre,
        "text": record.document.text,
        "places": places,
        "claims": list(_claims(claims, {id: number.get(m or "") for id, m in at.items()}, places)),
    }


def _claims(
    claims: list[ClaimRow], numbers: dict[str, int | None], places: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    for c in claims:
        place = numbers.get(c.id)
        if place is None or places[place]["name"] != c.name:  # corrected by hand
            place = next((k for k, p in enumerate(places) if p["name"] == c.name), None)
        if place is None and c.name:
            continue  # a place that the text does not name
        yield {
            "sentence": [c.sentence_start, c.sentence_end],
            "trigger": {"start": c.trigger_start, "end": c.trigger_end, "text": c.trigger},
            "event": c.event, "actor": c.actor, "target": c.target, "place": place,
            "relation": c.relation, "certainty": c.certainty, "status": c.status,
            "polarity": c.polarity, "speaker": c.speaker,
        }  # fmt: skip
