"""The words of a page with their places."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

# Marks that PDFium gives for a hyphen at the end of a line.
_HYPHENS = {"\x02", "\ufffe"}
_LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
# A new word begins where the next letter stands this far off, in heights of the word.
_APART = 0.25
# The characters of one page; a page of small print has some 10,000.
_MOST = 200_000
_RIGHT_ANGLES = 4
# The weight of type from which it is bold; that of plain type is 400.
_BOLD = 600
# Share of a page that an image covers on a scanned page.
_SCANNED = 0.5


@dataclass(frozen=True, slots=True)
class Word:
    """A word: its left and right end, its base line (from the page's bottom) and its height.

    All are in points; the height is that of its type. ``turn`` counts the quarters that it is
    turned against the page.
    """

    text: str
    left: float
    right: float
    base: float
    height: float
    turn: int = 0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of a page that stand upright, and those that do not.

    ``bottom`` and ``top`` are where the page ends; ``is_image`` is whether it is a scan.
    """

    words: list[Word]
    turned: list[Word]
    bottom: float
    top: float
    is_image: bool


def words_of(page: Any) -> PageWords:
    """The words of a page, in the order in which they are drawn."""
    found = [*_words(page)]
    turns = Counter(word.turn for word in found)
    main = turns.most_common(1)[0][0] if turns else 0
    upright = [_upright(w) for w in found if w.turn == main]
    turned = [w for w in found if w.turn != main]
    left, bottom, right, top = page.get_cropbox()
    ends = ((bottom, top), (-right, -left), (-top, -bottom), (left, right))[main]
    return PageWords(upright, turned, *ends, _is_image(page))


def _words(page: Any) -> Iterator[Word]:
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    box = pdfium.FS_RECTF()
    letters: list[str] = []
    start = Word("", 0, 0, 0, 0)
    right = left = bottom = top = 0.0
    for k in range(min(text.count_chars(), _MOST)):
        code = pdfium.FPDFText_GetUnicode(text, k)
        letter = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if letter.isspace() or letter == "\0" or not pdfium.FPDFText_GetLooseCharBox(text, k, box):
            if letters:
                yield _word(letters, start, (left, right, bottom, top))
            letters = []
            continue
        if letters and _is_apart(start, (left, right, bottom, top), box):
            yield _word(letters, start, (left, right, bottom, top))
            letters = []
        if not letters:
            start = _start(text, k)
            left, right, bottom, top = box.left, box.right, box.bottom, box.top
        letters.append("-" if letter in _HYPHENS else _LIGATURES.get(letter, letter))
        left, right = min(left, box.left), max(right, box.right)
        bottom, top = min(bottom, box.bottom), max(top, box.top)
    if letters:
        yield _word(letters, start, (left, right, bottom, top))


def _start(text: Any, k: int) -> Word:
    """A word's beginning at a character: where it stands, its height and turn."""
    import pypdfium2.raw as pdfium

    x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
    pdfium.FPDFText_GetCharOrigin(text, k, x, y)
    pdfium.FPDFText_GetMatrix(text, k, matrix)
    size = pdfium.FPDFText_GetFontSize(text, k) * math.hypot(matrix.c, matrix.d)
    turn = -round(pdfium.FPDFText_GetCharAngle(text, k) / (math.pi / 2)) % _RIGHT_ANGLES
    bold = pdfium.FPDFText_GetFontWeight(text, k) >= _BOLD
    return Word("", x.value, 0, y.value, size or 1, turn, bold)


def _is_apart(start: Word, so_far: tuple[float, ...], box: Any) -> bool:
    """Whether a letter does not belong to the word so far."""
    left, right, bottom, top = so_far
    if start.turn % 2:
        height = right - left
        return bool(box.bottom > top + _APART * height or box.top < bottom - _APART * height)
    height = top - bottom
    gap = box.left > right + _APART * height or box.right < left - _APART * height
    lifted = min(box.top, top) - max(box.bottom, bottom) < 0
    return bool(gap or lifted)


def _word(letters: list[str], start: Word, box: tuple[float, ...]) -> Word:
    left, right, bottom, top = box
    text = "".join(letters)
    if start.turn % 2:
        return replace(start, text=text, left=bottom, right=top, base=start.left)
    return replace(start, text=text, left=left, right=right)


def _upright(word: Word) -> Word:
    """A word as it stands when the page is turned so that it can be read."""
    if word.turn == 0:
        return word
    if word.turn == 1:  # runs up the page: lines follow each other to the right
        return replace(word, base=-word.base, turn=0)
    sign = -1 if word.turn == 2 else 1
    return replace(word, left=-word.right, right=-word.left, base=sign * word.base, turn=0)


def _is_image(page: Any) -> bool:
    """Whether images cover most of a page."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    covered = 0.0
    for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = image.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    return bool(covered >= _SCANNED * width * height > 0)
