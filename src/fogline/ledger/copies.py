"""Copies: what a document shares with others, and which of their claims are one claim printed
twice.

Quoting is no copy: claims pair only if the same named speaker, or both publishers' own voices, or
nobody, say them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import product
from typing import Any

from sqlalchemy import Connection, insert, or_, select

from fogline.ledger import fingerprints, timestamps
from fogline.ledger.chain import identify
from fogline.ledger.records import Rows
from fogline.ledger.schema import CLAIMS, DOCUMENTS, GRAMS, LINKS, SENTENCES

# An entry that so many documents of these days have is boilerplate, or a text that everybody
# prints: the index has enough of them.
COMMON = 50
# Days within which the same words of two publishers are one text; later, a phrase used again.
DAYS = 14
_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Text:
    """What is compared of a document."""

    seq: int
    id: str
    source: str
    published: str | None
    text: str
    origin: str | None = None


def texts(connection: Connection, column: Any, values: list[Any]) -> dict[Any, Text]:
    """Documents by ``seq`` or id."""
    fields = (
        DOCUMENTS.c.seq,
        DOCUMENTS.c.id,
        DOCUMENTS.c.source,
        DOCUMENTS.c.published_utc,
        DOCUMENTS.c.text,
        DOCUMENTS.c.origin,
    )
    rows = connection.execute(select(column, *fields).where(column.in_(values)))
    return {row[0]: Text(*row[1:]) for row in rows}


@lru_cache(maxsize=16)
def _words(text: str) -> fingerprints.Words:
    return fingerprints.words_of(text)


def fingerprint(connection: Connection, document: Text) -> Rows:
    """Index a new document and give its print and its links to those indexed before."""
    words = _words(document.text)
    entries = fingerprints.grams(words)
    day = date.fromisoformat(document.published[:10]).toordinal() if document.published else None
    met = _met(connection, entries, day)
    kept = [e for e in entries if len(met.get(e[:2], ())) < COMMON]
    if kept:
        connection.execute(
            insert(GRAMS),
            [
                {"document": document.seq, "kind": k, "value": v, "at": a, "day": day}
                for k, v, a in kept
            ],
        )
    row = {
        "id": document.id,
        "method": fingerprints.METHOD,
        "digest": fingerprints.digest((*e, day) for e in kept),
    }
    return [("prints", row), *_links(connection, document, words, entries, met)]


def _met(
    connection: Connection, entries: list[fingerprints.Gram], day: int | None
) -> dict[tuple[str, int], list[tuple[int, int]]]:
    """Who else has these entries, within the days of a copy: document and word, by kind and
    value.
    """
    wanted = {e[:2] for e in entries}
    values = sorted({e[1] for e in entries})
    met: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for i in range(0, len(values), _CHUNK):
        query = select(GRAMS.c.kind, GRAMS.c.value, GRAMS.c.document, GRAMS.c.at).where(
            GRAMS.c.value.in_(values[i : i + _CHUNK])
        )
        if day is not None:
            query = query.where(
                or_(GRAMS.c.day.is_(None), GRAMS.c.day.between(day - DAYS, day + DAYS))
            )
        for kind, value, other, at in connection.execute(query):
            if (kind, value) in wanted:
                met.setdefault((kind, value), []).append((other, at))
    return met


def _links(
    connection: Connection,
    document: Text,
    words: fingerprints.Words,
    entries: list[fingerprints.Gram],
    met: dict[tuple[str, int], list[tuple[int, int]]],
) -> Rows:
    seeds: dict[int, list[tuple[int, int]]] = {}
    near: set[int] = set()
    for kind, value, at in entries:
        found = met.get((kind, value), ())
        if kind == "b":
            near.update(other for other, _ in found)
        elif len(found) < COMMON:
            for other, other_at in found:
                seeds.setdefault(other, []).append((at, other_at))
    others = texts(connection, DOCUMENTS.c.seq, sorted({*seeds, *near} - {document.seq}))
    return [
        row
        for seq, other in sorted(others.items())
        for row in _shared(document, words, other, seeds.get(seq, []), near=seq in near)
    ]


def _shared(
    one: Text, words: fingerprints.Words, two: Text, seeds: list[tuple[int, int]], *, near: bool
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The link of two documents: as near-copies, else, between publishers, by the passages that
    they share.
    """
    if not _same_days(one, two):
        return
    other = _words(two.text)
    alike = fingerprints.likeness(words, other) if near else 0.0
    if alike >= fingerprints.NEAR:
        yield _link(
            "near",
            one,
            two,
            fingerprints.Passage(0, len(one.text), 0, len(two.text)),
            round(alike, 4),
        )
    elif not one.source or one.source != two.source:
        for passage in fingerprints.passages(words, other, seeds):
            yield _link("passage", one, two, passage, None)


def _same_days(one: Text, two: Text) -> bool:
    if one.published is None or two.published is None:
        return True
    first, last = sorted((one.published, two.published))
    return last <= timestamps.days_after(first, DAYS)


def _link(
    kind: str, one: Text, two: Text, p: fingerprints.Passage, alike: float | None
) -> tuple[str, dict[str, Any]]:
    """A link's row, the same whichever document came first."""
    spans = (p.start, p.end, p.other_start, p.other_end)
    if one.id > two.id:
        one, two, spans = two, one, (*spans[2:], *spans[:2])
    names = ("start", "end", "other_start", "other_end")
    row = {
        "kind": kind,
        "document": one.id,
        "other": two.id,
        **dict(zip(names, spans, strict=True)),
        "likeness": alike,
    }
    return "links", {"id": identify(kind, one.id, two.id, *spans), **row}


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
