"""Statements that run on: a speaker whom a sentence has named still speaks in the next ones, where
"he said", or a quotation that goes on, says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fogline.reading.attributions import QUOTE_ENDS, Attribution
from fogline.reading.context import Context
from fogline.reading.lexicon import any_of, is_cue, words_of
from fogline.reading.triggers import Trigger

# Sentences over which a speaker is still the one who is meant, and words from "he" to "said".
_SENTENCES, _TO_VERB = 2, 3
_OPENING, _CLOSING, _STRAIGHT = frozenset("“«„"), frozenset("”»"), '"'
# A label says whose a line is; the next line may be anybody's.
_SPOKEN = frozenset({"before", "after", "according", "quoted"})


@dataclass(frozen=True, slots=True)
class Statement:
    """Who spoke last and in which sentence, and whether the quotation goes on behind it."""

    speaker: str = ""
    index: int = -1
    is_open: bool = False

    def then(self, c: Context, said: Sequence[Attribution]) -> Statement:
        """After one more sentence, with the speakers that it names."""
        spoken = [a for a in said if a.form in _SPOKEN]
        is_open = _is_open(c.sentence.words, self.is_open) and not c.sentence.heading
        if spoken:
            return Statement(spoken[-1].text, c.sentence.index, is_open)
        goes_on = self._is_near(c) and (self.is_open or _pronoun(c) is not None)
        return Statement(self.speaker, c.sentence.index if goes_on else self.index, is_open)

    def carried(
        self, c: Context, t: Trigger, said: Sequence[Attribution]
    ) -> tuple[str, tuple[int, int] | None] | None:
        """The speaker of an event that another sentence names, and the words "he said" that lead
        back to it; none where this sentence names its own, or nobody.
        """
        if not self.speaker or not self._is_near(c) or said:
            return None
        told = _pronoun(c)
        if told is not None:
            behind = c.sentence.words[told[0] - 1 : told[0]]
            governs = told[1] <= t.start or bool(QUOTE_ENDS.intersection(behind))
            return (self.speaker, told) if governs and _is_somebody(self.speaker) else None
        first = c.sentence.words[0] in _OPENING or c.sentence.words[0] == _STRAIGHT
        quoted = _is_open(c.sentence.words[: t.start], self.is_open)
        return (self.speaker, None) if quoted and (first or self.is_open) else None

    def _is_near(self, c: Context) -> bool:
        return 0 <= c.sentence.index - self.index <= _SENTENCES


def _is_open(words: Sequence[str], before: bool) -> bool:
    """Whether a quotation is open behind some words, if it was or was not before them."""
    is_open = before
    for w in words:
        if w == _STRAIGHT:
            is_open = not is_open
        elif w in _OPENING or w in _CLOSING:
            is_open = w in _OPENING
    return is_open


def _pronoun(c: Context) -> tuple[int, int] | None:
    """The tokens of a pronoun with its verb of speech, "he also said"; none where there is none."""
    words = c.sentence.words
    for k, w in enumerate(words):
        if w not in words_of("person_pronouns"):
            continue
        for verb in range(k + 1, min(len(words), k + 1 + _TO_VERB)):
            if is_cue("saying", words[verb]):
                return k, verb + 1
            if words[verb] not in words_of("speech_adverbs"):
                break
    return None


def _is_somebody(speaker: str) -> bool:
    """Whether a speaker may be a "he" or "she": it has a title, or is no organisation."""
    words = speaker.casefold().replace(",", " ").split()
    return any_of(words, "titles") or not any_of(words, "organisations")
