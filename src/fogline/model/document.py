"""A publication as it was received."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Document:
    """A text with what is known of its publication.

    ``published`` is the day of publication in the publisher's own zone, or none where the user
    asked for an undated reading; ``published_at`` is the moment with its offset, where one is
    known. ``source`` is the publisher as named by the user or the file. ``id`` is given, or made of
    the text's hash.

    Raises:
        ValueError: ``published_at`` has no offset.
    """

    text: str
    id: str = ""
    source: str = ""
    published: date | None = None
    lang: str = "en"
    url: str = ""
    title: str = ""
    author: str = ""
    published_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.published_at is not None:
            if self.published_at.tzinfo is None:
                raise ValueError(
                    f"published_at {self.published_at} has no offset: add one, such as +03:00"
                )
            if self.published is None:
                object.__setattr__(self, "published", self.published_at.date())
        if not self.id:
            object.__setattr__(self, "id", self.sha256[:16])

    @property
    def sha256(self) -> str:
        """Hex digest of the text in UTF-8."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
