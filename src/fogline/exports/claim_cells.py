"""Where and when of a reading's claim, as its table and its page show them."""

from __future__ import annotations

from fogline import claim_text
from fogline.model import Claim, Reading


def place_words(reading: Reading, claim: Claim) -> str:
    """The place with its relation: "near Lyman", or "-"."""
    if claim.place is None:
        return claim_text.place_phrase(claim, None)
    mention = reading.places[claim.place]
    return claim_text.place_phrase(claim, mention.name, mention.status)


def day_words(claim: Claim) -> str:
    """The days of the event; the text may give none."""
    when = claim.when
    if when.precision == "unknown":
        return claim_text.days(None, None)
    return claim_text.short_days(when.start, when.end)
