"""Short words for claims, shared by the table and the page."""

from __future__ import annotations

from fogline.model import Claim, Reading


def how_sure(claim: Claim) -> str:
    """Certainty, status and polarity in a few words: "certain", "possible, forecast", "certain, denied"."""
    words = [claim.certainty]
    if claim.status != "actual":
        words.append({"future": "not yet", "conditional": "if"}[claim.status])
    if claim.polarity == "negative":
        words.append("not so")
    return ", ".join(words)


def where(reading: Reading, claim: Claim) -> str:
    """The place with its relation: "near Lyman", "part (0.67) of Kupiansk", "toward Oskil"."""
    if claim.place is None:
        return "-"
    mention = reading.places[claim.place]
    name = mention.name if mention.status == "located" else f"{mention.name} ({mention.status})"
    part = (
        f"part ({claim.extent:g}) of"
        if claim.extent is not None and claim.extent < 1
        else "part of"
    )
    lead = {
        "in": "",
        "near": "near",
        "toward": "toward",
        "from": "from",
        "part": part,
        "area": "area of",
        None: "",
    }[claim.relation]
    return f"{lead} {name}".strip()


def when(claim: Claim) -> str:
    """The days of the event."""
    if claim.when.precision == "unknown":
        return "unknown"
    first, last = claim.when.start.isoformat(), claim.when.end.isoformat()
    return first if first == last else f"{first}..{last[5:] if last[:4] == first[:4] else last}"


def speaker(claim: Claim) -> str:
    """The chain of speakers, outermost first; the publisher's own voice by its name."""
    chain = [s for s in claim.speakers if s != "source"] or ["source"]
    return " > ".join(chain)


def actor(claim: Claim) -> str:
    """Who did it to whom."""
    return f"{claim.actor or '?'} > {claim.target}" if claim.target else claim.actor or "?"
