"""Tables as sentences: a row is read with the words of its header."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fogline.documents.word_lists import word_list

_WORD = re.compile(r"[^\W\d_]+")
_STOPS = ".;,: "
# Words in the name of a column.
_LONGEST_NAME = 4
Row = Sequence[str]


def sentences(rows: Sequence[Row], marked: bool | None = None) -> list[str]:
    """A sentence for each row: "Place: Izium; Date: 10 September 2022."

    Args:
        rows: The cells' texts; a cell that spans several stands in each of them.
        marked: Whether the first row is marked as a header; its words tell where None.
    """
    clean = [[" ".join(cell.split()) for cell in row] for row in rows]
    clean = [row for row in clean if any(row)]
    if not clean:
        return []
    head, body = clean[0], clean[1:]
    if not (body and (is_header(head) if marked is None else marked)):
        head, body = [], clean
    return [_sentence(head, row) for row in body]


def is_header(row: Row) -> bool:
    """Whether a row names what stands in the columns: most of its cells have words that do."""
    words = [_WORD.findall(cell.casefold()) for cell in row]
    if len(set(row)) < len(row) or any(any(c.isdigit() for c in cell) for cell in row):
        return False
    known = word_list("table_headers")
    named = sum(not known.isdisjoint(cell) for cell in words)
    return 2 * named > len(row) > 1 and max(map(len, words)) <= _LONGEST_NAME


def _sentence(head: Row, row: Row) -> str:
    if len(set(row)) == 1:  # one cell across the table heads the rows below it
        return row[0]
    names = [*head, *[""] * (len(row) - len(head))]
    parts = [_named(n.strip(_STOPS), c.rstrip(_STOPS)) for n, c in zip(names, row, strict=False)]
    return "; ".join(filter(None, parts)) + "."


def _named(name: str, cell: str) -> str:
    if not name or not cell:
        return cell
    words = name.casefold().split()
    return f"{name} {cell}" if words[-1] in word_list("running_on") else f"{name}: {cell}"
