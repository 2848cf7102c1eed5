"""Judgements of people: rows beside the claims that they judge, never changes to them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import Connection, select

from fogline.gazetteer import open_gazetteer
from fogline.ledger import timestamps
from fogline.ledger.chain import Row, identify
from fogline.ledger.dialect import LedgerError
from fogline.ledger.schema import CLAIMS
from fogline.ledger.theatres import theatres
from fogline.model import CERTAINTIES, EVENTS, POLARITIES, RELATIONS, STATUSES, Place
from fogline.theatre import Theatre

VERDICTS = ("accept", "correct", "reject", "withdraw")
VALUES = {
    "event": EVENTS,
    "certainty": CERTAINTIES,
    "status": STATUSES,
    "polarity": POLARITIES,
    "relation": RELATIONS,
}
FIELDS = (
    "event",
    "actor",
    "target",
    "place",
    "relation",
    "extent",
    "start",
    "end",
    "speaker",
    "certainty",
    "status",
    "polarity",
)
# How many places of one name an error lists.
_LISTED = 8
_NEEDED = ("event", "speaker", "certainty", "status", "polarity")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judgement: ``value`` is the corrected value of ``field``, none to empty it; both are for
    ``correct`` only. ``withdraw`` takes back what its coder said last of the claim.

    ``FIELDS`` are those that can be corrected, ``VALUES`` what those with a vocabulary may be.
    """

    FIELDS: ClassVar[tuple[str, ...]] = FIELDS
    VALUES: ClassVar[Mapping[str, tuple[str, ...]]] = VALUES

    claim: str
    who: str
    verdict: str
    field: str = ""
    value: str | None = None
    why: str = ""
    at: str = ""


def as_row(connection: Connection, judgement: Judgement, others: Sequence[Judgement] = ()) -> Row:
    """The row of a judgement, checked; ``others`` are those that stand already, and then those
    that come with it.

    Raises:
        LedgerError: no such claim, or a value that the field can't have.
    """
    j = judgement
    if not j.who.strip():
        raise LedgerError("judgement without a name", "say who judges, with --who")
    if j.verdict not in VERDICTS:
        raise LedgerError(f"verdict {j.verdict!r}", f"give one of {', '.join(VERDICTS)}")
    days = days_of(connection, j.claim)
    if days is None:
        raise LedgerError(
            f"claim {j.claim!r}",
            "the ledger has none of this id",
            "`fogline claims --format csv` lists ids",
        )
    value = _checked(j, connection) if j.verdict == "correct" else None
    if value and j.field in {"start", "end"}:
        _in_order(j, others, days)
    at = j.at or timestamps.now()
    field_name = j.field if j.verdict == "correct" else None
    row = {
        "claim": j.claim,
        "who": j.who.strip(),
        "at": at,
        "verdict": j.verdict,
        "field": field_name,
        "value": value,
        "why": j.why.strip() or None,
    }
    return {"id": identify(*row.values()), **row}


def days_of(connection: Connection, claim: str) -> dict[str, str | None] | None:
    """The ``start`` and ``end`` of a claim as it was last read, if there is such a claim."""
    found = connection.execute(
        select(CLAIMS.c.start, CLAIMS.c.end)
        .where(CLAIMS.c.claim == claim)
        .order_by(CLAIMS.c.seq.desc())
    ).first()
    return {"start": found.start, "end": found.end} if found else None


def _in_order(j: Judgement, others: Sequence[Judgement], days: dict[str, str | None]) -> None:
    """Refuse days that would end before they start, with earlier corrections and those that come
    along.
    """
    days |= {
        o.field: o.value or None
        for o in (*others, j)
        if o.claim == j.claim and o.verdict == "correct" and o.field in days
    }
    if days["start"] and days["end"] and days["end"] < days["start"]:
        raise LedgerError(
            f"{j.field} {j.value}",
            f"the claim would end ({days['end']}) before it starts ({days['start']})",
            "correct both days",
        )


def _checked(j: Judgement, connection: Connection) -> str | None:
    if j.field not in FIELDS:
        raise LedgerError(f"field {j.field!r}", f"give one of {', '.join(FIELDS)}")
    if not j.value:
        if j.field in _NEEDED:
            raise LedgerError(f"{j.field}", "it can't be empty", "reject the claim instead")
        return None
    labels = _theatre(connection, j.claim).labels if j.field in {"actor", "target"} else ()
    allowed = VALUES.get(j.field) or labels
    if allowed and j.value not in allowed:
        raise LedgerError(
            f"{j.field} {j.value!r}: give one of {', '.join(allowed)}"
            + (", or nothing" if j.field not in _NEEDED else "")
        )
    if j.field == "place":
        return _place(j.value, _theatre(connection, j.claim))
    try:
        if j.field in {"start", "end"}:
            return date.fromisoformat(j.value).isoformat()
        if j.field == "extent":
            number = float(j.value)
            if not 0 <= number <= 1:
                raise ValueError(j.value)
            return str(number)
    except ValueError as error:
        want = "a fraction from 0 to 1" if j.field == "extent" else "a day, YYYY-MM-DD"
        raise LedgerError(f"{j.field} {j.value!r}", f"give {want}, or nothing") from error
    return j.value


def _theatre(connection: Connection, claim: str) -> Theatre:
    found, moved = theatres(connection, claim)
    if not found:
        raise LedgerError(
            f"theatre {', '.join(moved)}",
            "its file is not where it was when the claim was read",
            "put it back to correct places and sides",
        )
    return found[0]


def _place(value: str, theatre: Theatre) -> str:
    """A place with its coordinates, so that the judgement stands without the gazetteer it was made
    with.
    """
    if value.startswith("{"):
        try:
            known = json.loads(value)
            value = known["id"]
        except (ValueError, KeyError, TypeError) as error:
            raise LedgerError(
                f"place {value!r}", "give a gazetteer id, or a name that one place has"
            ) from error
    gazetteer = open_gazetteer(theatre)
    found = gazetteer.places(value) or tuple(
        m.place for m in gazetteer.find(value) if m.likeness == 1
    )
    if len(found) != 1:
        some = "; ".join(f"{p.id} {p.name} {p.region}".strip() for p in found[:_LISTED])
        if found:
            raise LedgerError(f"place {value!r}", f"which one? {some}")
        raise LedgerError(
            f"place {value!r}", "no such place", "`fogline gazetteer find` lists names"
        )
    return spell_place(found[0])


def spell_place(p: Place) -> str:
    """A place as a judgement's value."""
    values = {
        "id": p.id,
        "name": p.name,
        "kind": p.kind,
        "lat": p.lat,
        "lon": p.lon,
        "region": p.region or None,
    }
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def place_id(value: str | None) -> str | None:
    """The id in a corrected place."""
    return str(json.loads(value)["id"]) if value else None
