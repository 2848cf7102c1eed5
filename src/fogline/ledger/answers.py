"""What large models answered, kept so that nothing is asked, or paid for, twice."""

from __future__ import annotations

from sqlalchemy import Engine, select

from fogline.ledger import timestamps
from fogline.ledger.records import TOOL
from fogline.ledger.schema import ANSWERS
from fogline.ledger.write import Appender, writing
from fogline.model import Answer

_A = ANSWERS.c
_ASKED = select(
    _A.id, _A.prompt, _A.model, _A.text, _A.ended, _A.tokens_in, _A.tokens_out, _A.served
)


class KeptAnswers:
    """The answers of a ledger; :attr:`Ledger.answers`. Several threads may use it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, request: str) -> Answer | None:
        """The answer to a request, by its hash; none if it was not asked."""
        with self._engine.connect() as connection:
            row = connection.execute(_ASKED.where(_A.id == request)).first()
        return Answer(*row) if row else None

    def keep(self, answer: Answer) -> None:
        """Keep an answer, at once; one that is there already stays."""
        a = answer
        row = {
            "id": a.request, "prompt": a.prompt, "model": a.model, "text": a.text,
            "ended": a.ended, "tokens_in": a.tokens_in, "tokens_out": a.tokens_out,
            "served": a.served or None, "at": timestamps.now(), "tool": TOOL,
        }  # fmt: skip
        with writing(self._engine) as connection:
            appender = Appender(connection)
            appender.append([("answers", row)])
            appender.close()
