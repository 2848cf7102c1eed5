"""Looks up the names in a query: places, speakers, publishers, sides and readers as the ledger has
them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from fogline.gazetteer import open_gazetteer
from fogline.ledger.dialect import LedgerError
from fogline.ledger.query import Query
from fogline.ledger.records import fold
from fogline.ledger.schema import CLAIMS, DOCUMENTS, READINGS
from fogline.ledger.theatres import theatres

# In place of a reader's name: the readings of all.
ALL = "all"
# Beside an exact spelling, others this much less alike are still what the user means.
ALIKE = 0.1


@dataclass(frozen=True, slots=True)
class Resolved:
    """A query's names as the ledger has them."""

    ids: frozenset[str]
    toponyms: frozenset[str]
    speakers: frozenset[str]
    sources: frozenset[str]
    without: frozenset[str]


def resolve(connection: Connection, query: Query) -> Resolved:
    """Look a query's names up.

    Raises:
        LedgerError: a place that no gazetteer and no text knows, or a publisher or speaker that the
        ledger has not.
    """
    ids: set[str] = set()
    toponyms: set[str] = set()
    for name in query.places:
        found_ids, found_names = _place(connection, name)
        ids |= found_ids
        toponyms |= found_names
    known = (
        list(connection.execute(select(DOCUMENTS.c.source).distinct()).scalars())
        if query.sources or query.without
        else []
    )
    _among_labels(connection, query.actors)
    _known_reader(connection, query.reader)
    said = (
        list(connection.execute(select(CLAIMS.c.speaker).distinct()).scalars())
        if query.speakers
        else []
    )
    speakers = {s for wanted in query.speakers for s in _like("speaker", wanted, said)}
    sources, without = (
        {s for wanted in names for s in _same(wanted, known)}
        for names in (query.sources, query.without)
    )
    return Resolved(*(frozenset(found) for found in (ids, toponyms, speakers, sources, without)))


def _among_labels(connection: Connection, actors: Sequence[str]) -> None:
    found, moved = theatres(connection) if actors else ([], [])
    labels = {label for theatre in found for label in theatre.labels}
    for actor in actors:
        if found and not moved and actor not in labels:
            raise LedgerError(f"actor {actor!r}", f"give one of {', '.join(sorted(labels))}")


def _known_reader(connection: Connection, reader: str) -> None:
    known = (
        connection.execute(select(READINGS.c.reader, READINGS.c.setting).distinct()).all()
        if reader
        else []
    )
    if reader and reader != ALL and not any(reader in row for row in known):
        some = "; ".join(f"{name} (setting {setting})" for name, setting in known)
        raise LedgerError(
            f"reader {reader!r}",
            "nothing in the ledger was read by it",
            f"there are {some or 'no readings'}",
        )


def _place(connection: Connection, name: str) -> tuple[set[str], set[str]]:
    """Ids and folded names that a place's name, or id, may stand for."""
    ids: set[str] = set()
    names = {fold(name)}
    for theatre in theatres(connection)[0]:
        gazetteer = open_gazetteer(theatre)
        found = gazetteer.find(name)
        close = [m for m in found if m.likeness >= found[0].likeness - ALIKE]
        ids |= {p.id for p in gazetteer.places(name)} | {m.place.id for m in close}
        names |= {fold(m.place.name) for m in close} | {
            fold(p.name) for p in gazetteer.places(name)
        }
    if not ids:
        # No gazetteer knows it, or none can be opened: places of this name as the texts have it.
        ids |= set(
            connection.execute(
                select(CLAIMS.c.place).where(
                    CLAIMS.c.toponym == fold(name), CLAIMS.c.place.is_not(None)
                )
            ).scalars()
        )
    as_named = (
        select(CLAIMS.c.id)
        .where(or_(CLAIMS.c.toponym == fold(name), CLAIMS.c.place == name))
        .limit(1)
    )
    if not ids and connection.execute(as_named).first() is None:
        moved = theatres(connection)[1]
        gone = (
            f"; the theatre {moved[0]!r} is not where it was, so that only the texts' own spellings"
            " are known"
            if moved
            else ""
        )
        raise LedgerError(
            f"place {name!r}",
            f"no gazetteer and no text in this ledger knows it{gone}",
            "`fogline gazetteer find` lists names that are alike",
        )
    return ids | {name}, names


def _like(what: str, wanted: str, known: list[str]) -> list[str]:
    found = [k for k in known if wanted.casefold() in k.casefold()]
    if not found:
        raise LedgerError(
            f"{what} {wanted!r}",
            "nobody of this name speaks in the ledger",
            "give part of a name, or source, or unattributed",
        )
    return found


def _same(wanted: str, known: list[str]) -> list[str]:
    found = [k for k in known if wanted.casefold() == k.casefold()]
    if not found:
        some = ", ".join(sorted(k or '""' for k in known)[:20])
        raise LedgerError(
            f"source {wanted!r}",
            "no document in the ledger comes from it",
            f"there are {some or 'no documents'}",
        )
    return found
