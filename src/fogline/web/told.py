"""Claims and explanations as records for a page: words in pieces, everything that a reader needs to judge them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from fogline.brief import worded
from fogline.theatre import Theatre
from fogline.web.pieces import cut, marks_of

Row = dict[str, Any]
_HEAVIEST = 40
_PLAIN = (
    "id", "event", "actor", "target", "relation", "extent", "precision", "certainty", "status", "polarity", "trigger", "document", "title",
    "judged", "copies", "reader",
)  # fmt: skip


def claim_told(row: Row, theatre: Theatre) -> dict[str, Any]:
    """A claim's record. ``link`` is the original's address if that is one of the web's; ``pieces`` are the sentence."""
    place = {n: row[n] for n in ("name", "kind", "lat", "lon", "region", "reason")} | {
        "id": row["place"],
        "status": row["place_status"],
    }
    return {
        **{n: row[n] for n in _PLAIN},
        "says": ("alleged: " if row["event"] == "harm" else "") + worded(theatre, row), "allegation": row["event"] == "harm", "place": place if row["name"] else None,
        "start": _day(row["start"]), "end": _day(row["end"]), "published": row["published"],
        "published_utc": row["published_utc"].isoformat().replace("+00:00", "Z") if row["published_utc"] else None,
        "said_by": [s for s in row["speakers"] or () if s != "source"] or [row["source"] or "source"],
        "source": row["source"] or "", "copied_by": list(row["copied_by"] or ()), "link": safe_link(row["url"]),
        "pieces": [asdict(p) for p in cut(row["sentence"] or "", marks_of(row, row["sentence_start"]))],
    }  # fmt: skip


def safe_link(url: str | None) -> str:
    """An address that a page may link to, or none."""
    if not url or not url.isprintable():
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""


def explanation_told(why: Any, theatre: Theatre) -> dict[str, Any]:
    """The record of what :meth:`Control.explain` gives: chances, what neighbours and each publisher add, and the heaviest claims for and
    against the likeliest state; ``lighter`` is how many others there are.
    """
    reasons = [
        {"nats": r.nats, "counted_on": r.day.isoformat(), "claim": claim_told(r.claim, theatre)}
        for r in why.reasons[:_HEAVIEST]
    ]
    return {
        "day": why.day.isoformat(), "state": why.state, "chances": why.chances, "alone": why.alone, "ground": why.ground,
        "neighbours": why.neighbours, "sources": why.sources, "for": [r for r in reasons if r["nats"] > 0],
        "against": [r for r in reasons if r["nats"] <= 0], "lighter": len(why.reasons) - len(reasons),
    }  # fmt: skip


def turn_told(turn: Any, theatre: Theatre) -> dict[str, Any]:
    """A turn of :func:`fogline.front.changes`, with the claims behind it; ``claims`` is null where they were not looked up."""
    p = turn.place
    claims = (
        None
        if turn.claims is None
        else [{"nats": c["nats"], "claim": claim_told(c, theatre)} for c in turn.claims]
    )
    return {
        "day": turn.day.isoformat(), "place": {"id": p.id, "name": p.name, "region": p.region, "lat": p.lat, "lon": p.lon},
        "lost_by": turn.lost_by, "gained_by": turn.gained_by, "before": turn.before, "after": turn.after, "km2": turn.km2, "claims": claims,
    }  # fmt: skip


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
