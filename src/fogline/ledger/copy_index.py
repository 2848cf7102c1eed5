"""The index of what documents share, and the links that it finds: near-copies by bands of MinHash,
passages by winnowed words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, or_, select

from fogline.ledger import dialect, fingerprints, timestamps
from fogline.ledger.asking import any_of
from fogline.ledger.chain import Row, identify
from fogline.ledger.records import Rows
from fogline.ledger.schema import DOCUMENTS, GRAMS

# An entry that so many documents of these days have is boilerplate, or a text that everybody
# prints: the index has enough of them.
COMMON = 50
# Days within which the same words of two publishers are one text; later, a phrase used again.
DAYS = 14
# Texts whose words are kept: those of a batch, and what they are compared with.
_TEXTS = 256
_FIELDS = ("seq", "id", "source", "published_utc", "text", "origin")
# Who else has an entry: document, word, day, by kind and value.
Met = dict[tuple[str, int], list[tuple[int, int, int | None]]]


@dataclass(frozen=True, slots=True)
class Text:
    """What is compared of a document."""

    seq: int
    id: str
    source: str
    published: str | None
    text: str
    origin: str | None = None


def text_of(row: Row) -> Text:
    """What is compared, out of a document's row."""
    return Text(*(row.get(name) for name in _FIELDS))  # type: ignore[arg-type]


def texts(connection: Connection, column: Any, values: list[Any]) -> dict[Any, Text]:
    """Documents by ``seq`` or id."""
    fields = [DOCUMENTS.c[name] for name in _FIELDS]
    rows = connection.execute(select(column, *fields).where(column.in_(values)))
    return {row[0]: Text(*row[1:]) for row in rows}


def stored_text(connection: Connection, document: str) -> Text:
    """What is compared of one document of the ledger."""
    return texts(connection, DOCUMENTS.c.id, [document])[document]


@lru_cache(maxsize=_TEXTS)
def _words(text: str) -> fingerprints.Words:
    return fingerprints.words_of(text)


@lru_cache(maxsize=_TEXTS)
def _entries(text: str) -> list[fingerprints.Gram]:
    return fingerprints.grams(_words(text))


def _day(published: str | None) -> int | None:
    return date.fromisoformat(published[:10]).toordinal() if published else None


class CopyIndex:
    """The index inside one transaction: what a batch of documents meets is read at once, what they
    add waits until ``write``.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._expected: set[tuple[str, int | None]] = set()
        self._met: Met = {}
        self._added: dict[int, Text] = {}
        self._waiting: list[dict[str, Any]] = []

    def expect(self, found: Iterable[tuple[str, str | None]]) -> None:
        """Read what texts that will be added, with when they were published, have in common with
        the index.
        """
        self.write()
        batch = {(text, _day(published)) for text, published in found}
        values = {e[1] for text, _ in batch for e in _entries(text)}
        self._met = self._read(sorted(values), [day for _, day in batch])
        self._expected = batch

    def _read(self, values: list[int], days: list[int | None]) -> Met:
        met: Met = {}
        known = [day for day in days if day is not None]
        query = select(GRAMS.c.kind, GRAMS.c.value, GRAMS.c.document, GRAMS.c.at, GRAMS.c.day)
        query = query.where(any_of(self._connection, GRAMS.c.value, values))
        if known and len(known) == len(days):
            near = GRAMS.c.day.between(min(known) - DAYS, max(known) + DAYS)
            query = query.where(or_(GRAMS.c.day.is_(None), near))
        for kind, value, other, at, day in self._connection.execute(query):
            met.setdefault((kind, value), []).append((other, at, day))
        return met

    def add(self, document: Text) -> Rows:
        """Index a new document; gives its print and its links to those indexed before."""
        day = _day(document.published)
        if (document.text, day) not in self._expected:
            self.expect([(document.text, document.published)])
        entries = _entries(document.text)
        met = {e[:2]: self._near(e[:2], day) for e in entries if e[:2] in self._met}
        kept = [e for e in entries if len(met.get(e[:2], ())) < COMMON]
        row = {
            "id": document.id,
            "method": fingerprints.METHOD,
            "digest": fingerprints.digest((*e, day) for e in kept),
        }
        links = self._links(document, entries, met)
        for kind, value, at in kept:
            self._met.setdefault((kind, value), []).append((document.seq, at, day))
            self._waiting.append(
                {"document": document.seq, "kind": kind, "value": value, "at": at, "day": day}
            )
        self._added[document.seq] = document
        return [("prints", row), *links]

    def _near(self, entry: tuple[str, int], day: int | None) -> list[tuple[int, int]]:
        """Who else has an entry, within the days of a copy: document and word."""
        return [
            (other, at)
            for other, at, then in self._met[entry]
            if day is None or then is None or abs(day - then) <= DAYS
        ]

    def _links(
        self,
        document: Text,
        entries: list[fingerprints.Gram],
        met: dict[tuple[str, int], list[tuple[int, int]]],
    ) -> Rows:
        seeds: dict[int, list[tuple[int, int]]] = {}
        near: set[int] = set()
        for kind, value, at in entries:
            found = met.get((kind, value), [])
            if kind == "b":
                near.update(other for other, _ in found)
            elif len(found) < COMMON:
                for other, other_at in found:
                    seeds.setdefault(other, []).append((at, other_at))
        return [
            row
            for other in self._texts({*seeds, *near} - {document.seq})
            for row in _shared(document, other, seeds.get(other.seq, []), near=other.seq in near)
        ]

    def _texts(self, documents: set[int]) -> list[Text]:
        """Documents by ``seq``, those that were added just now without asking for them."""
        stored = sorted(documents - set(self._added))
        found = texts(self._connection, DOCUMENTS.c.seq, stored) if stored else {}
        return [found.get(seq) or self._added[seq] for seq in sorted(documents)]

    def write(self) -> None:
        """Insert the entries that wait."""
        dialect.insert(self._connection, GRAMS, self._waiting)
        self._waiting = []


def _shared(
    one: Text, two: Text, seeds: list[tuple[int, int]], *, near: bool
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The link of two documents: as near-copies, else, between publishers, by the passages that
    they share.
    """
    if not _same_days(one, two):
        return
    words, other = _words(one.text), _words(two.text)
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
