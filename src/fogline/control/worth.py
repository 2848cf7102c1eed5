"""What a side's word about its own gains and losses has been worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fogline.control.claims import ClaimTable
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
    events = claims.rows["event"].combine_chunks().dictionary_encode()
    event = events.indices.to_numpy(zero_copy_only=False).astype(np.int32)
    sides = sorted(set(claims.sides))
    side = np.array([sides.index(s) for s in claims.sides], dtype=np.int32)[claims.voice]
    rows, of = distinct([side, event, against.astype(np.int32)])
    names = [(sides[s], events.dictionary[e].as_py(), bool(a)) for s, e, a in rows.tolist()]
    return np.where(against | favour, of, -1).astype(np.int32), names


def nats_of_words(claims: ClaimTable, table: Strengths, known: tuple[Worth, ...]) -> Doubles:
    """What the worth of sides' words adds to the log-odds of claims, by row of the view."""
    of, names = words_of_sides(claims, table)
    usual = logit(table.sections["worth"]["right"])
    nats = {w.told: float(logit(w.right) - usual) for w in known}
    out: Doubles = np.array([*(nats.get(n, 0.0) for n in names), 0.0])[of]
    return out


def worth_of(
    claims: ClaimTable, table: Strengths, known: tuple[Worth, ...], row: int
) -> Worth | None:
    """The worth of the word that a claim rests on; none where no side speaks of itself in it."""
    of, names = words_of_sides(claims, table)
    return next((w for w in known if of[row] >= 0 and w.told == names[of[row]]), None)
