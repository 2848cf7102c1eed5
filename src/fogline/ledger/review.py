"""What people's judgements of a ledger's claims come to."""

from __future__ import annotations

from sqlalchemy import Engine

from fogline.ledger import judged, judging
from fogline.ledger.agreement import PairAgreement, pair_agreements
from fogline.ledger.judgements import Judgement


class Review:
    """The judgements of a ledger; :attr:`Ledger.review`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def standing(self) -> list[Judgement]:
        """The judgements that nobody took back, in the order in which they were made."""
        with self._engine.connect() as connection:
            return judged.standing(judged.recorded(connection))

    def of(self, claim: str) -> list[Judgement]:
        """All that people said of a claim, also what they took back, oldest first."""
        with self._engine.connect() as connection:
            return judged.recorded(connection, claim)

    def prints_of(self, claim: str) -> tuple[str, ...]:
        """A claim and its copies, by id."""
        with self._engine.connect() as connection:
            return judging.prints_of(connection, claim)

    def pairs(self) -> list[PairAgreement]:
        """How far each two coders agree on the verdict."""
        return pair_agreements(self.standing())
