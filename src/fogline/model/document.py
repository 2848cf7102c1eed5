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

    ``origin`` is whose words these are, where ``source`` passes on another's; ``written`` is then
    the day of the original, where it is not that of publication. ``stated`` is the time of
    publication as its file has it, where the publisher's zone has another offset. ``edited_at`` is
    when the text became what it is, where it was published as another. ``context`` is the text that
    it answers, which is not its own.

    Raises:
        ValueError: ``published_at`` or ``edited_at`` has no offset.
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
    origin: str = ""
    written: date | None = None
    stated: str = ""
    edited_at: datetime | None = None
    context: str = ""

    def __post_init__(self) -> None:
        for name in ("published_at", "edited_at"):
            moment = getattr(self, name)
            if moment is not None and moment.tzinfo is None:
                raise ValueError(f"{name} {moment} has no offset: add one, such as +03:00")
        if self.published_at is not None and self.published is None:
            object.__setattr__(self, "published", self.published_at.date())
        if not self.id:
            object.__setattr__(self, "id", self.sha256[:16])

    @property
    def today(self) -> date | None:
        """The day from which the text counts: the one that it calls today."""
        return self.written or self.published

    @property
    def sha256(self) -> str:
        """Hex digest of the text in UTF-8."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
