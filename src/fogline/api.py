"""The Python API: one call from text to claims."""

from __future__ import annotations

from datetime import date

from fogline.model import Document, Reading
from fogline.reading import read_document
from fogline.theatre import load


def read(
    text: str | Document,
    theatre: str = "ukraine",
    *,
    source: str = "",
    published: date | None = None,
    undated: bool = False,
    model: str = "",
) -> Reading:
    """Read a text or a document; offsets of the result are characters of the text as given.

    Raises:
        TheatreError: no such theatre.
        ReadingError: the text has relative days, ``published`` is missing, and not ``undated``; or it is no prose.
        ValueError: the text is empty.
    """
    document = (
        text if isinstance(text, Document) else Document(text, source=source, published=published)
    )
    if not document.text.strip():
        raise ValueError("no text to read")
    return read_document(document, load(theatre), undated=undated, model=model)
