"""Which of some judgements are new to a ledger."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from fogline.ledger import judgements
from fogline.ledger.chain import Row
from fogline.ledger.judgements import Judgement


def new_rows(connection: Connection, made: Iterable[Judgement]) -> list[Row]:
    """Rows for judgements, but those that repeat their coder's last word.

    Of several words of one coder on one field, the last counts: a sheet imported twice adds
    nothing.

    Raises:
        LedgerError: a claim that is not there, or a value that its field can't have.
    """
    wanted: dict[tuple[str, str, str], Judgement] = {}
    for j in made:
        wanted.pop((j.claim, j.who.strip(), j.field), None)
        wanted[j.claim, j.who.strip(), j.field] = j
    batch = list(wanted.values())
    before: dict[str, list[Judgement]] = {}
    for judgement in judgements.recorded(connection):
        before.setdefault(judgement.claim, []).append(judgement)
    rows = [judgements.as_row(connection, j, batch) for j in batch]
    return [r for r in rows if not judgements.repeats(r, before.get(r["claim"], []))]
