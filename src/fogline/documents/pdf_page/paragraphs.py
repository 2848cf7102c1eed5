"""Lines joined to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from fogline.documents.line_ends import LineEnds
from fogline.documents.pdf_page.line import Line

# A line goes on where the next stands at most this far below it, in heights of a line.
_LEADING = 1.9
# Paragraphs are set apart where their distance is that of lines by this factor.
_WIDER = 1.2
# Sizes that differ by more than this belong to a heading and its text.
_SIZE = 1.12
# A first line that is set in by more than this, in heights, begins a paragraph.
_INDENT = 0.7
# Words that a line of running text has on average; lists and tables have fewer.
_WORDS = 3.0
# The share of a block's lines that go on with a small letter, where it is running text.
_RUNS_ON = 0.2
# How much shorter lines of running text may be than the longest, in parts of it.
_RAGGED = 0.2
_STOPS = (".", "!", "?", "…", ":", '."', ".”", ".»", ".)", "]")
_BULLET = re.compile(r"[•●▪◦■►·*–—-]$|\(?\d{1,2}[.)]$|[a-z]\)$")
_HYPHENS = ("-", "\u00ad", "\u2010")


def paragraphs(lines: Sequence[Line]) -> list[str]:
    """The paragraphs of lines in reading order, each on one line, without broken words."""
    ends = LineEnds(line.text for line in lines)
    found: list[str] = []
    for block in _blocks(lines):
        running, leading = _is_running(block), _leading(block)
        for k, line in enumerate(block):
            last = block[k - 1] if k else None
            if last is not None and _goes_on(last, line, running, leading, _edge(block, last)):
                found[-1] = ends.join(found[-1], line.text)
            else:
                found.append(line.text)
    return found


def _blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand together; a block may run on in the next column or page."""
    blocks: list[list[Line]] = []
    for line in lines:
        if blocks and _is_near(blocks[-1][-1], line):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _is_near(last: Line, line: Line) -> bool:
    heading = last.is_bold and not line.is_bold
    if heading or not 1 / _SIZE <= line.height / last.height <= _SIZE:
        return False
    if line.column == last.column:
        return 0 < last.base - line.base <= _LEADING * line.height
    return line.text[:1].islower() or not last.text.endswith(_STOPS)


def _is_running(block: Sequence[Line]) -> bool:
    """Whether a block is running text: its lines go on with small letters, or it is a sentence."""
    words = sum(len(line.words) for line in block) / len(block)
    going_on = sum(line.text[:1].islower() for line in block[1:])
    sentence = block[-1].text.endswith(_STOPS)
    return words >= _WORDS and (going_on >= max(1, _RUNS_ON * (len(block) - 1)) or sentence)


def _leading(block: Sequence[Line]) -> float:
    """The distance of a block's lines: that of most of those that stand closest."""
    gaps = sorted(a.base - b.base for a, b in pairwise(block) if a.column == b.column)
    return gaps[len(gaps) // 4] if gaps else 0


def _edge(block: Sequence[Line], last: Line) -> float:
    """How far the lines of a block reach in a line's column."""
    return max(line.right for line in block if line.column == last.column)


def _goes_on(last: Line, line: Line, running: bool, leading: float, edge: float) -> bool:
    """Whether a line goes on with the sentence of the one before it."""
    first = line.words[0].text
    if _BULLET.fullmatch(first):
        return False
    if last.text.endswith(_HYPHENS) or first[:1].islower():
        return True
    if line.has_cells:
        return False
    if line.column == last.column and last.base - line.base > _WIDER * leading:
        return False
    bulleted = _BULLET.fullmatch(last.words[0].text) is not None
    if line.column == last.column and not bulleted and _is_indented(last, line):
        return False
    if not running or (last.column != line.column and last.text.endswith(_STOPS)):
        return False
    # A line ended early where the next word would have had room.
    width = line.words[0].right - line.words[0].left
    if last.text.endswith(_STOPS):
        return last.edge - last.right < width + line.height / 4
    return edge - last.right < width + _RAGGED * (edge - last.left)


def _is_indented(last: Line, line: Line) -> bool:
    return line.left - last.left > _INDENT * line.height
