"""The tables of a page that have a header."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fogline.documents.pdf_page.line import Line
from fogline.documents.pdf_page.words import Word
from fogline.documents.table_rows import is_header, sentences

# The least space between two cells, and the largest between two rows, in heights of a line.
_BETWEEN_CELLS, _BETWEEN_ROWS = 0.9, 4.0
# Where the lines of a cell are set closer than the rows are, it is by this factor.
_CLOSER = 1.25


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table, the first of them its header, and where its columns begin."""

    rows: tuple[Line, ...]
    starts: tuple[float, ...]

    @property
    def sentences(self) -> list[str]:
        """A sentence for each row below the header."""
        gaps = [a.base - b.base for a, b in pairwise(self.rows[1:])]
        closest = min(gaps, default=0)
        is_wrapped = closest * _CLOSER < max(gaps, default=0)
        texts: list[list[str]] = []
        for k, row in enumerate(self.rows):
            cells = self._cells(row)
            close = k > 1 and is_wrapped and gaps[k - 2] < closest * _CLOSER
            if k > 1 and (close or not cells[0]):
                texts[-1] = [
                    " ".join(filter(None, pair)) for pair in zip(texts[-1], cells, strict=True)
                ]
            else:
                texts.append(cells)
        return sentences(texts)

    def _cells(self, row: Line) -> list[str]:
        cells: list[list[str]] = [[] for _ in self.starts]
        for group in _groups(row):
            column = max(0, sum(start <= group[0].left for start in self.starts) - 1)
            cells[column] += [word.text for word in group]
        return [" ".join(words) for words in cells]


def in_tables(rows: Sequence[Line]) -> Iterator[Line | Table]:
    """The rows in order, those of a table together."""
    k = 0
    while k < len(rows):
        table = _table(rows, k)
        if table is None:
            yield rows[k]
            k += 1
        else:
            yield table
            k += len(table.rows)


def _table(rows: Sequence[Line], k: int) -> Table | None:
    """The table whose header is a row."""
    head = _groups(rows[k])
    if len(head) < 2 or not is_header([" ".join(w.text for w in group) for group in head]):
        return None
    middles = ((a[-1].right + b[0].left) / 2 for a, b in pairwise(head))
    starts = (float("-inf"), *middles)
    end = k + 1
    while end < len(rows) and _belongs(rows[end - 1], rows[end], starts):
        end += 1
    return Table(tuple(rows[k:end]), starts) if end > k + 1 else None


def _belongs(last: Line, row: Line, starts: Sequence[float]) -> bool:
    """Whether a row belongs to the table of the one above: no word runs across its columns."""
    near = last.base - row.base <= _BETWEEN_ROWS * row.height
    groups = _groups(row)
    return near and (len(groups) > 1 or groups[0][0].left > starts[1])


def _groups(row: Line) -> list[list[Word]]:
    """The words of a row's cells."""
    groups = [[row.words[0]]]
    for last, word in pairwise(row.words):
        if word.left - last.right < _BETWEEN_CELLS * word.height:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups
