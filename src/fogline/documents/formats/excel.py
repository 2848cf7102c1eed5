"""Excel tables, which ``fogline add-table`` reads: the first sheet's rows as lists of words."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from typing import Any

from fogline.documents.formats import MAX_EXPORT, DocumentError, Format, Parsed
from fogline.documents.packed import open_zip

_ZIP = b"PK\x03\x04"


def parse(raw: bytes) -> list[Parsed]:
    """Each row of the first sheet that has any, as a JSON list, then the names of other sheets."""
    import python_calamine

    if raw.startswith(_ZIP):
        open_zip(io.BytesIO(raw), MAX_EXPORT).close()
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheets = [(name, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names]
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise DocumentError(f"not a readable Excel file ({str(error)[:100]})") from error
    filled = [(name, rows) for name, rows in sheets if rows]
    if not filled:
        raise DocumentError("no rows in this Excel file")
    (_, rows), *others = filled
    found = [Parsed(json.dumps([_words(cell) for cell in row], ensure_ascii=False)) for row in rows]
    return [*found, *(Parsed(title=name, listed="sheet") for name, _ in others)]


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
