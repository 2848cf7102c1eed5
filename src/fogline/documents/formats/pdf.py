"""PDF files."""

from __future__ import annotations

from typing import Any

from fogline.documents.formats import DocumentError, Format, Parsed
from fogline.documents.pdf_page.furniture import without_furniture
from fogline.documents.pdf_page.line import Line
from fogline.documents.pdf_page.lines import in_columns, rows_of
from fogline.documents.pdf_page.paragraphs import paragraphs
from fogline.documents.pdf_page.words import PageWords, words_of

_SCANNED = "recognise its text (OCR, for instance with ocrmypdf) and give the result"


def parse(raw: bytes) -> list[Parsed]:
    """The text of all pages in reading order, a paragraph a line with a blank one between them.

    Headers, footers and page numbers are left out, and words broken at line ends are whole;
    offsets fit this text.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
        pages = [words_of(page) for page in document]
        meta = document.get_metadata_dict()
    except pypdfium2.PdfiumError as error:
        reason = str(error)[:100]
        if "password" in reason.casefold():
            why, advice = "a PDF locked by a password", "save it without one"
            raise DocumentError(why, advice) from error
        raise DocumentError(f"not a readable PDF ({reason})", "save its text as .txt") from error
    kept = without_furniture(pages)
    text = "\n\n".join(paragraphs(_lines(pages, kept)))
    scanned = [k for k, page in enumerate(pages, 1) if page.is_image and not _has_text(kept[k - 1])]
    if not text.strip() or len(scanned) == len(pages):
        raise _without_text(len(scanned), len(pages))
    found = Parsed(
        text, title=meta.get("Title", ""), author=meta.get("Author", ""), unread=_unread(scanned)
    )
    return [found]


def _lines(pages: list[PageWords], kept: list[list[Any]]) -> list[Line]:
    """The lines of all pages; each column of each page has its number."""
    lines: list[Line] = []
    number = 0
    for page, words in zip(pages, kept, strict=True):
        rows = [*in_columns(words), *(Line(r.words, 0, -1) for r in rows_of(page.turned))]
        lines += [Line(row.words, row.edge, number + row.column + 1) for row in rows]
        number += max((row.column for row in rows), default=0) + 2
    return lines


def _has_text(words: list[Any]) -> bool:
    return any(any(c.isalpha() for c in word.text) for word in words)


def _without_text(scanned: int, pages: int) -> DocumentError:
    if scanned:
        many = f"{scanned} of its {pages} pages are images" if pages > 1 else "its page is an image"
        return DocumentError(f"a scanned PDF: {many} without text", _SCANNED)
    return DocumentError("a PDF without text", "save its text as .txt")


def _unread(scanned: list[int]) -> str:
    if not scanned:
        return ""
    pages = ", ".join(map(str, scanned))
    word = "page" if len(scanned) == 1 else "pages"
    return f"{word} {pages} not read, scanned images without text: {_SCANNED}"


FORMAT = Format(
    name="pdf",
    label="PDF",
    endings=(".pdf",),
    media=("application/pdf",),
    start=b"%PDF-",
    parse=parse,
)
