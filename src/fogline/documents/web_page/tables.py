"""Tables of a page, rewritten as paragraphs of a row each."""

from __future__ import annotations

from collections.abc import Iterator

from fogline.documents.table_rows import sentences
from fogline.documents.web_page.markup import Element, text_of

# A cell with more is a part of the page's layout; so is one of several paragraphs.
_LONGEST = 600
# A cell may span as many columns or rows; HTML allows a thousand.
_SPAN = 1_000
# Cells of one table; a page with more holds a database.
_MOST = 200_000
_ROW_GROUPS = ("thead", "tbody", "tfoot")


def rewrite(tree: Element) -> None:
    """Put a paragraph in place of each row of the page's tables of data."""
    from lxml import html

    for table in [*tree.iter("table")]:
        if not _is_data(table):
            continue
        head, rows = _grid(table)
        block = html.Element("div")
        for line in [_caption(table), *sentences(rows, head or None)]:
            if line:
                html.etree.SubElement(block, "p").text = line
        block.tail = table.tail
        table.getparent().replace(table, block)


def _is_data(table: Element) -> bool:
    if table.getparent() is None or next(table.iterdescendants("table"), None) is not None:
        return False
    rows = [*_rows(table)]
    cells = [cell for row in rows for cell in _cells(row)]
    return (
        len(rows) > 1
        and max(len([*_cells(row)]) for row in rows) > 1
        and all(len(text_of(cell)) <= _LONGEST for cell in cells)
        and all(sum(c.tag == "p" for c in cell) < 2 for cell in cells)
    )


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in _ROW_GROUPS:
            yield from (row for row in child if row.tag == "tr")


def _cells(row: Element) -> Iterator[Element]:
    return (cell for cell in row if cell.tag in {"td", "th"})


def _width(rows: list[Element]) -> int:
    """The columns of the widest row, cells that hang down into it included."""
    hanging: list[tuple[int, int]] = []  # rows still to go, and columns
    widest = 0
    for row in rows:
        own = [(_span(c, "rowspan") - 1, _span(c, "colspan")) for c in _cells(row)]
        widest = max(widest, sum(columns for _, columns in [*hanging, *own]))
        hanging = [(left - 1, columns) for left, columns in hanging if left > 1]
        hanging += [(left, columns) for left, columns in own if left > 0]
    return widest


def _grid(table: Element) -> tuple[bool, list[list[str]]]:
    """Whether the first row is marked as header, and the texts of all cells.

    A cell that spans rows stands in each; one that spans columns only in the first, unless it
    spans all.
    """
    rows, below = [*_rows(table)], dict[int, tuple[int, str]]()
    width = _width(rows)
    width = min(width, _SPAN, _MOST // len(rows) + 1)
    texts: list[list[str]] = []
    for row in rows:
        line, cells = [""] * width, _cells(row)
        column = 0
        while column < width:
            if column in below:
                left, text = below.pop(column)
                line[column] = text
                if left > 1:
                    below[column] = (left - 1, text)
                column += 1
                continue
            cell = next(cells, None)
            if cell is None:
                column += 1
                continue
            span, text = _span(cell, "colspan"), text_of(cell).replace("\n", " ")
            line[column : column + span] = [text, *[text if span >= width else ""] * (span - 1)]
            del line[width:]
            if _span(cell, "rowspan") > 1:
                below[column] = (_span(cell, "rowspan") - 1, text)
            column += span
        texts.append(line)
    first = [*_cells(rows[0])]
    marked = rows[0].getparent().tag == "thead" or all(c.tag == "th" for c in first)
    return marked, texts


def _span(cell: Element, name: str) -> int:
    stated = (cell.get(name) or "").strip()
    return min(int(stated), _SPAN) or 1 if stated.isdecimal() and len(stated) < len("10000") else 1


def _caption(table: Element) -> str:
    caption = next((c for c in table if c.tag == "caption"), None)
    return text_of(caption).replace("\n", " ") if caption is not None else ""
