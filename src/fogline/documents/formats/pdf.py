"""PDF files."""

from __future__ import annotations

import io

from fogline.documents.formats import DocumentError, Format, Parsed


def parse(raw: bytes) -> list[Parsed]:
    """The text of all pages, a blank line between them; offsets fit this text."""
    import pypdf
    from pypdf.errors import PyPdfError

    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        text = "\n\n".join(page.extract_text() for page in reader.pages)
        meta = reader.metadata
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        ArithmeticError,
        AssertionError,
        NotImplementedError,
    ) as error:
        reason = str(error)[:100] or type(error).__name__
        raise DocumentError(f"not a readable PDF ({reason})", "save its text as .txt") from error
    if not text.strip():
        raise DocumentError(
            "a PDF without text, probably scanned", "recognise its text first and save it as .txt"
        )
    title, author = (str(meta.title or ""), str(meta.author or "")) if meta else ("", "")
    return [Parsed(text, title=title, author=author)]


FORMAT = Format(
    name="pdf",
    label="PDF",
    endings=(".pdf",),
    media=("application/pdf",),
    start=b"%PDF-",
    parse=parse,
)
