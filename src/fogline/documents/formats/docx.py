"""Word documents."""

from __future__ import annotations

import io
import zipfile

from fogline.documents.formats import DocumentError, Format, Parsed

# What a packed file may hold when unpacked, bytes: five times the limit of a document.
MAX_UNPACKED = 100_000_000


def parse(raw: bytes) -> list[Parsed]:
    """The paragraphs and table cells of a Word document, a line each."""
    import docx
    from lxml.etree import LxmlError

    try:
        _check_size(raw)
        word = docx.Document(io.BytesIO(raw))
        lines = [p.text for p in word.paragraphs]
        lines += [cell.text for table in word.tables for row in table.rows for cell in row.cells]
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
    core = word.core_properties
    return [Parsed("\n".join(lines), title=core.title or "", author=core.author or "")]


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
