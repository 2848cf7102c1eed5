"""The text of a Word document's body: content controls and tables where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fogline.documents.line_ends import SOFT, without_broken_words
from fogline.documents.table_rows import sentences

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What another version of Word shows in place of what stands before it.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Tags whose words are no text: what was deleted or moved away, fields, and what is drawn apart.
_SKIPPED = frozenset(
    {_FALLBACK, *(_WORD + tag for tag in ("del", "moveFrom", "instrText", "sdtPr", "pPr", "rPr"))}
)
_MARKS = {
    _WORD + "br": "\n",
    _WORD + "cr": "\n",
    _WORD + "tab": "\t",
    _WORD + "ptab": "\t",
    _WORD + "noBreakHyphen": "-",
    _WORD + "softHyphen": SOFT,
}
# A cell with more is a part of the page's layout.
_LONGEST_CELL = 600
# Columns of a table; Word allows 63.
_MOST_COLUMNS = 100
Element = Any


def lines_of(body: Element) -> list[str]:
    """The lines of a body, a paragraph or a row of a table each."""
    lines: list[str] = []
    for block in _blocks(body):
        if block.tag == _WORD + "p":
            lines += [_text(block), *_boxes(block)]
        else:
            lines += _rows(block)
    return lines


def _blocks(node: Element) -> Iterator[Element]:
    """Paragraphs and tables in reading order, those of content controls among them."""
    for child in node:
        if child.tag in {_WORD + "p", _WORD + "tbl"}:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _blocks(child)


def _text(paragraph: Element) -> str:
    """What a paragraph shows, without the text boxes that are anchored in it."""
    return without_broken_words("".join(_words(paragraph))).replace(SOFT, "")


def _words(node: Element) -> Iterator[str]:
    for child in node:
        if child.tag == _WORD + "t":
            yield child.text or ""
        elif child.tag in _MARKS:
            yield _MARKS[child.tag]
        elif child.tag == _WORD + "r" and _is_hidden(child):
            continue
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED and child.tag != _WORD + "p":
            yield from _words(child)


def _is_hidden(run: Element) -> bool:
    hidden = run.find(f"{_WORD}rPr/{_WORD}vanish")
    return hidden is not None and hidden.get(_WORD + "val") not in {"0", "false", "off"}


def _boxes(paragraph: Element) -> list[str]:
    """The lines of text boxes, behind the paragraph that they are anchored in."""
    return [
        line
        for box in paragraph.iter(_WORD + "txbxContent")
        if next(box.iterancestors(_FALLBACK), None) is None
        for line in lines_of(box)
    ]


def _rows(table: Element) -> list[str]:
    """A sentence for each row of a table of data; the lines of the cells for one of layout."""
    rows = [row for row in _children(table, "tr") if row.find(f"{_WORD}trPr/{_WORD}del") is None]
    cells = [[*_children(row, "tc")] for row in rows]
    blocks = [[lines_of(cell) for cell in row] for row in cells]
    if _is_layout(cells, blocks):
        return [line for row in blocks for cell in row for line in cell]
    width = min(max((sum(map(_span, row)) for row in cells), default=0), _MOST_COLUMNS)
    grid: list[list[str]] = []
    for row, texts in zip(cells, blocks, strict=True):
        line: list[str] = []
        for cell, words in zip(row, texts, strict=True):
            column, span = len(line), _span(cell)
            above = grid[-1][column] if grid and column < len(grid[-1]) else ""
            text = above if _goes_on(cell) else " ".join(words)
            line += [text, *[text if span >= width else ""] * (span - 1)]
        grid.append([*line, *[""] * (width - len(line))])
    marked = bool(rows) and rows[0].find(f"{_WORD}trPr/{_WORD}tblHeader") is not None
    return sentences(grid, marked or None)


def _is_layout(cells: list[list[Element]], blocks: list[list[list[str]]]) -> bool:
    held = [cell for row in cells for cell in row]
    return (
        max(map(len, cells), default=0) < 2
        or any(next(cell.iter(_WORD + "tbl"), None) is not None for cell in held)
        or any(sum(map(len, lines)) > _LONGEST_CELL for row in blocks for lines in row)
    )


def _children(node: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, those of content controls among them."""
    for child in node:
        if child.tag == _WORD + tag:
            yield child
        elif child.tag in {_WORD + "sdt", _WORD + "sdtContent", _WORD + "ins", _WORD + "customXml"}:
            yield from _children(child, tag)


def _span(cell: Element) -> int:
    stated = cell.find(f"{_WORD}tcPr/{_WORD}gridSpan")
    value = stated.get(_WORD + "val", "1") if stated is not None else "1"
    return min(int(value), _MOST_COLUMNS) or 1 if value.isdecimal() and len(value) < 4 else 1


def _goes_on(cell: Element) -> bool:
    """Whether a cell belongs to the one above it."""
    merge = cell.find(f"{_WORD}tcPr/{_WORD}vMerge")
    return merge is not None and merge.get(_WORD + "val") != "restart"
