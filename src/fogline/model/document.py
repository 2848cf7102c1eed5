"""A publication as it was received."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Document:
    """A text with what is known of its publication.

    ``published`` is the day of publication, or none where the user asked for an undated reading.
    ``source`` is the publisher as named by the user or the file. ``id`` is given, or made of the text's hash.
    """

    text: str
    id: str = ""
    source: str = ""
    published: date | None = None
    lang: str = "en"
    url: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            object.__setattr__(self, "id", self.sha256[:16])

    @property
    def sha256(self) -> str:
        """Hex digest of the text in UTF-8."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
