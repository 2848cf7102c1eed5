"""What a model states, looked up in the text: each quotation becomes characters of it, or the claim
is dropped.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from fogline.model import Span
from fogline.reading.llm.addressed import is_addressed
from fogline.reading.llm.answers import Stated
from fogline.reading.llm.passages import Passage
from fogline.reading.llm.quotes import Quotes
from fogline.reading.text import Sentence

# A value that needs no words to say so.
_PLAIN = {"certainty": "certain", "status": "actual", "polarity": "positive"}
_WORDS = {
    "place": "the place",
    "actor": "who acts",
    "target": "whom it is done to",
    "when": "when it was",
}


class NotInTextError(ValueError):
    """What a model quotes does not stand in the text; the message says which words."""


@dataclass(frozen=True, slots=True)
class Located:
    """A claim whose words stand in the text: the number of its ``sentence``, and the characters of
    each thing that it quotes, by name; ``cues`` are those behind certainty, status and polarity.
    """

    stated: Stated
    sentence: int
    trigger: Span
    words: dict[str, Span]
    cues: dict[str, Span]


class Finder:
    """Looks quotations up in the sentences of one text."""

    def __init__(self, text: str, sentences: Sequence[Sentence]) -> None:
        self._text, self._sentences = text, sentences
        self._starts = [s.span.start for s in sentences]
        self._quotes = Quotes(text)

    def sentence_at(self, offset: int) -> int:
        """The number of the sentence that has a character, or that stands before it."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def locate(self, stated: Stated, passage: Passage) -> Located:
        """Find all that a claim of a passage quotes.

        Raises:
            NotInTextError: something that it quotes is not there.
        """
        whole = self._sentence(stated, passage)
        trigger = self._quotes.find(stated.trigger, whole, whole.start)
        if trigger is None:
            raise NotInTextError("the words of its event do not stand in its sentence")
        k = self.sentence_at(trigger.start)
        words = {
            name: self._nearest(getattr(stated, name), k, trigger, what)
            for name, what in _WORDS.items()
            if getattr(stated, name)
        }
        if stated.speaker != "publisher":
            words["speaker"] = self._nearest(stated.speaker_words, k, trigger, "who says so")
        cues = {
            name: self._cue(stated, name, k, trigger)
            for name, plain in _PLAIN.items()
            if getattr(stated, name) != plain
        }
        return Located(stated, k, trigger, words, cues)

    def _sentence(self, stated: Stated, passage: Passage) -> Span:
        """Where the passage has the sentence."""
        within = Span(passage.sentences[0].start, passage.sentences[-1].end)
        found = self._quotes.find(stated.sentence, within, within.start)
        if found is None:
            raise NotInTextError("its sentence does not stand in the text")
        own = [s for s in passage.sentences if s.overlaps(found)]
        if not own or any(is_addressed(s.of(self._text)) for s in (found, *own)):
            raise NotInTextError("its sentence speaks to whoever reads by machine")
        return found

    def _nearest(self, quote: str, k: int, trigger: Span, what: str) -> Span:
        """The words in the sentence, else the last before it, else the first behind it."""
        within = self._sentences[k].span
        found = list(self._quotes.every(quote))
        inside = [s for s in found if within.covers(s)]
        if inside:
            return min(inside, key=lambda s: abs(s.start - trigger.start))
        if not found:
            raise NotInTextError(f"the words for {what} do not stand in the text")
        before = [s for s in found if s.start < within.start]
        return before[-1] if before else found[0]

    def _cue(self, stated: Stated, name: str, k: int, trigger: Span) -> Span:
        """The words that make a claim other than plain: in its sentence, or in the one before."""
        value, quote = getattr(stated, name), getattr(stated, f"{name}_words")
        first = self._sentences[max(0, k - 1)].span.start
        within = Span(first, self._sentences[k].span.end)
        found = self._quotes.find(quote, within, trigger.start) if quote else None
        if found is None:
            raise NotInTextError(f"no words of the text make it {value}")
        return found
