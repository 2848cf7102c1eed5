"""A line of a page."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from fogline.documents.pdf_page.words import Word

# The space between two cells of a row without lines: in heights, and against its other spaces.
_WIDE, _WIDER = 1.2, 3.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words; ``edge`` is the right end of its column, ``column`` tells columns apart."""

    words: tuple[Word, ...]
    edge: float = 0
    column: int = 0

    @property
    def text(self) -> str:
        """The words with spaces between them."""
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        """Left end."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Right end."""
        return max(word.right for word in self.words)

    @property
    def base(self) -> float:
        """Base line."""
        return self.words[0].base

    @property
    def height(self) -> float:
        """Height of the line's letters: that of most of its words."""
        heights = sorted(word.height for word in self.words)
        return heights[len(heights) // 2]

    @property
    def is_bold(self) -> bool:
        """Whether all its words are bold."""
        return all(word.bold for word in self.words)

    @property
    def has_cells(self) -> bool:
        """Whether one of the spaces between its words is much wider than the others."""
        spaces = sorted(b.left - a.right for a, b in pairwise(self.words))
        widest = spaces[-1] if spaces else 0
        others = spaces[len(spaces) // 2] if len(spaces) > 2 else 0
        return widest > max(_WIDE * self.height, _WIDER * others)
