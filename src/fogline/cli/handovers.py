"""Places that changed hands, in words and as JSON, with the claims behind each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from fogline import claim_text
from fogline.model import ClaimRow, Cue, Loaded

if TYPE_CHECKING:
    from fogline.control import Handover, Reason

# Fields that JSON calls by the name that they had in fogline 0.1.
_JSON_NAMES = {"handovers": "turns"}


def in_words(handovers: Sequence[Handover]) -> list[str]:
    """A line a place, with the claims behind it; places with the same claims stand together."""
    out = []
    for ids, group in groupby(handovers, key=lambda t: tuple(r.claim.id for r in t.claims or ())):
        several = list(group)
        out += [_line(t) for t in several]
        if several[0].claims is None:
            out.append("    claims not looked up: raise --limit")
        elif not ids:
            out.append("    no claim names it: it follows its neighbours")
        out += [f"    {_reason(r)}" for r in several[0].claims or ()]
    return out


def _line(handover: Handover) -> str:
    place = handover.place
    where = f"{place.name}, {place.region}" if place.region else place.name
    return (
        f"{handover.day}  {where}: {handover.lost_by} to {handover.gained_by}, "
        f"chance {handover.before:.2f} to {handover.after:.2f}, {handover.km2:g} km2"
    )


def _reason(reason: Reason) -> str:
    claim = reason.claim
    speaker = claim_text.speaker_chain(claim, claim.source)
    published = claim_text.published_day(claim)
    return f"{reason.nats:+.1f}  {speaker}, {published}: {claim_text.excerpt(claim)}"


def as_json(value: Any) -> bytes:
    """Records as JSON: shapes as WKT, and a claim with its weight as one flat object."""
    return (json.dumps(_plain(value), ensure_ascii=False, default=str) + "\n").encode()


def _plain(value: Any) -> Any:
    if isinstance(value, ClaimRow):
        return _row(value)
    if hasattr(value, "nats") and hasattr(value, "claim"):
        return {**_row(value.claim), "nats": value.nats}
    if is_dataclass(value):
        values = {f.name: getattr(value, f.name) for f in fields(value)}
        return {_JSON_NAMES.get(name, name): _plain(v) for name, v in values.items()}
    if isinstance(value, dict):
        return {name: _plain(v) for name, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value.wkt if hasattr(value, "wkt") else value


def _row(claim: ClaimRow) -> dict[str, Any]:
    """A claim's columns as the ledger's view has them: cues and wording are JSON in a string."""
    columns = {f.name: getattr(claim, f.name) for f in fields(claim)}
    return columns | {"cues": _column(claim.cues), "wording": _column(claim.wording)}


def _column(records: Sequence[Cue | Loaded]) -> str | None:
    found = [record.record() for record in records]
    return json.dumps(found, ensure_ascii=False) if found else None
