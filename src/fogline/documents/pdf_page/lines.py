"""The lines of a page, column after column."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count, groupby, pairwise

from fogline.documents.pdf_page.line import Line
from fogline.documents.pdf_page.tables import in_tables
from fogline.documents.pdf_page.words import Word

# The left and right end of an upright strip of a page.
Strip = tuple[float, float]

# Words are on one line where they share this part of the lower one's height; lines of columns
# stand beside each other where they share less.
_SAME_LINE, _BESIDE = 0.5, 0.05
# The least width of the space between two columns, in heights of a line.
_GUTTER = 0.7
# The share of lines that may run across the space between columns: headings over both.
_ACROSS = 0.4
# Lines that a column has at least.
_FEWEST = 2
# Words that a line of a column has on average; a table's cells have fewer.
_WORDS = 2.5
# The share of a column's lines that go on with a small letter, as running text does.
_RUNS_ON = 0.25
# How much wider one column may be than the other.
_WIDER = 3.0
# Columns within columns that are looked for, and the strips that are tried for a gutter.
_DEPTH, _STRIPS = 3, 8
# The widest page that is looked at, in points: two metres.
_WIDEST = 6_000


def rows_of(words: Iterable[Word], shared: float = _SAME_LINE) -> list[Line]:
    """The lines right across a page, from its top."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (-w.base, w.left)):
        if rows and _overlap(rows[-1][0], word) >= shared * min(word.height, rows[-1][0].height):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [Line(tuple(sorted(row, key=lambda w: w.left))) for row in rows]


def in_columns(words: Sequence[Word]) -> list[Line]:
    """Lines in reading order: where two columns stand beside each other, the left one first."""
    return [*_ordered(words, count(), _DEPTH)]


def _overlap(one: Word, other: Word) -> float:
    top = min(one.base + one.height, other.base + other.height)
    return top - max(one.base, other.base)


def _ordered(words: Sequence[Word], numbers: Iterator[int], depth: int) -> Iterator[Line]:
    rows = rows_of(words, _BESIDE)
    gutter = _gutter(rows) if depth else None
    edge = max((word.right for word in words), default=0)
    if gutter is None:
        yield from _in_one(rows_of(words), edge, numbers)
        return
    for crosses, band in groupby(rows, key=lambda row: _crosses(row, gutter)):
        held = [word for row in band for word in row.words]
        if crosses:
            yield from _in_one(rows_of(held), edge, numbers)
            continue
        for side in _sides(held, gutter):
            if side:
                yield from _ordered(side, numbers, depth - 1)


def _in_one(rows: Sequence[Line], edge: float, numbers: Iterator[int]) -> Iterator[Line]:
    """The lines of one column, the rows of its tables as sentences."""
    number = next(numbers)
    for block in in_tables(rows):
        if isinstance(block, Line):
            yield Line(block.words, edge, number)
            continue
        for sentence in block.sentences:
            first = block.rows[0].words[0]
            yield Line((replace(first, text=sentence, bold=False),), edge, next(numbers))
        number = next(numbers)


def _sides(words: Sequence[Word], gutter: Strip) -> tuple[list[Word], list[Word]]:
    middle = sum(gutter) / 2
    left = [word for word in words if (word.left + word.right) / 2 < middle]
    return left, [word for word in words if (word.left + word.right) / 2 >= middle]


def _crosses(row: Line, gutter: Strip) -> bool:
    """Whether a row runs across the space between columns, as a heading over both does."""
    return row.left < gutter[0] and row.right > gutter[1] and _gap(row, gutter) < _width(gutter)


def _gap(row: Line, gutter: Strip) -> float:
    """The space that a row leaves at the gutter; nothing where a word stands in it."""
    middle = sum(gutter) / 2
    if any(word.left < middle < word.right for word in row.words):
        return 0
    before = max((w.right for w in row.words if w.right <= middle), default=gutter[0])
    after = min((w.left for w in row.words if w.left >= middle), default=gutter[1])
    return after - before


def _width(strip: Strip) -> float:
    return strip[1] - strip[0]


def _gutter(rows: Sequence[Line]) -> Strip | None:
    """The space between two columns of running text, or none."""
    height = sorted(row.height for row in rows)[len(rows) // 2] if rows else 0
    for strip in _spaces(rows, _GUTTER * height):
        within = [row for row in rows if not _crosses(row, strip)]
        if len(within) < max(_FEWEST, (1 - _ACROSS) * len(rows)):
            continue
        left, right = _sides([word for row in within for word in row.words], strip)
        if _are_columns(rows_of(left), rows_of(right)):
            return strip
    return None


def _spaces(rows: Sequence[Line], least: float) -> Iterator[Strip]:
    """Upright strips that rows leave free between their words: those that most rows do first."""
    gaps = [
        (a.right, b.left)
        for row in rows
        for a, b in pairwise(row.words)
        if b.left - a.right >= least > 0
    ]
    free: Counter[int] = Counter()
    for left, right in gaps:
        free.update(range(max(0, math.ceil(left)), min(_WIDEST, int(right)) + 1))
    seen: set[Strip] = set()
    for x, rows_free in free.most_common():
        if len(seen) >= _STRIPS or rows_free < _FEWEST:
            return
        if any(left <= x <= right for left, right in seen):
            continue
        shared = [gap for gap in gaps if gap[0] <= x <= gap[1]]
        strip = (max(left for left, _ in shared), min(right for _, right in shared))
        seen.add(strip)
        if _width(strip) >= least:
            yield strip


def _are_columns(left: list[Line], right: list[Line]) -> bool:
    """Whether both sides are running text, not cells of a table."""
    if not left or not right:
        return False
    widths = [max(r.right for r in s) - min(r.left for r in s) for s in (left, right)]
    if max(widths) > _WIDER * min(widths):
        return False
    for side in (left, right):
        words = sum(len(row.words) for row in side) / len(side)
        going_on = sum(row.text[:1].islower() for row in side[1:])
        if len(side) < _FEWEST or words < _WORDS or going_on < _RUNS_ON * (len(side) - 1):
            return False
    return True
