"""Typed records of the ledger's stored rows, for who asks what is kept of a document.

Their fields are the columns of their table (``schema.py``), in order; ``seq`` and ``hash``
are the row's place in the chain. Days and times are text as it is stored.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stored:
    """What all stored rows have: their place in the chain and an id."""

    seq: int
    hash: str
    id: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A publication. ``name`` is what its source calls it; ``published`` is the day or time as its
    publisher wrote it, ``published_utc`` when it was public at the latest.

    ``key`` is the source's own name for it, the same for all versions of a post. ``origin`` is
    whose words it passes on and ``written`` their day, where it is another. ``stated`` is the time
    as its file has it, where the publisher's zone has another offset. A post that was ``edited``
    has this text from then on (``edited_utc``). ``context`` is the text that it answers.
    """

    seq: int
    hash: str
    id: str
    name: str | None
    source: str | None
    published: str | None
    published_utc: str | None
    lang: str | None
    url: str | None
    title: str | None
    author: str | None
    text: str
    sha256: str
    key: str | None = None
    origin: str | None = None
    written: str | None = None
    stated: str | None = None
    edited: str | None = None
    edited_utc: str | None = None
    context: str | None = None


@dataclass(frozen=True, slots=True)
class ActRow(Stored):
    """What was done to the ledger as a whole: founded, merged with another."""

    kind: str
    at: str
    tool: str
    detail: str | None


@dataclass(frozen=True, slots=True)
class ReceiptRow(Stored):
    """How a document came: ``evidence`` is the SHA-256 of the bytes that it was read from."""

    document: str
    evidence: str
    size: int | None
    media: str | None
    part: str | None
    origin: str | None
    url: str | None
    headers: str | None
    at: str
    tool: str


@dataclass(frozen=True, slots=True)
class VisitRow(Stored):
    """What a server said of an address."""

    url: str
    at: str
    setting: str | None
    etag: str | None
    modified: str | None
    stamp: str | None


@dataclass(frozen=True, slots=True)
class FingerprintRow(Stored):
    """A document's fingerprint: how it was made, and one hash of all its index entries."""

    method: str
    digest: str


@dataclass(frozen=True, slots=True)
class ReadingRow(Stored):
    """One reading of a document: by which reader, in which setting, with what result."""

    document: str
    reader: str
    setting: str
    theatre: str
    origin: str | None
    at: str
    tool: str
    claims: int | None
    located: int | None
    ambiguous: int | None
    unknown: int | None


@dataclass(frozen=True, slots=True)
class SentenceRow(Stored):
    """A sentence: ``start`` and ``end`` are characters of the document's text."""

    document: str
    start: int | None
    end: int | None
    text: str


@dataclass(frozen=True, slots=True)
class MentionRow(Stored):
    """A place as a reading found it in the text."""

    reading: str
    n: int | None
    start: int | None
    end: int | None
    text: str | None
    name: str | None
    kind: str | None
    status: str | None
    reason: str | None
    place: str | None
    lat: float | None
    lon: float | None
    region: str | None
    candidates: str | None


@dataclass(frozen=True, slots=True)
class StoredClaim(Stored):
    """A claim as a reading found it, before any judgement; a view gives ``ClaimRow``."""

    claim: str
    reading: str
    document: str
    sentence: str
    event: str
    actor: str | None
    actor_text: str | None
    target: str | None
    mention: str | None
    place: str | None
    toponym: str | None
    relation: str | None
    extent: float | None
    start: str | None
    end: str | None
    precision: str | None
    speaker: str
    speakers: str
    certainty: str | None
    status: str | None
    polarity: str | None
    trigger_start: int | None
    trigger_end: int | None
    trigger: str | None
    cues: str | None
    wording: str | None
    score: float | None


@dataclass(frozen=True, slots=True)
class LinkRow(Stored):
    """Two documents that share their text, or a passage of it."""

    kind: str
    document: str
    other: str
    likeness: float | None
    start: int | None
    end: int | None
    other_start: int | None
    other_end: int | None


@dataclass(frozen=True, slots=True)
class CopyRow(Stored):
    """Two claims that are one claim printed twice."""

    link: str
    claim: str
    other: str


@dataclass(frozen=True, slots=True)
class JudgementRow(Stored):
    """What a person said of a claim."""

    claim: str
    who: str
    at: str
    verdict: str
    field: str | None
    value: str | None
    why: str | None


@dataclass(frozen=True, slots=True)
class StampRow(Stored):
    """What an authority attests of the chain up to ``head``, which is row ``rows``."""

    kind: str
    head: str
    rows: int
    authority: str | None
    at: str
    receipt: str
    tool: str
