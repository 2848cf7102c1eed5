from __future__ import annotations

import io
import re
import textwrap
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_writer import Spot, column, written

from fogline.documents import SourceDefaults, Unreadable, load
from fogline.documents.errors import DocumentError
from fogline.documents.formats.pdf import parse
from fogline.model import Received

LEFT = (
    "Russian forces shelled Vov-",
    "chansk on Monday, the staff",
    "said. Ukrainian forces captured",
    "Izium on 10 September 2022 after",
    "two days of fighting.",
)
RIGHT = (
    "Russian troops withdrew from",
    "Lyman on 1 October 2022, the",
    "ministry said. Russian-",
    "held villages near Ivano-",
    "Frankivsk were not attacked.",
)
LEFT_TEXT = (
    "Russian forces shelled Vovchansk on Monday, the staff said. Ukrainian forces captured Izium on"
    " 10 September 2022 after two days of fighting."
)
RIGHT_TEXT = (
    "Russian troops withdrew from Lyman on 1 October 2022, the ministry said. Russian-held villages"
    " near Ivano-Frankivsk were not attacked."
)


def _text(*pages: list[Spot]) -> str:
    return parse(written(*pages))[0].text


def _by_rows(shift: float = 0) -> list[Spot]:
    """Two columns, drawn row by row; ``shift`` sets the right one lower."""
    pairs = zip(column(72, LEFT), column(330, RIGHT, 700 - shift), strict=True)
    return [spot for pair in pairs for spot in pair]


@pytest.mark.parametrize("shift", [0, 3, 7, 11])
def test_two_columns_drawn_by_rows_are_read_as_columns(shift: float) -> None:
    assert _text(_by_rows(shift)) == f"{LEFT_TEXT}\n\n{RIGHT_TEXT}"


def test_a_heading_over_both_columns_stands_before_them() -> None:
    heading = "The week on the northern sector of the front, in the words of both"
    page = [*_by_rows(), Spot(72, 730, heading, 16)]
    assert _text(page) == f"{heading}\n\n{LEFT_TEXT}\n\n{RIGHT_TEXT}"


def test_a_sentence_goes_on_in_the_next_column() -> None:
    left = column(60, ["The committee looked into the", "reports and"], 712)
    right = column(330, ["told the press that nobody", "held the town."], 712)
    page = [spot for pair in zip(left, right, strict=True) for spot in pair]
    assert _text(page) == (
        "The committee looked into the reports and told the press that nobody held the town."
    )


def test_cells_of_a_table_are_no_columns() -> None:
    rows = (
        ("10 September 2022", "Ukrainian forces captured Izium"),
        ("1 October 2022", "Russian troops withdrew from Lyman"),
        ("7 May 2022", "Ukrainian forces left Popasna"),
    )
    page = [
        Spot(x, 700 - 14 * k, words)
        for k, row in enumerate(rows)
        for x, words in zip((72, 230), row, strict=True)
    ]
    assert _text(page).split("\n\n") == [" ".join(row) for row in rows]


def test_a_row_below_a_header_is_a_sentence() -> None:
    rows = (
        ("Place", "Date", "Event"),
        ("Izium", "10 September 2022", "captured by Ukrainian forces"),
        ("", "", "after two days of fighting"),
        ("Lyman", "1 October 2022", "Russian troops withdrew"),
    )
    page = [
        Spot(x, 700 - 14 * k, words)
        for k, row in enumerate(rows)
        for x, words in zip((72, 180, 330), row, strict=True)
        if words
    ]
    assert _text(page).split("\n\n") == [
        "Place: Izium; Date: 10 September 2022; Event: captured by Ukrainian forces after two days"
        " of fighting.",
        "Place: Lyman; Date: 1 October 2022; Event: Russian troops withdrew.",
    ]


def test_headings_and_items_of_lists_stay_apart() -> None:
    lines = ["Front lines", "Ukrainian forces captured Izium.", "- Russian forces shelled Lyman"]
    items = ["- Russian forces left Kherson", "- Ukrainian forces captured the town of Balakliia"]
    assert _text(column(72, [*lines, *items])).split("\n\n") == [*lines, *items]


def test_headers_footers_and_page_numbers_are_left_out() -> None:
    header = "Desk bulletin: Russian forces captured Lyman"
    pages = [
        [
            Spot(72, 760, header, 9),
            *column(72, lines),
            Spot(290, 30, f"Page {number} of 3", 9),
        ]
        for number, lines in enumerate((LEFT, RIGHT, ["Nothing else was said."]), 1)
    ]
    assert _text(*pages) == f"{LEFT_TEXT}\n\n{RIGHT_TEXT}\n\nNothing else was said."


def test_lines_of_the_text_that_repeat_are_kept() -> None:
    pages = [column(72, [f"Russian forces shelled Izium on {n} May 2022."]) for n in (1, 2, 3)]
    assert _text(*pages).count("shelled Izium") == 3


def test_a_turned_page_is_read() -> None:
    page = [Spot(100 + 14 * k, 100, words, turn="0 1 -1 0") for k, words in enumerate(LEFT)]
    assert _text(page) == LEFT_TEXT


def test_words_beside_the_text_do_not_break_it() -> None:
    page = [*column(72, LEFT), Spot(30, 300, "Draft of the desk", turn="0 1 -1 0")]
    assert _text(page) == f"{LEFT_TEXT}\n\nDraft of the desk"


def test_a_scanned_pdf_is_refused_as_such() -> None:
    with pytest.raises(DocumentError, match=r"a scanned PDF: 2 of its 2 pages are images.*OCR"):
        parse(written([], [], images=(0, 1)))
    stamped = [Spot(290, 30, "Page 1", 9)], [Spot(290, 30, "Page 2", 9)]
    with pytest.raises(DocumentError, match="a scanned PDF"):
        parse(written(*stamped, images=(0, 1)))
    with pytest.raises(DocumentError, match="a PDF without text"):
        parse(written([]))


def test_scanned_pages_among_others_are_named(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(written([], column(72, LEFT), [], images=(0, 2)))
    found, unread = load([str(file)], SourceDefaults())
    assert isinstance(found, Received)
    assert found.document.text == LEFT_TEXT
    assert isinstance(unread, Unreadable)
    assert unread.why.startswith("pages 1, 3 not read, scanned images without text")


def test_a_locked_pdf_is_refused_as_such() -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(DocumentError, match="locked by a password"):
        parse(out.getvalue())


SENTENCES = (
    "Ukrainian forces captured Izium on 10 September 2022 after two days of fighting.",
    "Russian-held villages near Ivano-Frankivsk were shelled overnight, the governor said.",
    "Russian troops withdrew from Lyman on 1 October 2022 and moved towards Kreminna.",
    "The administration of the Dnipropetrovsk region said that nobody had been hospitalised.",
)


def _broken(text: str, width: int) -> list[str]:
    """Lines of a width, words broken as a typesetter does: two letters on either side."""
    lines = [""]
    for word in text.split():
        room = width - len(lines[-1]) - 1
        if len(word) <= room or not lines[-1]:
            lines[-1] = f"{lines[-1]} {word}".strip()
            continue
        cut = min(room - 1, len(word) - 3)
        if cut >= 2 and re.fullmatch(r"[^\W\d_]{6,}[.,]?", word):
            lines[-1] += f" {word[:cut]}-"
            lines.append(word[cut:])
        elif "-" in word and word.index("-") < room:
            lines[-1] += f" {word[: word.index('-') + 1]}"
            lines.append(word[word.index("-") + 1 :])
        else:
            lines.append(word)
    return lines


@given(
    picked=st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=5, unique=True),
    width=st.integers(34, 90),
)
@settings(max_examples=60, deadline=None)
def test_a_paragraph_is_read_as_it_was_before_it_was_set(picked: list[str], width: int) -> None:
    text = " ".join(picked)
    for lines in (_broken(text, width), textwrap.wrap(text, width, break_on_hyphens=False)):
        paragraphs = _text(column(72, lines)).split("\n\n")
        assert " ".join(paragraphs) == text
        # A line that is a sentence may stand for itself, no other.
        assert all(paragraph.endswith(".") for paragraph in paragraphs)


@given(
    left=st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=4, unique=True),
    right=st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=4, unique=True),
    shift=st.integers(0, 13),
)
@settings(max_examples=40, deadline=None)
def test_two_columns_are_read_as_they_were_before_they_were_set(
    left: list[str], right: list[str], shift: int
) -> None:
    sides = (" ".join(left), " ".join(right))
    page = [
        *column(72, textwrap.wrap(sides[0], 38)),
        *column(330, textwrap.wrap(sides[1], 38), 700 - shift),
    ]
    page.sort(key=lambda spot: -spot.y)
    assert " ".join(_text(page).split()) == " ".join(sides)
