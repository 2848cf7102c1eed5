from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from fogline.documents.errors import DocumentError
from fogline.documents.formats.docx import parse

ROWS = (
    ("Place", "Date", "Event"),
    ("Izium", "10 September 2022", "captured by Ukrainian forces"),
    ("Lyman", "1 October 2022", "Russian troops withdrew"),
)
SENTENCES = [
    "Place: Izium; Date: 10 September 2022; Event: captured by Ukrainian forces.",
    "Place: Lyman; Date: 1 October 2022; Event: Russian troops withdrew.",
]


def _lines(word: Any) -> list[str]:
    out = io.BytesIO()
    word.save(out)
    return parse(out.getvalue())[0].text.split("\n")


def _xml(markup: str) -> Any:
    """Markup with the names of Word's tags declared in its first tag."""
    end = markup.index(">")
    return parse_xml(f"{markup[:end]} {nsdecls('w')}{markup[end:]}")


def _run(words: str) -> str:
    return f"<w:r><w:t xml:space='preserve'>{words}</w:t></w:r>"


def _control(inside: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def _table(word: Any, rows: tuple[tuple[str, ...], ...] = ROWS) -> Any:
    table = word.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            table.cell(r, c).text = words
    return table


def test_tables_stand_where_they_are_read() -> None:
    word = docx.Document()
    word.add_paragraph("Before the table.")
    _table(word)
    word.add_paragraph("Behind the table.")
    assert _lines(word) == ["Before the table.", *SENTENCES, "Behind the table."]


def test_content_controls_are_read_where_they_stand() -> None:
    word = docx.Document()
    first = word.add_paragraph("Russian forces shelled ")
    first._p.append(_xml(_control(_run("Vovchansk"))))
    first._p.append(_xml(_run(".")))
    block = f"<w:p>{_run('Ukrainian forces left Popasna.')}</w:p>"
    first._p.addnext(_xml(_control(_control(block))))
    word.add_paragraph("The end.")
    assert _lines(word) == [
        "Russian forces shelled Vovchansk.",
        "Ukrainian forces left Popasna.",
        "The end.",
    ]


def test_rows_and_cells_in_content_controls_are_read() -> None:
    cells = "".join(f"<w:tc><w:p>{_run(words)}</w:p></w:tc>" for words in ROWS[1])
    head = "".join(f"<w:tc><w:p>{_run(words)}</w:p></w:tc>" for words in ROWS[0])
    word = docx.Document()
    word.add_paragraph("First.")._p.addnext(
        _xml(f"<w:tbl><w:tr>{head}</w:tr>{_control(f'<w:tr>{_control(cells)}</w:tr>')}</w:tbl>")
    )
    assert _lines(word) == ["First.", SENTENCES[0]]


def test_headers_and_footers_are_no_part_of_the_text() -> None:
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "Russian forces captured Lyman."
    word.sections[0].footer.paragraphs[0].text = "Page 1"
    word.add_paragraph("Nothing else.")
    assert _lines(word) == ["Nothing else."]


def test_what_was_deleted_moved_away_or_hidden_is_not_read() -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("Izium ")
    gone = "<w:r><w:delText>was lost</w:delText></w:r>"
    for markup in (
        f"<w:del w:id='1' w:author='a'>{gone}</w:del>",
        f"<w:moveFrom w:id='2' w:author='a'>{_run('far away')}</w:moveFrom>",
        f"<w:ins w:id='3' w:author='a'>{_run('is held')}</w:ins>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secretly</w:t></w:r>",
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>.</w:t></w:r>",
    ):
        paragraph._p.append(_xml(markup))
    assert _lines(word) == ["Izium is held."]


def test_text_boxes_are_read_once_behind_their_paragraph() -> None:
    box = f"<w:txbxContent><w:p>{_run('Russian forces left Kherson.')}</w:p></w:txbxContent>"
    compatible = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    word = docx.Document()
    word.add_paragraph("First.")._p.append(
        _xml(
            f"<w:r><mc:AlternateContent xmlns:mc='{compatible}'><mc:Choice>{box}</mc:Choice>"
            f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    word.add_paragraph("Second.")
    assert _lines(word) == ["First.", "Russian forces left Kherson.", "Second."]


def test_words_broken_at_line_ends_are_whole() -> None:
    word = docx.Document()
    word.add_paragraph("Vov-\nchansk, Russian-\nheld Ivano-\nFrankivsk")
    paragraph = word.add_paragraph("")
    paragraph._p.append(
        _xml(
            "<w:r><w:t>Ky</w:t><w:softHyphen/><w:t>iv T</w:t><w:noBreakHyphen/><w:t>72</w:t></w:r>"
        )
    )
    assert _lines(word) == ["Vovchansk, Russian-held Ivano-Frankivsk", "Kyiv T-72"]


def test_merged_cells_and_marked_headers() -> None:
    word = docx.Document()
    rows = (("Ort", "Tag", "Was"), ("Izium", "9 May 2022", "shelled"), ("", "10 May 2022", "held"))
    table = _table(word, rows)
    table.cell(1, 0).merge(table.cell(2, 0))
    table.rows[0]._tr.get_or_add_trPr().append(_xml("<w:tblHeader></w:tblHeader>"))
    assert _lines(word) == [
        "Ort: Izium; Tag: 9 May 2022; Was: shelled.",
        "Ort: Izium; Tag: 10 May 2022; Was: held.",
    ]


def test_a_table_of_layout_gives_the_lines_of_its_cells() -> None:
    word = docx.Document()
    table = word.add_table(1, 2)
    table.cell(0, 0).text = "Russian forces shelled Izium. " * 30
    table.cell(0, 1).text = "Desk of the north"
    assert _lines(word)[1] == "Desk of the north"


def test_a_file_of_images_is_refused_as_scanned() -> None:
    word = docx.Document()
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    word.add_paragraph("")._p.append(_xml(f"<w:r><a:blip xmlns:a='{drawing}'/></w:r>"))
    with pytest.raises(DocumentError, match=r"images without text, probably scanned.*OCR"):
        _lines(word)
