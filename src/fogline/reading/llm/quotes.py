"""Quoted words, found in the text that they are said to be of."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from fogline.model import Span

# What models write for the same mark: typographic quotes, apostrophes, dashes, blanks.
_SAME = {
    **dict.fromkeys("“”„«»‟", '"'),
    **dict.fromkeys("‘’ʼ`´‛", "'"),
    **dict.fromkeys("‐‑‒–—−", "-"),
    "…": "...",
}
# Marks around a quotation that are not of it.
_AROUND = " \t\n\"'"


class Quotes:
    """A text whose words can be found as somebody else may write them: in another case, with other
    marks and blanks. What is found are always the text's own characters.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded, self._at = _fold(text)

    def find(self, quote: str, within: Span | None = None, near: int = 0) -> Span | None:
        """Where the text has these words, whole; of several places the one nearest to ``near``."""
        found = self.every(quote, within)
        return min(found, key=lambda s: (abs(s.start - near), s.start), default=None)

    def every(self, quote: str, within: Span | None = None) -> Iterator[Span]:
        """Each place at which the text has these words, whole, in order."""
        wanted = _fold(quote.strip(_AROUND))[0].strip(_AROUND)
        start = bisect_left(self._at, within.start) if within else 0
        end = bisect_left(self._at, within.end) if within else len(self._folded)
        at = self._folded.find(wanted, start, end) if wanted else -1
        while at >= 0:
            if not (self._splits(at) or self._splits(at + len(wanted))):
                yield Span(self._at[at], self._at[at + len(wanted) - 1] + 1)
            at = self._folded.find(wanted, at + 1, end)

    def _splits(self, at: int) -> bool:
        """Whether a place in the folded text lies inside a word."""
        return self._folded[max(0, at - 1) : at].isalnum() and self._folded[at : at + 1].isalnum()


def _fold(text: str) -> tuple[str, list[int]]:
    """A text in one spelling, and the offset in it from which each of its characters comes."""
    folded: list[str] = []
    at: list[int] = []
    for k, character in enumerate(text):
        for one in _SAME.get(character, character).casefold():
            blank = one.isspace()
            if blank and folded and folded[-1] == " ":
                continue
            folded.append(" " if blank else one)
            at.append(k)
    return "".join(folded), at
