"""The page that lists claims: its filter's choices, and the links to the pages around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from fogline.web import claims_view
from fogline.web.claim_filter import VALUES, ClaimPageQuery
from fogline.web.error_responses import Problem
from fogline.web.ledger_snapshot import LedgerSnapshot
from fogline.web.template_rendering import render
from fogline.web.texts import certainty_words, event_labels, text

# Claims on a page, and speakers that the filter suggests, those with most claims.
PER_PAGE, _SPEAKERS = 25, 60


class Choices(NamedTuple):
    """The values that a condition can have, with the words for them."""

    name: str
    values: tuple[str, ...]
    words: Mapping[str, str]


def claims_page(snapshot: LedgerSnapshot, asked: ClaimPageQuery) -> bytes:
    """The claims that meet the conditions, a page of them."""
    page = asked.page
    found = claims_view.claims(snapshot, asked, (page - 1) * PER_PAGE, PER_PAGE)
    pages = -(-found["total"] // PER_PAGE)
    if not found["claims"] and page > 1:
        why = f"there are {pages} of these claims"
        raise Problem(404, f"page {page}", why, "go back to the first")

    def link(n: int) -> str:
        return f"/claims?{asked.query(page=n if n > 1 else 0)}"

    return render(
        "claims",
        asked=asked,
        found=found,
        choices=_choices(snapshot),
        speakers=snapshot.speakers[:_SPEAKERS],
        query=asked.query(),
        page=page,
        pages=pages,
        before=link(page - 1) if page > 1 else None,
        after=link(page + 1) if page < pages else "",
    )


def _choices(snapshot: LedgerSnapshot) -> list[Choices]:
    """The conditions that are chosen from a list, in the order of the form."""
    theatre = snapshot.theatre
    own = ("actual", "positive", "located", "ambiguous", "unknown")
    words = {
        **event_labels(),
        **certainty_words(),
        **{value: text("claims", value) for value in own},
    }
    event, *others = (Choices(name, values, words) for name, values in VALUES.items())
    sides = Choices("actor", theatre.labels, {b.label: b.name for b in theatre.belligerents})
    return [event, sides, Choices("source", tuple(snapshot.publishers), {}), *others]
