"""Names that callers still use; the whole file is an alias until merged."""

from __future__ import annotations

from fogline.model import Document, Reading
from fogline.reading.reader import open_reader
from fogline.theatre import Theatre


def read_document(
    document: Document, theatre: Theatre, *, undated: bool = False, model: str = ""
) -> Reading:
    """Read one document: alias until merged of ``open_reader(...).read``."""
    return open_reader(model or "linear", theatre, undated=undated).read(document)


class How:
    """The fingerprint of a reader: alias until merged of ``open_reader(...).fingerprint``."""

    def __init__(self, setting: str) -> None:
        self.setting = setting

    @classmethod
    def text(cls, theatre: Theatre, *, model: str = "") -> How:
        """The reader of texts."""
        return cls(open_reader(model or "linear", theatre).fingerprint)
