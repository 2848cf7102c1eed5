"""A place that changed hands, and what claims say of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fogline.claim_text import published_day, quote, speaker_chain
from fogline.control.explanation import Reason
from fogline.model import ClaimRow, Place


@dataclass(frozen=True)
class Handover:
    """A place whose likeliest state changed, and the chance of the new one by a tenth or more:
    from, to, the first day of the new state, the chance before and after, its cell in km2, and
    the claims behind it.

    ``claims`` are those behind it with their weights, the weightiest first: empty where the place
    follows its neighbours, ``None`` where they were not looked up.
    """

    place: Place
    lost_by: str
    gained_by: str
    day: date
    before: float
    after: float
    km2: float
    claims: tuple[Reason, ...] | None = None

    def in_words(self) -> str:
        """What claims say of it, each with its speaker and the day of publication."""
        if self.claims is None:
            return "claims not looked up"
        quotes = "; ".join(_quoted(reason.claim) for reason in self.claims)
        return quotes or "no claim names it: it follows its neighbours"


def _quoted(claim: ClaimRow) -> str:
    return f'{speaker_chain(claim, claim.source)}, {published_day(claim)}: "{quote(claim)}"'
