"""The Python API: one call from text to claims."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from fogline.model import Document, Reading
from fogline.reading import Reader, open_reader
from fogline.theatre import Theatre, load


def read(
    text: str | Document,
    theatre: str = "ukraine",
    *,
    source: str = "",
    published: date | None = None,
    undated: bool = False,
    model: str = "",
    reader: Reader | str = "linear",
) -> Reading:
    """Read a text or a document; offsets of the result are characters of the text as given.

    ``reader`` is a reader, or the name or model file of one; ``model`` is an older word for a
    model file. A text in a language that the reader does not know gives no claims: ``refused``
    of the result says so.

    Raises:
        TheatreError: no such theatre.
        ReadingError: no such reader; or the text has relative days, ``published`` is missing,
            and not ``undated``; or it is no prose.
        ValueError: the text is empty.
    """
    document = (
        text if isinstance(text, Document) else Document(text, source=source, published=published)
    )
    if not document.text.strip():
        raise ValueError("no text to read")
    if isinstance(reader, str):
        reader = _reader(model or reader, load(theatre), undated)
    return reader.read(document)


# The last two readers stay open, so that calls in a row do not load a model each.
@lru_cache(maxsize=2)
def _reader(spec: str, theatre: Theatre, undated: bool) -> Reader:
    return open_reader(spec, theatre, undated=undated)
