"""What a brief is made from: the claims of its days, the estimate, the front and what changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pyarrow as pa

from fogline import claim_text
from fogline.brief.sentences import SentenceWriter
from fogline.control import Control
from fogline.front import Front, changes, draw
from fogline.model import ClaimRow, claim_rows, event_type
from fogline.theatre import Theatre

# A brief covers so many days by default; claims of days up to so long before it are still news; and
# a forecast comes due so many days after it was published.
DAYS = 7
# Places that changed hands have their claims looked up for three times as many as are told: some
# have no claim that has words.
TURNS = 8
_LOOKED_UP = 3 * TURNS


class Material:
    """The material for a brief of the days after ``first`` up to ``last``.

    ``rows`` are all claims that no reviewer rejected, ``recent`` those of the brief's days that
    have words. ``names`` and ``regions`` are of settlements by id, ``position`` is their place in
    the estimate.
    """

    def __init__(self, claims: pa.Table, control: Control, first: date, last: date) -> None:
        field = control.inputs.settlements
        self.control, self.first, self.last = control, first, last
        self.theatre: Theatre = field.theatre
        self.rows = tuple(row for row in claim_rows(claims) if row.judged != "rejected")
        self.recent = tuple(row for row in self.rows if self._is_recent(row))
        self.position: Mapping[str, int] = field.position
        self.regions = {id: control.places[k].region for id, k in field.position.items()}
        self.writer = SentenceWriter(field.theatre, field.names)
        self.front: Front = draw(control, last)
        self.moved = changes(control, first, last, explained=_LOOKED_UP)

    def _is_recent(self, row: ClaimRow) -> bool:
        """Whether a claim has words, was published in the brief's days, and speaks of days around
        them, not of old ones.
        """
        of_old_days = row.end is not None and row.end < self.first - timedelta(DAYS)
        published = published_between(row, self.first, self.last)
        return published and not of_old_days and claim_text.can_say(row)


def published_between(row: ClaimRow, first: date, last: date) -> bool:
    """Whether a claim was published after one day and by the end of another."""
    return row.published_utc is not None and first < row.published_utc.date() <= last


def says_who_holds(row: ClaimRow) -> bool:
    """Whether a claim says who holds its place."""
    return event_type(row.event).territorial


def is_ground_combat(row: ClaimRow) -> bool:
    """Whether a claim is about troops on the ground, not fire from afar."""
    event = event_type(row.event)
    return event.combat and not event.remote


def says_actor_takes(row: ClaimRow) -> bool:
    """Whether the actor holds the place after the event; else it leaves."""
    return event_type(row.event).sign > 0
