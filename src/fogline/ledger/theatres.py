"""The theatres that a ledger's documents were read in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from fogline.errors import UsageError
from fogline.ledger.schema import CLAIMS, READINGS
from fogline.theatre import Theatre, TheatreError, load


def theatres(connection: Connection, claim: str = "") -> tuple[list[Theatre], list[str]]:
    """Theatres that can be loaded, and names or files of those that can't: a file of the user's own
    may have moved.

    ``claim`` asks for the theatre of one claim only.
    """
    query = select(READINGS.c.theatre, READINGS.c.origin).distinct()
    if claim:
        query = query.join(CLAIMS, CLAIMS.c.reading == READINGS.c.id).where(CLAIMS.c.claim == claim)
    found, moved = [], []
    for name, origin in connection.execute(query):
        try:
            found.append(load(origin or name))
        except TheatreError:
            moved.append(origin or name)
    return found, sorted(moved)


def chosen(named: str, known: Sequence[str], where: str) -> str:
    """The theatre that is named, or else the only one of a ledger.

    Raises:
        UsageError: it was read in several theatres, or in none, and none is named.
    """
    if not named and len(known) != 1:
        raise UsageError(
            f"ledger {where}",
            f"read in {len(known)} theatres" if known else "nothing was read into it yet",
            "name one with --theatre" + (f": {', '.join(known)}" if known else ""),
        )
    return named or known[0]
