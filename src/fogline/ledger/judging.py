"""Which of some judgements are new to a ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, Engine, or_, select

from fogline.ledger import judgements, timestamps
from fogline.ledger.chain import Row
from fogline.ledger.judged import recorded, repeats, standing
from fogline.ledger.judgements import Judgement
from fogline.ledger.schema import COPIES
from fogline.ledger.write import Appender, writing

Before = Mapping[str, Sequence[Judgement]]


def keep_new(engine: Engine, made: Iterable[Judgement], *, prints: bool = False) -> int:
    """Keep the judgements that are new, all or none; gives how many. See :func:`new_rows`."""
    with writing(engine) as connection:
        appender = Appender(connection)
        found = new_rows(connection, made, prints=prints)
        added = appender.append([("judgements", r) for r in found])
        appender.close()
    return len(added.get("judgements", ()))


def new_rows(
    connection: Connection, made: Iterable[Judgement], *, prints: bool = False
) -> list[Row]:
    """Rows for judgements, but those that repeat their coder's last word, and withdrawals where
    there is nothing to take back.

    Of several words of one coder on one field, the last counts: a sheet imported twice adds
    nothing. With ``prints``, what is rejected is so in all its copies, which were misread alike.

    Raises:
        LedgerError: a claim that is not there, or a value that its field can't have.
    """
    at = timestamps.now()
    wanted: dict[tuple[str, str, str], Judgement] = {}
    for j in made:
        wanted.pop((j.claim, j.who.strip(), j.field), None)
        wanted[j.claim, j.who.strip(), j.field] = replace(j, who=j.who.strip(), at=j.at or at)
    before: dict[str, list[Judgement]] = {}
    for judgement in standing(recorded(connection)):
        before.setdefault(judgement.claim, []).append(judgement)
    batch = list(wanted.values())
    if prints:
        batch = [each for j in batch for each in _in_all_prints(connection, j, before)]
    rows = []
    for j in batch:
        own = before.get(j.claim, [])
        row = judgements.as_row(connection, j, [*own, *batch])
        idle = j.verdict == "withdraw" and not _last_of(j.who, own)
        if not (idle or repeats(row, own)):
            rows.append(row)
    return rows


def prints_of(connection: Connection, claim: str) -> tuple[str, ...]:
    """A claim and all that copy each other with it, by id."""
    found, asked = {claim}, {claim}
    while asked:
        pair = select(COPIES.c.claim, COPIES.c.other)
        near = or_(COPIES.c.claim.in_(asked), COPIES.c.other.in_(asked))
        met = {id for both in connection.execute(pair.where(near)) for id in both}
        asked = met - found
        found |= met
    return (claim, *sorted(found - {claim}))


def _in_all_prints(
    connection: Connection, judgement: Judgement, before: Before
) -> Iterator[Judgement]:
    """A judgement, and the same of the claim's copies if it rejects, or takes a rejection back."""
    yield judgement
    last = _last_of(judgement.who, before.get(judgement.claim, []))
    rejected = last[-1:] if last and last[-1].verdict == "reject" else []
    if judgement.verdict not in {"reject", "withdraw"}:
        return
    for claim in prints_of(connection, judgement.claim)[1:]:
        own = _last_of(judgement.who, before.get(claim, []))
        same = bool(rejected and own) and own[-1].at == rejected[-1].at
        if judgement.verdict == "reject" or same:
            yield replace(judgement, claim=claim)


def _last_of(who: str, said: Sequence[Judgement]) -> list[Judgement]:
    return [j for j in said if j.who == who]
