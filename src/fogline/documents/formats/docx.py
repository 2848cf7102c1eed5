"""Word documents."""

from __future__ import annotations

import io
import zipfile

from fogline.documents.formats import DocumentError, Format, Parsed
from fogline.documents.word_body import lines_of

# What a packed file may hold when unpacked, bytes: five times the limit of a document.
MAX_UNPACKED = 100_000_000


def parse(raw: bytes) -> list[Parsed]:
    """The paragraphs and tables of a Word document, in the order in which they stand."""
    import docx
    from lxml.etree import LxmlError

    try:
        _check_size(raw)
        word = docx.Document(io.BytesIO(raw))
        lines = lines_of(word.element.body)
        core = word.core_properties
        title, author = core.title or "", core.author or ""
    except DocumentError:
        raise
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        LxmlError,
        AttributeError,
        OSError,
        NotImplementedError,
        EOFError,
    ) as error:
        reason = str(error)[:100] or type(error).__name__
        raise DocumentError(f"not a readable .docx ({reason})", "save its text as .txt") from error
    text = "\n".join(lines)
    if not text.strip() and next(word.element.body.iter("{*}blip"), None) is not None:
        raise DocumentError(
            "a Word file of images without text, probably scanned",
            "recognise its text (OCR), and give the result as .docx, .pdf or .txt",
        )
    return [Parsed(text, title=title, author=author)]


def _check_size(raw: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        size = sum(i.file_size for i in archive.infolist())
    if size > MAX_UNPACKED:
        why = f"{size:,} bytes when unpacked; {MAX_UNPACKED:,} are allowed"
        raise DocumentError(why, "save its text as .txt")


FORMAT = Format(
    name="docx",
    label="Word",
    endings=(".docx",),
    media=("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
    parse=parse,
)
