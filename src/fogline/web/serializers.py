"""Claims, explanations and places that changed hands as records for JSON and for the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypedDict

from fogline.claim_text import (
    circumstances,
    is_alleged,
    speakers_of,
    statement,
    weight_in_words,
)
from fogline.control import Control, Handover, Reason, weigh
from fogline.ledger import DocumentRow
from fogline.model import ClaimRow
from fogline.theatre import Theatre
from fogline.web.links import safe_link
from fogline.web.masking import quoted
from fogline.web.segments import SegmentRecord, marks_of, segment_records

# Claims that an explanation lists; the others are counted.
_HEAVIEST = 40


class ClaimPlaceRecord(TypedDict):
    """The place of a claim; ``reason`` says why it was located or was not."""

    name: str
    kind: str | None
    lat: float | None
    lon: float | None
    region: str | None
    reason: str | None
    id: str | None
    status: str | None


class ClaimRecord(TypedDict):
    """A claim as it is served.

    ``says`` is the claim in words, ``said_by`` the chain of speakers, outermost first, ``link`` the
    original's address, ``circumstances`` whose words are passed on and when they were edited,
    ``pieces`` the sentence in segments, and ``disputed`` whether two readers read it differently.
    """

    id: str
    event: str
    actor: str | None
    target: str | None
    relation: str | None
    extent: float | None
    precision: str
    certainty: str
    status: str
    polarity: str
    trigger: str
    document: str
    title: str | None
    judged: str | None
    copies: int
    reader: str
    score: float
    disputed: bool
    says: str
    allegation: bool
    place: ClaimPlaceRecord | None
    start: str | None
    end: str | None
    published: str | None
    published_utc: str | None
    said_by: list[str]
    circumstances: list[str]
    source: str
    copied_by: list[str]
    link: str
    pieces: list[SegmentRecord]


class WeighedClaimRecord(TypedDict):
    """A claim with its weight in nats, natural units of log-odds, and in words: strong, fair or
    weak.
    """

    nats: float
    weight: str
    claim: ClaimRecord


class ReasonRecord(WeighedClaimRecord):
    """A claim behind an estimate, with the day on which it counts, how far it is believed and why
    so far (empty where claims are not judged).
    """

    counted_on: str
    believed: float | None
    why: str


# "for" is no name in Python, so that this record is declared as a mapping.
ExplanationRecord = TypedDict(
    "ExplanationRecord",
    {
        "day": str,
        "state": str,
        "chances": Mapping[str, float],
        "alone": Mapping[str, float],
        "ground": Mapping[str, float],
        "neighbours": float,
        "sources": Mapping[str, Mapping[str, float]],
        "for": list[ReasonRecord],
        "against": list[ReasonRecord],
        "lighter": int,
    },
)


class UnknownTextRecord(TypedDict):
    """A post of which only a later text is known, so that its claims are left out."""

    id: str
    name: str
    source: str
    edited: str


class HandoverPlaceRecord(TypedDict):
    """The place of a handover."""

    id: str
    name: str
    region: str
    lat: float | None
    lon: float | None


class HandoverRecord(TypedDict):
    """A place that changed hands; ``claims`` is null where they were not looked up."""

    day: str
    place: HandoverPlaceRecord
    lost_by: str
    gained_by: str
    before: float
    after: float
    km2: float
    claims: list[WeighedClaimRecord] | None


def unknown_text_records(posts: Sequence[DocumentRow], source: str) -> list[UnknownTextRecord]:
    """The posts of a publisher, or of all, of which only a later text is known."""
    return [
        {"id": p.id, "name": p.name or "", "source": p.source or "", "edited": p.edited or ""}
        for p in posts
        if source in {"", p.source}
    ]


def claim_record(row: ClaimRow, theatre: Theatre) -> ClaimRecord:
    """A claim as it is served."""
    alleged = is_alleged(row)
    return {
        "id": row.id,
        "event": row.event,
        "actor": row.actor,
        "target": row.target,
        "relation": row.relation,
        "extent": row.extent,
        "precision": row.precision,
        "certainty": row.certainty,
        "status": row.status,
        "polarity": row.polarity,
        "trigger": row.trigger,
        "document": row.document,
        "title": row.title,
        "judged": row.judged,
        "copies": row.copies,
        "reader": row.reader,
        "score": round(row.score, 3),
        "disputed": row.is_disputed,
        "says": ("alleged: " if alleged else "") + statement(theatre, row),
        "allegation": alleged,
        "place": _claim_place(row),
        "start": _day(row.start),
        "end": _day(row.end),
        "published": row.published,
        "published_utc": _moment(row.published_utc),
        "said_by": speakers_of(row, row.source),
        "circumstances": circumstances(
            row.published, row.origin, row.written, row.stated, row.edited
        ),
        "source": row.source or "",
        "copied_by": list(row.copied_by),
        "link": safe_link(row.url),
        "pieces": segment_records(
            quoted(row.place, row.sentence), marks_of(row, row.sentence_start)
        ),
    }


def _claim_place(row: ClaimRow) -> ClaimPlaceRecord | None:
    if not row.name:
        return None
    return {
        "name": row.name,
        "kind": row.kind,
        "lat": row.lat,
        "lon": row.lon,
        "region": row.region,
        "reason": row.reason,
        "id": row.place,
        "status": row.place_status,
    }


def explanation_record(
    control: Control, place: str, day: date, theatre: Theatre
) -> tuple[ExplanationRecord, frozenset[str]]:
    """Why a place is estimated as it is, and the ids of all claims that weigh something.

    The record has the chances, what neighbours and each publisher add, and the heaviest claims for
    and against the likeliest state; ``lighter`` is how many others there are.
    """
    why = weigh(control, place).on(day)
    reasons = [reason_record(reason, theatre) for reason in why.reasons[:_HEAVIEST]]
    record: ExplanationRecord = {
        "day": why.day.isoformat(),
        "state": why.state,
        "chances": why.chances,
        "alone": why.alone,
        "ground": why.unclaimed,
        "neighbours": why.neighbours,
        "sources": why.sources,
        "for": [r for r in reasons if r["nats"] > 0],
        "against": [r for r in reasons if r["nats"] <= 0],
        "lighter": len(why.reasons) - len(reasons),
    }
    return record, frozenset(reason.claim.id for reason in why.reasons)


def reason_record(reason: Reason, theatre: Theatre) -> ReasonRecord:
    """A claim behind an estimate, with its weight."""
    return {
        "nats": reason.nats,
        "weight": weight_in_words(reason.nats),
        "counted_on": reason.day.isoformat(),
        "believed": reason.believed,
        "why": reason.why,
        "claim": claim_record(reason.claim, theatre),
    }


def handover_record(handover: Handover, theatre: Theatre) -> HandoverRecord:
    """A place that changed hands, with the claims behind it."""
    place, found = handover.place, handover.claims
    claims: list[WeighedClaimRecord] | None = None
    if found is not None:
        claims = [
            {
                "nats": r.nats,
                "weight": weight_in_words(r.nats),
                "claim": claim_record(r.claim, theatre),
            }
            for r in found
        ]
    return {
        "day": handover.day.isoformat(),
        "place": {
            "id": place.id,
            "name": place.name,
            "region": place.region,
            "lat": place.lat,
            "lon": place.lon,
        },
        "lost_by": handover.lost_by,
        "gained_by": handover.gained_by,
        "before": handover.before,
        "after": handover.after,
        "km2": handover.km2,
        "claims": claims,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None
