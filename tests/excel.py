"""Excel files, made by hand: a sheet's rows of words, numbers and days."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# Excel counts days from here, and style 1 below shows a number as a day.
_ZERO = date(1899, 12, 30).toordinal()
Sheet = Sequence[Sequence[object]]


def workbook(*sheets: Sheet, head: str = "", more: dict[str, bytes] | None = None) -> bytes:
    """An .xlsx file; ``head`` goes before the first sheet's XML, ``more`` are parts beside it."""
    out = io.BytesIO()
    numbers = range(1, len(sheets) + 1)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", _types(len(sheets)))
        book.writestr("_rels/.rels", _relations(("officeDocument", "xl/workbook.xml")))
        names = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>',
        )
        parts = [("worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
        book.writestr("xl/_rels/workbook.xml.rels", _relations(*parts, ("styles", "styles.xml")))
        book.writestr(
            "xl/styles.xml",
            f'<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
            '<xf numFmtId="14"/></cellXfs></styleSheet>',
        )
        for n, rows in enumerate(sheets, 1):
            lines = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
            sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>'
            book.writestr(f"xl/worksheets/sheet{n}.xml", (head if n == 1 else "") + sheet)
        for name, raw in (more or {}).items():
            book.writestr(name, raw)
    return out.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, date):
        return f'<c s="1"><v>{value.toordinal() - _ZERO}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


def _relations(*parts: tuple[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(parts, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {"workbook": f"{kind}.sheet.main+xml", "styles": f"{kind}.styles+xml"} | {
        f"worksheets/sheet{n}": f"{kind}.worksheet+xml" for n in range(1, sheets + 1)
    }
    lines = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{what}"/>'
        for name, what in parts.items()
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/>{lines}</Types>'
    )
