"""What a side's word about its own gains and losses has been worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fogline.control.claims import ClaimTable
from fogline.control.columns import coded
from fogline.control.combine import distinct
from fogline.control.evidence import interest, logit
from fogline.control.places import Doubles, Numbers
from fogline.control.strengths import Strengths


@dataclass(frozen=True, slots=True)
class Worth:
    """How often what a side tells came true.

    ``event`` is what it tells, ``against`` whether it does so against its own interest. Of so many
    ``claims`` others spoke of ``checked`` later, each as far as they were sure; ``right`` is the
    share of these that came true, drawn toward the usual share where they are few.
    """

    side: str
    event: str
    against: bool
    claims: int
    checked: float
    right: float

    @property
    def told(self) -> tuple[str, str, bool]:
        """Who tells what, and in whose interest."""
        return self.side, self.event, self.against


def words_of_sides(
    claims: ClaimTable, table: Strengths
) -> tuple[Numbers, list[tuple[str, str, bool]]]:
    """Which word of a side each claim is, by row of the view (-1: none), and what these are."""
    every = slice(None)
    away = claims.among("event", "withdraw") | ((claims.kind >= 0) & table.of("away", claims.kind))
    against, favour = interest(claims, every, away)
    event, events = coded(claims.rows["event"])
    sides = sorted(set(claims.sides))
    side = np.array([sides.index(s) for s in claims.sides], dtype=np.int32)[claims.voice]
    rows, of = distinct([side, event, against.astype(np.int32)])
    names = [(sides[s], events[e], bool(a)) for s, e, a in rows.tolist()]
    return np.where(against | favour, of, -1).astype(np.int32), names


def worth_by_row(claims: ClaimTable, table: Strengths, known: tuple[Worth, ...]) -> Numbers:
    """Which known worth the word that each claim rests on has, by row of the view; -1 where no side
    speaks of itself in it, or nothing is known.
    """
    of, names = words_of_sides(claims, table)
    position = {w.told: k for k, w in enumerate(known)}
    out: Numbers = np.array([*(position.get(n, -1) for n in names), -1], dtype=np.int32)[of]
    return out


def nats_of_words(claims: ClaimTable, table: Strengths, known: tuple[Worth, ...]) -> Doubles:
    """What the worth of sides' words adds to the log-odds of claims, by row of the view."""
    usual = logit(table.sections["worth"]["right"])
    nats = np.array([*(float(logit(w.right) - usual) for w in known), 0.0])
    out: Doubles = nats[worth_by_row(claims, table, known)]
    return out
