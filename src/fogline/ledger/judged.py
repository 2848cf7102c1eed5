"""What judgements come to: which of them stand, and what views make of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from fogline.ledger.chain import Row
from fogline.ledger.judgements import Judgement
from fogline.ledger.schema import JUDGEMENTS


@dataclass(slots=True)
class State:
    """What the judgements of a claim come to: the last verdict, and the last correction of each
    field.
    """

    verdict: str = ""
    fields: dict[str, str | None] = field(default_factory=dict)


def repeats(row: Row, before: Sequence[Judgement]) -> bool:
    """Whether a judgement says again what its coder said last: of this claim, or, for a correction,
    of this field since the last verdict.
    """
    own = [j for j in before if (j.claim, j.who) == (row["claim"], row["who"])]
    if row["verdict"] == "correct":
        verdicts = [k for k, j in enumerate(own) if j.verdict != "correct"]
        rejected = bool(verdicts) and own[verdicts[-1]].verdict == "reject"
        own = [j for j in (own[verdicts[-1] + 1 :] if rejected else own) if j.field == row["field"]]
    same = ("verdict", "value", "why")
    return bool(own) and all((getattr(own[-1], n) or None) == row[n] for n in same)


def recorded(connection: Connection, claim: str = "") -> list[Judgement]:
    """All judgements, or those of a claim, oldest first."""
    names = ("claim", "who", "verdict", "field", "value", "why", "at")
    query = select(*(JUDGEMENTS.c[n] for n in names))
    if claim:
        query = query.where(JUDGEMENTS.c.claim == claim)
    rows = connection.execute(query.order_by(JUDGEMENTS.c.at, JUDGEMENTS.c.seq))
    return [
        Judgement(r.claim, r.who, r.verdict, r.field or "", r.value, r.why or "", r.at)
        for r in rows
    ]


def standing(made: Iterable[Judgement]) -> list[Judgement]:
    """The judgements that nobody took back, oldest first.

    A withdrawal takes back what its coder said last of its claim: a verdict, or all corrections
    of one moment. The next one takes back what was said before that.
    """
    kept: dict[tuple[str, str], list[Judgement]] = {}
    order: dict[int, int] = {}
    for n, j in enumerate(made):
        own = kept.setdefault((j.claim, j.who), [])
        if j.verdict != "withdraw":
            own.append(j)
            order[id(j)] = n
        elif own:
            at = own[-1].at
            while own and own[-1].at == at:
                own.pop()
    left = [j for own in kept.values() for j in own]
    return sorted(left, key=lambda j: order[id(j)])


def latest(connection: Connection) -> dict[str, State]:
    """The state of every judged claim. A later verdict replaces an earlier one; corrections of
    fields stay, each until the next of its field.
    """
    states: dict[str, State] = {}
    for j in standing(recorded(connection)):
        state = states.setdefault(j.claim, State())
        if j.verdict == "correct":
            state.fields[j.field] = j.value
        state.verdict = (
            "rejected" if j.verdict == "reject" else "corrected" if state.fields else "accepted"
        )
    return states


def apply(row: Mapping[str, Any], state: State) -> dict[str, Any]:
    """A view's row with its corrections."""
    out = dict(row)
    for name, value in state.fields.items():
        if name == "place":
            place = json.loads(value) if value else {}
            out |= {n: place.get(n) for n in ("name", "kind", "lat", "lon", "region")}
            out |= {
                "place": place.get("id"),
                "place_status": "located" if place else None,
                "reason": "corrected by hand",
                "_toponym": None,
            }
        elif name == "extent":
            out[name] = float(value) if value else None
        elif name == "speaker":
            chain = json.loads(out["speakers"])
            out |= {
                "speaker": value,
                "speakers": json.dumps([*chain[:1], value], ensure_ascii=False),
            }
        else:
            out[name] = value
    return out
