"""Which claims of two documents that share a text are one claim printed twice.

Quoting is no copy: claims pair only if the same named speaker, or both publishers' own voices, or
nobody, say them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from typing import Any

from sqlalchemy import Connection, select

from fogline.ledger.chain import identify
from fogline.ledger.copy_index import texts
from fogline.ledger.schema import CLAIMS, DOCUMENTS, LINKS, SENTENCES


def pairs(connection: Connection, document: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Pairs of claims, one of the document and one of a document that it is linked to, that are one
    claim printed twice.
    """
    links = (
        connection.execute(
            select(LINKS).where((LINKS.c.document == document) | (LINKS.c.other == document))
        )
        .mappings()
        .all()
    )
    if not links:
        return
    ids = sorted({link[c] for link in links for c in ("document", "other")})
    linked = texts(connection, DOCUMENTS.c.id, ids).values()
    sources = {t.id: t.source for t in linked}
    origins = {t.id: t.origin for t in linked}
    claims = _claims(connection, ids)
    for link in links:
        a, b = link["document"], link["other"]
        again = bool(sources[a]) and sources[a] == sources[b]
        ones, twos = (
            _grouped(_within(claims.get(d, []), *ends), origins[d], again=again)
            for d, ends in (
                (a, (link["start"], link["end"])),
                (b, (link["other_start"], link["other_end"])),
            )
        )
        for what in ones.keys() & twos.keys():
            for one, two in product(ones[what].values(), twos[what].values()):
                # Both in the order of their text, so that the first stands for the first.
                yield from (
                    _pair(link["id"], x, y) for x, y in zip(one, two, strict=False) if x != y
                )


def _pair(link: str, x: str, y: str) -> tuple[str, dict[str, Any]]:
    one, two = sorted((x, y))
    return "copies", {"id": identify(one, two), "link": link, "claim": one, "other": two}


def _grouped(
    claims: list[Any], origin: str | None, *, again: bool
) -> dict[tuple[Any, ...], dict[str, list[str]]]:
    """Ids of claims by what they say and by the reading that they come from; ``origin`` is whose
    words their document passes on.
    """
    groups: dict[tuple[Any, ...], dict[str, list[str]]] = {}
    for claim in claims:
        groups.setdefault(_what(claim, origin, again=again), {}).setdefault(
            claim.reading, []
        ).append(claim.claim)
    return groups


def _claims(connection: Connection, documents: list[str]) -> dict[str, list[Any]]:
    c = CLAIMS.c
    fields = (
        c.document,
        c.reading,
        c.claim,
        c.event,
        c.actor,
        c.place,
        c.toponym,
        c.polarity,
        c.status,
        c.speaker,
        c.speakers,
        c.start,
        c.end,
    )
    query = select(*fields, SENTENCES.c.start.label("at"), SENTENCES.c.end.label("until")).join(
        SENTENCES, SENTENCES.c.id == c.sentence
    )
    found: dict[str, list[Any]] = {}
    for row in connection.execute(query.where(c.document.in_(documents)).order_by(c.seq)):
        found.setdefault(row.document, []).append(row)
    return found


def _within(claims: list[Any], start: int, end: int) -> list[Any]:
    """Claims whose sentence lies, for its larger part, inside the characters."""
    return [c for c in claims if 2 * (min(c.until, end) - max(c.at, start)) > c.until - c.at]


def _what(claim: Any, origin: str | None, *, again: bool) -> tuple[Any, ...]:
    """What makes two claims one; a publisher that prints its own words again says the same only of
    the same days. The own voice of a forward is that of the one whose words it passes on.
    """
    said = json.loads(claim.speakers)
    own = len(said) < 2 or claim.speaker == "source" or said[1:] == [origin]
    speaker = "" if own else claim.speaker.casefold()
    days = (claim.start, claim.end) if again else ()
    return (
        claim.event,
        claim.actor,
        claim.place or claim.toponym,
        claim.polarity,
        claim.status,
        speaker,
        *days,
    )
