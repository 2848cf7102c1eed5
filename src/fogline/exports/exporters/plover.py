"""Claims as JSONL in the fields of POLECAT's events, which follow PLOVER."""

from __future__ import annotations

import json

from fogline.exports.codebooks import plover
from fogline.exports.exporter import ExportKind, ExportRequest
from fogline.model import ClaimRow

# What PLOVER has no field for.
_MORE = (
    "relation", "extent", "certainty", "status", "polarity", "speakers", "event", "precision",
    "end", "place_status", "reason", "reader", "sentence_start", "sentence_end", "trigger_start",
    "trigger_end",
)  # fmt: skip


def _write(asked: ExportRequest) -> dict[str, bytes]:
    """One claim a line; what PLOVER has no field for is under ``fogline``."""
    names = {b.label: b.name for b in asked.theatre.belligerents}
    lines = (
        json.dumps(_record(row, names), ensure_ascii=False, default=str) + "\n"
        for row in asked.rows()
    )
    return {"claims-plover.jsonl": "".join(lines).encode()}


def _record(row: ClaimRow, names: dict[str, str]) -> dict[str, object]:
    kind, mode = plover(row)
    return {
        "event_id": row.id,
        "event_date": row.start,
        "event_type": kind or None,
        "event_mode": mode or None,
        "contexts": ["military"],
        "actor": names.get(row.actor or "", row.actor),
        "actor_code": row.actor,
        "recipient": names.get(row.target or "", row.target),
        "recipient_code": row.target,
        "location": {
            "placename": row.name,
            "id": row.place,
            "latitude": row.lat,
            "longitude": row.lon,
            "admin1": row.region,
        },
        "publication": {
            "source": row.source,
            "date": row.published,
            "url": row.url,
            "document": row.document,
        },
        "event_text": row.sentence,
        "fogline": {name: getattr(row, name) for name in _MORE},
    }


EXPORTER = ExportKind(
    name="plover",
    summary="the claims as JSONL in the fields of POLECAT's events",
    opens_in="what reads those",
    ending="jsonl",
    write=_write,
    needs_estimate=False,
)
