"""People whose names villages share: "Orlov told reporters", "мер Сергій Моргунов"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from fogline.reading.heads import Candidate
from fogline.reading.lexicon import any_of, words_of
from fogline.reading.sides import SideMention
from fogline.reading.text import Sentence

# The weight of a town whose name stands for its people or its council: of 30,000 and more.
_TOWN = 4.5


def speaking(
    sentences: Iterable[Sentence], sides: Iterable[Sequence[SideMention]]
) -> frozenset[str]:
    """The names that speak by themselves, with nothing before them that they could belong to."""
    found: set[str] = set()
    for sentence, row in zip(sentences, sides, strict=True):
        taken = {k for s in row for k in range(s.start, s.end)}
        for k, token in enumerate(sentence.tokens):
            if token.is_name and token.text.isalpha() and k not in taken and _speaks(sentence, k):
                found.add(token.text)
    return frozenset(found)


def _speaks(s: Sentence, k: int) -> bool:
    before = s.words[k - 1] if k else "."
    listed = k > 1 and s.tokens[k - 2].is_name
    opens = not before[0].isalnum() or (before in words_of("and_words") and not listed)
    behind = s.words[k + 1] if k + 1 < len(s.words) else ""
    if behind in words_of("person_verbs"):
        return opens
    ends = not behind[:1].isalnum()
    according = s.words[max(0, k - 2) : k]
    return ends and len(according) == 2 and according[0] in words_of("according_words")


def is_person(candidate: Candidate, persons: Set[str], seen: str | None) -> bool:
    """Whether a name is that of somebody who speaks; not where the text says "in" it, nor where a
    town may stand for its council.
    """
    known = max((m.place.weight for m in candidate.matches), default=0.0)
    return candidate.core in persons and seen != "place" and known < _TOWN


def is_full_name(sentence: Sentence, candidate: Candidate) -> bool:
    """Whether a name is the surname behind a first name, or a first name before one."""
    before = sentence.words[max(0, candidate.start - 1) : candidate.start]
    first = sentence.words[candidate.start] in words_of("first_names")
    behind = sentence.tokens[candidate.end : candidate.end + 1]
    return any_of(before, "first_names") or (first and any(t.is_name for t in behind))
