"""Excel tables, which ``fogline add-table`` reads: the rows of each sheet as lists of words."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from typing import Any

from fogline.documents.formats import MAX_EXPORT, DocumentError, Format, Parsed
from fogline.documents.packed import open_zip

_ZIP = b"PK\x03\x04"


def parse(raw: bytes) -> list[Parsed]:
    """A text for each sheet that has rows: those as a JSON list of lists of words. Its title is the
    sheet's name, its id the number of the first row.
    """
    import python_calamine

    if raw.startswith(_ZIP):
        open_zip(io.BytesIO(raw), MAX_EXPORT).close()
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheets = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
        filled = [(name, sheet.start, sheet.to_python()) for name, sheet in sheets if sheet.start]
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise DocumentError(f"not a readable Excel file ({str(error)[:100]})") from error
    if not filled:
        raise DocumentError("no rows in this Excel file")
    return [
        Parsed(json.dumps([[_words(c) for c in row] for row in rows]), str(start[0] + 1), name)
        for name, start, rows in filled
    ]


def _words(cell: Any) -> str:
    """A cell as it is written: days and times in ISO 8601, whole numbers without a point."""
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return cell.date().isoformat() if midnight else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


FORMAT = Format(name="excel", label="tables of events, with add-table", parse=parse, many=True)
