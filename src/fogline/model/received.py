"""What came in: a document together with the bytes that it was read from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from fogline.model.document import Document


@dataclass(frozen=True)
class Evidence:
    """Bytes as received, never altered."""

    raw: bytes

    @cached_property
    def sha256(self) -> str:
        """Hex digest, under which the bytes are kept."""
        return hashlib.sha256(self.raw).hexdigest()


@dataclass(frozen=True, slots=True)
class Received:
    """A document and how it came.

    ``key`` is what the source itself calls the document (an id, a message's number), ``part`` says
    where in the evidence it stands when that holds several, ``origin`` is the file's name or the
    address, ``headers`` are those of the answer, ``at`` is when it was fetched, in UTC. ``asked``
    are the addresses that led to it: its page's, and that of the feed or sitemap that lists it.
    """

    document: Document
    evidence: Evidence
    origin: str
    key: str = ""
    part: str = ""
    media: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    at: datetime | None = None
    asked: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """The file or address, and the part of it, for messages."""
        return f"{self.origin} {self.part}".strip()


@dataclass(frozen=True, slots=True)
class Visit:
    """What a server said of an address, for asking the next time; ``stamp`` is what the feed or
    sitemap said of its date.
    """

    etag: str = ""
    modified: str = ""
    stamp: str = ""
