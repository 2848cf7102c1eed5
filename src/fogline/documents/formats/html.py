"""Web pages."""

from __future__ import annotations

from fogline.documents.decode import SEARCHED_FOR_ZERO
from fogline.documents.formats import DocumentError, Format, Parsed, decode


def parse(raw: bytes) -> list[Parsed]:
    """The main text of a page, with the title, author and day that it states."""
    # Inside the function, for it takes a second to import and only some files need it.
    import trafilatura

    page = _page(raw)
    text = trafilatura.extract(page, include_comments=False, include_tables=True)
    if not text or not text.strip():
        raise DocumentError("no text found in this page", "save its text as .txt")
    meta = trafilatura.extract_metadata(page)
    stated = {
        k: getattr(meta, k, None) or "" for k in ("title", "author", "date", "sitename", "url")
    }
    return [Parsed(text, **stated)]


def _page(raw: bytes) -> str:
    import trafilatura.utils

    try:
        return decode(raw)
    except DocumentError as error:
        binary = b"\x00" in raw[:SEARCHED_FOR_ZERO]
        page = None if binary else trafilatura.utils.decode_file(raw)
        if not isinstance(page, str) or not page:
            raise error
        return page


FORMAT = Format(
    name="html",
    label="web pages",
    endings=(".html", ".htm"),
    media=("text/html", "application/xhtml+xml"),
    parse=parse,
)
