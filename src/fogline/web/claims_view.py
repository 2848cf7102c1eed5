"""Claims as pages and calls show them: lists, single claims, documents, and those of a place."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from fogline.claim_text import circumstances
from fogline.control import Control
from fogline.ledger import DocumentRow
from fogline.model import Place
from fogline.web.claim_filter import ClaimFilter
from fogline.web.error_responses import Problem
from fogline.web.ledger_snapshot import LedgerSnapshot, day_number
from fogline.web.links import safe_link
from fogline.web.segments import Mark, SegmentRecord, marks_of, segment_records
from fogline.web.serializers import (
    ClaimRecord,
    ExplanationRecord,
    UnknownTextRecord,
    claim_record,
    explanation_record,
    unknown_text_records,
)
from fogline.web.texts import text

# Claims that weigh nothing are listed if they are about this many days before or after.
_NEAR_DAYS = 30
# Of them so many, the newest.
_UNWEIGHED = 30
# Digits of a chance in a list of days.
_DIGITS = 3


class PlaceFacts(TypedDict):
    """A settlement."""

    id: str
    name: str
    region: str
    lat: float | None
    lon: float | None
    country: str


class PlaceRecord(TypedDict):
    """Who held a settlement, and why.

    ``chances`` are by state and day, ``beside`` the claims that weigh nothing, and
    ``unknown_texts`` the posts whose text of the day that was asked for is not known.
    """

    place: PlaceFacts
    claims: int
    first: date
    states: list[str]
    rests_on: str
    chances: dict[str, list[float]]
    why: ExplanationRecord
    beside: list[ClaimRecord]
    beside_total: int
    unknown_texts: list[UnknownTextRecord]


class ClaimsRecord(TypedDict):
    """Some of the claims that meet the conditions, and how many there are in all;
    ``unknown_texts`` are the posts whose text of then is not known.
    """

    asked: dict[str, str]
    total: int
    offset: int
    claims: list[ClaimRecord]
    unknown_texts: list[UnknownTextRecord]


class DocumentRecord(TypedDict):
    """A document, its text in segments, and its claims."""

    id: str
    name: str | None
    source: str | None
    published: str | None
    published_utc: str | None
    lang: str | None
    title: str | None
    author: str | None
    circumstances: list[str]
    context: str | None
    sha256: str
    link: str
    pieces: list[SegmentRecord]
    claims: list[ClaimRecord]


def place(
    snapshot: LedgerSnapshot, control: Control, name: str, day: date, source: str = ""
) -> PlaceRecord:
    """Who held a place by day, and why on one day.

    Claims about it that weigh nothing are listed too: denials, forecasts, fighting.
    """
    control.day(day)
    at, shown = control.find(name), control.day(control.first_shown)
    found = control.places[at]
    why, weighed = explanation_record(control, found.id, day, snapshot.theatre)
    named = rows_about(snapshot, control, at)
    middle = day_number(day)
    first, last = middle - _NEAR_DAYS, middle + _NEAR_DAYS
    near = [k for k in named if snapshot.end[k] >= first and snapshot.start[k] <= last]
    others = [row for row in snapshot.claims(sorted(near)) if row.id not in weighed]
    return {
        "place": place_facts(found),
        "claims": len(named),
        "first": control.first_shown,
        "states": list(control.states),
        "rests_on": control.rests_on,
        "chances": {
            state: [round(float(p), _DIGITS) for p in control.chances[shown:, k, at]]
            for k, state in enumerate(control.states)
        },
        "why": why,
        "beside": [claim_record(row, snapshot.theatre) for row in others[:_UNWEIGHED]],
        "beside_total": len(others),
        "unknown_texts": unknown_text_records(snapshot.unknown_texts, source),
    }


def place_facts(place: Place) -> PlaceFacts:
    """A settlement as it is served."""
    return {
        "id": place.id,
        "name": place.name,
        "region": place.region,
        "lat": place.lat,
        "lon": place.lon,
        "country": place.country,
    }


def rows_about(snapshot: LedgerSnapshot, control: Control, at: int) -> list[int]:
    """The row numbers of the claims about a settlement that the estimate knows."""
    known, ids = control.claims.ids, snapshot.rows["id"]
    return [
        int(k)
        for id in control.settlements.ids[at]
        for k in snapshot.rows_of_place.get(id, ())
        if ids[k].as_py() in known
    ]


def claims(snapshot: LedgerSnapshot, asked: ClaimFilter, offset: int, limit: int) -> ClaimsRecord:
    """A page of claims."""
    searched = asked.searched(snapshot)
    found = asked.rows(searched)
    rows = searched.claims(found[offset : offset + limit])
    return {
        "asked": asked.given(),
        "total": len(found),
        "offset": offset,
        "claims": [claim_record(row, searched.theatre) for row in rows],
        "unknown_texts": unknown_text_records(
            snapshot.unknown_texts, asked.source[0] if len(asked.source) == 1 else ""
        ),
    }


def claim(snapshot: LedgerSnapshot, id: str) -> ClaimRecord:
    """One claim.

    Raises:
        Problem: no such claim.
    """
    known = snapshot.with_earlier_texts
    if snapshot.rejected and id in snapshot.rejected.row_of:
        return claim_record(snapshot.rejected.claim(id), snapshot.theatre)
    if id not in known.row_of:
        raise Problem(
            404,
            f"claim {id!r}",
            "the newest state of the ledger has none of this id",
            "its document may have been read again",
        )
    # A claim that stands for its copies tells of them; a copy tells of itself.
    found = snapshot if id in snapshot.row_of else known
    record = claim_record(found.claim(id), snapshot.theatre)
    if id not in snapshot.with_copies.row_of:
        record["circumstances"].append(text("claim", "earlier_text"))
    return record


def rejected_of(snapshot: LedgerSnapshot, document: str) -> int:
    """How many claims of a document people rejected."""
    asked = ClaimFilter(document=document, review="rejected")
    return len(asked.rows(asked.searched(snapshot)))


def document(snapshot: LedgerSnapshot, found: DocumentRow) -> DocumentRecord:
    """A document of the ledger with its claims marked."""
    every = snapshot.with_earlier_texts
    rows = every.claims(ClaimFilter(document=found.id).rows(every))
    rows.sort(key=lambda r: (r.trigger_start, r.id))
    edited_away = [r for r in rows if r.id not in snapshot.with_copies.row_of]
    earlier = [text("claim", "earlier_text")] if edited_away else []
    marks: list[Mark] = [mark for row in rows for mark in marks_of(row)]
    return {
        "id": found.id,
        "name": found.name,
        "source": found.source,
        "published": found.published,
        "published_utc": found.published_utc,
        "lang": found.lang,
        "title": found.title,
        "author": found.author,
        "circumstances": [
            *circumstances(
                found.published, found.origin, found.written, found.stated, found.edited
            ),
            *earlier,
        ],
        "context": found.context,
        "sha256": found.sha256,
        "link": safe_link(found.url),
        "pieces": segment_records(found.text, marks),
        "claims": [claim_record(row, snapshot.theatre) for row in rows],
    }
