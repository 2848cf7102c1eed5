"""Headers, footers and page numbers: lines that stand in the same place of several pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fogline.documents.pdf_page.line import Line
from fogline.documents.pdf_page.lines import rows_of
from fogline.documents.pdf_page.words import PageWords, Word

# Lines at the top and at the bottom of a page that may be furniture.
_LINES = 3
# The share of pages on which it stands, where there are many (headers of left and right pages
# differ); where no space parts it from the text, more is asked, and more pages.
_SHARE, _SHARE_BESIDE, _PAGES_BESIDE = 0.3, 0.5, 3
# The part of a page, from its top and bottom, in which it stands.
_MARGIN = 0.085
# The space that parts it from the text, in heights of a line.
_APART = 1.6
# How far its place may differ, in points.
_PLACE = 4.0
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:[^\W\d_]{1,8}\.?\s)?\W{0,3}\d{1,4}(?:\s?(?:/|[^\W\d_]{1,3})\s?\d{1,4})?\W{0,3}"
)


@dataclass(frozen=True, slots=True)
class _Place:
    """A line's words without numbers, and where its base line is."""

    words: str
    base: int


def without_furniture(pages: Sequence[PageWords]) -> list[list[Word]]:
    """The words of the pages without headers, footers and page numbers."""
    rows = [rows_of(page.words) for page in pages]
    seen: Counter[_Place] = Counter()
    margins = [_margins(page, lines) for page, lines in zip(pages, rows, strict=True)]
    for ends in margins:
        seen.update({place for end in ends for row in end for place in _places(row)})
    kept = []
    for page, (head, foot) in zip(rows, margins, strict=True):
        top = _furniture(head, page[len(head) :], seen, len(pages))
        body = page[: len(page) - len(foot)][::-1]
        bottom = _furniture(foot, body, seen, len(pages))
        kept.append([w for row in page[top : len(page) - bottom] for w in row.words])
    return kept


def _margins(page: PageWords, rows: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines in the top and the bottom margin of a page, the outermost first."""
    margin = _MARGIN * (page.top - page.bottom)
    head = [row for row in rows if row.base > page.top - margin]
    foot = [row for row in reversed(rows) if row.base < page.bottom + margin]
    return head[:_LINES], foot[:_LINES]


def _furniture(
    ends: Sequence[Line], body: Sequence[Line], seen: Counter[_Place], pages: int
) -> int:
    """How many lines from the end of a page are furniture."""
    lines = 0
    for k, row in enumerate(ends):
        often = max(seen[place] for place in _places(row))
        following = next(iter([*ends[k + 1 : k + 2], *body[:1]]), None)
        apart = following is None or abs(row.base - following.base) > _APART * row.height
        if often < max(2, _SHARE * pages) and not (apart and _PAGE_NUMBER.fullmatch(row.text)):
            break
        if apart or often >= max(_PAGES_BESIDE, _SHARE_BESIDE * pages):
            lines = k + 1
    return lines


def _places(row: Line) -> list[_Place]:
    """A line's place, and the one next to it, so that small differences do not matter."""
    words = "#" if _PAGE_NUMBER.fullmatch(row.text) else _NUMBER.sub("#", row.text.casefold())
    slot = int(row.base // _PLACE)
    return [_Place(words, slot), _Place(words, slot + 1)]
