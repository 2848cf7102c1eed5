"""Mentions on their way to a place."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from fogline.gazetteer import Match
from fogline.model import Span
from fogline.reading.heads import Candidate

ADMIN = {"admin", "region"}
# log10 of people from which a place is a town that a text may name beside another region.
LARGE = 4.0


@dataclass(slots=True)
class MentionDraft:
    """One mention on its way to a place.

    ``misplaced`` says why the place that its name has can't be meant.
    """

    sentence: int
    span: Span
    candidate: Candidate
    options: list[Match]
    ranked: list[tuple[float, Match]]
    given: frozenset[str] = frozenset()
    outside: int = 0
    misplaced: str = ""


def by_sentence(names: list[MentionDraft]) -> dict[int, list[MentionDraft]]:
    """Mentions by the number of their sentence."""
    groups: dict[int, list[MentionDraft]] = defaultdict(list)
    for n in names:
        groups[n.sentence].append(n)
    return groups


def is_decided(n: MentionDraft) -> bool:
    """Whether one place is clearly meant."""
    # The middle of a region says nothing of the places in it.
    if not n.ranked or n.ranked[0][1].place.lat is None or n.ranked[0][1].place.kind in ADMIN:
        return False
    return len(n.ranked) == 1 or n.ranked[0][0] - n.ranked[1][0] > 1.0
