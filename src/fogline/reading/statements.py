"""Statements that run on: a speaker whom a sentence has named still speaks in the next ones, where
"he said", or a quotation that goes on, says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from fogline.reading.attributions import QUOTE_ENDS, Attribution
from fogline.reading.context import Context
from fogline.reading.lexicon import any_of, endings_of, is_cue, words_of
from fogline.reading.text import Sentence
from fogline.reading.triggers import Trigger

# Sentences over which a speaker is still the one who is meant, and words from "he" to "said".
_SENTENCES, _TO_VERB = 2, 3
# Sentences that a quotation runs on over: of 32 in the annotated texts that do, five at the most.
# One that does not end by then is a mark of another kind ("« War in Ukraine | Gazette").
_RUNS_ON = 5
# What ends a quotation, by what opens it; plain marks end others too, where a text has both.
_ENDS = {"“": '”"', "„": "“”", "«": "»", '"': '"'}
# Pronouns that stand for who spoke last.
_MEANT = ("person_pronouns", "body_pronouns", "plural_pronouns")
# A label says whose a line is; the next line may be anybody's.
_SPOKEN = frozenset({"before", "after", "according", "quoted"})


@dataclass(frozen=True, slots=True)
class Quotations:
    """The quotations of a text that run over several sentences: for each sentence the marks that
    may end the one that it begins in, empty for none.
    """

    ends: tuple[str, ...]

    @classmethod
    def of(cls, sentences: Sequence[Sentence]) -> Self:
        """Those of a text; what does not end soon is no quotation."""
        ends, k = [""] * (len(sentences) + 1), 0
        while k < len(sentences):
            mark = _behind(sentences[k].words, "")
            run = range(k + 1, min(len(sentences), k + 1 + _RUNS_ON)) if mark else range(0)
            last = next((n for n in run if not _behind(sentences[n].words, mark)), k)
            ends[k + 1 : last + 1] = [mark] * (last - k)
            k = last + 1
        return cls(tuple(ends))

    def holds(self, sentence: Sentence, at: int) -> bool:
        """Whether token ``at`` stands in a quotation that the sentence begins with or in."""
        k, words = sentence.index, sentence.words
        is_whole = not _behind(words, self.ends[k]) or bool(self.ends[k + 1])
        begins = bool(self.ends[k]) or words[0] in _ENDS
        return is_whole and begins and bool(_behind(words[:at], self.ends[k]))


@dataclass(frozen=True, slots=True)
class Statement:
    """Who spoke last, and the last sentence of what was said."""

    speaker: str = ""
    index: int = -1

    def then(self, c: Context, said: Sequence[Attribution], quoted: Quotations) -> Statement:
        """After one more sentence, with the speakers that it names."""
        spoken = [a for a in said if a.form in _SPOKEN]
        if spoken:
            return Statement(spoken[-1].text, c.sentence.index)
        goes_on = bool(quoted.ends[c.sentence.index]) or _pronoun(c) is not None
        return Statement(self.speaker, c.sentence.index) if self._is_near(c) and goes_on else self

    def carried(
        self, c: Context, t: Trigger, said: Sequence[Attribution], quoted: Quotations
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
            return (
                (self.speaker, told)
                if governs and _may_mean(c.sentence.words[told[0]], self.speaker)
                else None
            )
        return (self.speaker, None) if quoted.holds(c.sentence, t.start) else None

    def _is_near(self, c: Context) -> bool:
        return 0 <= c.sentence.index - self.index <= _SENTENCES


def _behind(words: Sequence[str], mark: str) -> str:
    """The marks that may end the quotation that is open behind some words; ``mark`` are those of
    one that is open before them. Empty for none.
    """
    for w in words:
        closes = bool(mark) and w in mark
        mark = "" if closes else mark or _ENDS.get(w, "")
    return mark


def _pronoun(c: Context) -> tuple[int, int] | None:
    """The tokens of a pronoun with its verb of speech, "he also said", not "as they claim"; none
    where there is none.
    """
    words = c.sentence.words
    for k, w in enumerate(words):
        aside = any_of(words[max(0, k - 1) : k], "aside_words")
        if aside or not any(w in words_of(key) for key in _MEANT):
            continue
        for verb in range(k + 1, min(len(words), k + 1 + _TO_VERB)):
            if is_cue("saying", words[verb]):
                return k, verb + 1
            if words[verb] not in words_of("speech_adverbs"):
                break
    return None


def _may_mean(pronoun: str, speaker: str) -> bool:
    """Whether a pronoun may stand for a speaker: "it" for an organisation, "they" for several, "he"
    and "she" for a person.
    """
    words = speaker.casefold().replace(",", " ").split()
    body, person = any_of(words, "organisations"), any_of(words, "titles")
    is_body = any_of(words[-1:], "organisations") or any_of(words, "body_words")
    if pronoun in words_of("body_pronouns"):
        return is_body
    if pronoun in words_of("plural_pronouns"):
        return is_body or words[-1].endswith(endings_of("plural_endings"))
    return person or not body
