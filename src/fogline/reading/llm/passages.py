"""The passages of a text that a model is asked about, each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from fogline.model import Span
from fogline.reading.llm.addressed import is_addressed
from fogline.reading.text import split

# Characters of a passage: its answer then stays within what one answer may have, and an odd passage
# spoils no more than itself. And characters before it that say whom and what it speaks of.
PASSAGE, BEFORE = 2_500, 500
# Texts that are divided when their reading begins and once more when they are read.
_AHEAD = 64


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of a text, and the words before them."""

    whole: str
    sentences: tuple[Span, ...]
    before: str = ""

    @property
    def text(self) -> str:
        """The sentences, as the model is shown them."""
        return _joined(self.whole, self.sentences)

    @property
    def halves(self) -> tuple[Passage, ...]:
        """Two shorter passages; none if it is one sentence."""
        half = len(self.sentences) // 2
        if not half:
            return ()
        first, second = self.sentences[:half], self.sentences[half:]
        return (
            Passage(self.whole, first, self.before),
            Passage(self.whole, second, _before(self.whole, first)),
        )


@dataclass(frozen=True, slots=True)
class Divided:
    """A text in passages, and the sentences that are withheld from the model."""

    passages: tuple[Passage, ...]
    withheld: tuple[Span, ...]


@lru_cache(maxsize=_AHEAD)
def divide(text: str) -> Divided:
    """The passages of a text; sentences that speak to a machine are in none."""
    spans = [sentence.span for sentence in split(text)]
    withheld = {s for s in spans if is_addressed(s.of(text))}
    withheld |= _across(text, spans, withheld)
    kept = [s for s in spans if s not in withheld and any(c.isalpha() for c in s.of(text))]
    passages: list[Passage] = []
    taken: list[Span] = []
    length, done = 0, 0
    for at, span in enumerate(kept):
        if taken and length + span.end - span.start > PASSAGE:
            passages.append(Passage(text, tuple(taken), _before(text, kept[:done])))
            taken, length, done = [], 0, at
        taken.append(span)
        length += span.end - span.start
    if taken:
        passages.append(Passage(text, tuple(taken), _before(text, kept[:done])))
    return Divided(tuple(passages), tuple(sorted(withheld)))


def _across(text: str, spans: Sequence[Span], withheld: set[Span]) -> set[Span]:
    """Sentences that only together speak to a machine: a line break may part what is said."""
    found: set[Span] = set()
    for one, two in pairwise(spans):
        both = {one, two}
        if not both & withheld and is_addressed(f"{one.of(text)} {two.of(text)}"):
            found |= both
    return found


def _before(text: str, spans: Sequence[Span]) -> str:
    """The last of some sentences, as many as fit."""
    first, length = len(spans), 0
    while first and length + spans[first - 1].end - spans[first - 1].start <= BEFORE:
        first -= 1
        length += spans[first].end - spans[first].start
    return _joined(text, spans[first:])


def _joined(text: str, spans: Sequence[Span]) -> str:
    """Sentences with a blank between them, or a line break where the text has one."""
    out = [spans[0].of(text)] if spans else []
    for one, two in pairwise(spans):
        out += ["\n" if "\n" in text[one.end : two.start] else " ", two.of(text)]
    return "".join(out)
