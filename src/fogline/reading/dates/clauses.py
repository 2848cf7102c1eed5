"""Which of the days that a sentence names belongs to an event: that of its own clause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fogline.reading.dates.found import Found
from fogline.reading.lexicon import any_of, words_of
from fogline.reading.text import Sentence

# Words between the noun of a past event and the day that only dates it: "since the invasion of".
_REACH = 5


@dataclass(frozen=True, slots=True)
class Clauses:
    """A sentence with the tokens at which its events may begin, and of those that it tells of."""

    sentence: Sentence
    triggers: tuple[int, ...]
    told: tuple[int, ...] = ()

    @classmethod
    def of(cls, sentence: Sentence, triggers: Iterable[int]) -> Clauses:
        """The clauses of a sentence whose triggers begin at these tokens."""
        return cls(sentence, tuple(sorted(triggers)))

    def nearest(self, found: list[Found], trigger: tuple[int, int]) -> Found | None:
        """The day for an event: of its own clause, else one that no other event claims, else the
        nearest; never one that only dates something past or what follows it, nor years that another
        event claims.
        """
        days = [f for f in found if not self.is_background(f) and self._may_date(f, trigger)]
        own = [f for f in days if self._clause(f.start) == self._clause(trigger[0])]
        own = [f for f in own if not f.loose or self._is_nearest(f, trigger)]
        free = [f for f in days if not self._has_event(f)]
        fine = [f for f in days if not f.loose]
        return min(own or free or fine, key=lambda f: (_away(f, trigger), f.start), default=None)

    def dated_clause(self, found: list[Found], token: int) -> int:
        """A number for the clause of a token if it has a day of its own, else 0."""
        start, end = self._clause(token)
        own = any(start <= f.start < end and not self.is_background(f) for f in found)
        return start + 1 if own else 0

    def is_background(self, found: Found) -> bool:
        """Whether a day only says when something earlier was: "after the invasion of February 24",
        "since the February 24 invasion".
        """
        words = self.sentence.words
        before = words[max(0, found.start - _REACH) : found.start]
        behind = words[found.end : found.end + 2]
        led = any(w in words_of("reference_words") for w in before)
        return led and any(w in words_of("past_events") for w in (*before, *behind))

    def _may_date(self, found: Found, trigger: tuple[int, int]) -> bool:
        """Whether a day that counts back stands before an event in its clause, and nothing past
        between them: "six months after the invasion troops entered".
        """
        if not found.backward:
            return True
        follows = trigger[0] >= found.end and trigger[0] < self._clause(found.start)[1]
        between = self.sentence.words[found.end : trigger[0]]
        first = not any(found.end <= t < trigger[0] for t in self.told or self.triggers)
        return follows and first and not any_of(between, "past_events")

    def _is_nearest(self, found: Found, trigger: tuple[int, int]) -> bool:
        """Whether no other event lies nearer to a day, but one that it is named by."""
        away = _away(found, trigger)
        others = (t for t in self.told or self.triggers if not found.start <= t < found.end)
        return all(_away(found, (t, t + 1)) >= away for t in others)

    def _clause(self, token: int) -> tuple[int, int]:
        """The tokens between the commas around a token; a comma within a date or a list is none."""
        words = self.sentence.words
        start = next((k + 1 for k in range(token - 1, -1, -1) if self._parts(k)), 0)
        end = next((k for k in range(token, len(words)) if self._parts(k)), len(words))
        return start, end

    def _parts(self, k: int) -> bool:
        words = self.sentence.words
        if words[k] not in words_of("clause_marks"):
            return False
        between_names = self.sentence.tokens[k - 1].is_name and any(
            t.is_name for t in self.sentence.tokens[k + 1 : k + 2]
        )
        dated = any(w.isdecimal() for w in words[k + 1 : k + 2])
        return not (words[k] == "," and (between_names or dated))

    def _has_event(self, found: Found) -> bool:
        """Whether an event besides what names a day stands in its clause."""
        start, end = self._clause(found.start)
        others = (t for t in self.triggers if not found.start <= t < found.end)
        return any(start <= t < end for t in others)


def in_a_name(sentence: Sentence, found: Found) -> bool:
    """Whether what looks like a day is part of a name: the April 6 Brigade, May 1 Street."""
    follower = sentence.tokens[found.end : found.end + 1]
    return bool(follower) and follower[0].is_name and follower[0].lower in words_of("dated_names")


def _away(f: Found, trigger: tuple[int, int]) -> int:
    return f.start - trigger[1] if f.start >= trigger[1] else trigger[0] - f.end + 1
