"""Whether sentences speak of this war at all, and which sides a text names by their own names."""

from __future__ import annotations

from collections.abc import Sequence

from fogline.reading.lexicon import any_of, has_phrase, is_cue, words_of
from fogline.reading.sides import ATTRIBUTIVE, SideMention
from fogline.reading.text import Sentence

# Sentences before and behind one in which a word of war tells what it is about. Of 5,800 annotated
# claims in English 16 are farther from any.
_BEFORE, _BEHIND = 3, 1
# Sentences of a text that has room to say what it is about.
_ROOM = 8
# Words for people, states and capitals stand in texts about anything.
_OF_FORCES = frozenset({"name", "deictic", ATTRIBUTIVE})
_OF_TODAY = frozenset({"name", "adjective", "country"})
# Years after which an event is history, no claim of the day, whatever war it was in.
GENERATION = 25
# Words before "ago" that say how long: "more than eighty years".
_LONG = 3


def about_war(
    sentences: Sequence[Sentence], sides: Sequence[list[SideMention]], *, terse: bool
) -> list[bool]:
    """For each sentence, whether it may tell of the war: it is about no other war and no other
    matter, and it or one near it speaks of war. A headline, a post (``terse``) or a note has no
    room for that.
    """
    told = [_is_of_war(s, row) for s, row in zip(sentences, sides, strict=True)]
    near = [any(told[max(0, k - _BEFORE) : k + _BEHIND + 1]) for k in range(len(told))]
    short = terse or len(sentences) < _ROOM
    return [
        (near[k] or short)
        and not _is_of_another(sentence, sides[k])
        and (told[k] or bool(sides[k]) or not _is_of_another_matter(sentence))
        for k, sentence in enumerate(sentences)
    ]


def _is_of_another_matter(sentence: Sentence) -> bool:
    """Whether a sentence tells of votes, sport, markets, weather or crowds."""
    words = sentence.words
    return has_phrase(words, "crowd_control") or has_phrase(words, "other_matters")


def has_word_of_war(sentence: Sentence) -> bool:
    """Whether a word of war stands in a sentence."""
    return any(is_cue("warfare", word) for word in sentence.words)


def _is_of_war(sentence: Sentence, sides: Sequence[SideMention]) -> bool:
    """Whether a sentence has a word of war, or the name of a side or of its forces."""
    return any(s.kind in _OF_FORCES for s in sides) or has_word_of_war(sentence)


def _is_of_another(sentence: Sentence, sides: Sequence[SideMention]) -> bool:
    """Whether a sentence tells of an army that is no more, or of "eighty years ago". One that names
    a side only compares.
    """
    if any(s.kind in _OF_TODAY for s in sides):
        return False
    words = sentence.words
    ago = (k for k, w in enumerate(words) if w in words_of("ago_words"))
    return has_phrase(words, "armies_of_other_wars") or any(_is_long(words[:k]) for k in ago)


def _is_long(before: list[str]) -> bool:
    """Whether the words before "ago" are a generation or more: "eighty years", "two centuries";
    not those of a thing: "built forty years ago".
    """
    near = before[-_LONG:]
    if any_of(before[-_LONG - 1 :], "of_making"):
        return False
    if any_of(near[-1:], "ages"):
        return True
    long = any(w in words_of("long_numbers") or _is_many(w) for w in near[:-1])
    return long and any_of(near[-1:], "years_words")


def _is_many(word: str) -> bool:
    return word.isdecimal() and int(word[:4]) >= GENERATION


def named(sentences: Sequence[Sentence], sides: Sequence[list[SideMention]]) -> frozenset[str]:
    """Labels of the sides that a text names by a word that means no other: "militants" may be
    anybody's.
    """
    return frozenset(
        s.label
        for sentence, row in zip(sentences, sides, strict=True)
        for s in row
        if not is_general(sentence, s)
    )


def is_general(sentence: Sentence, s: SideMention) -> bool:
    """Whether a side's words could be anybody's: "militants", "the extremists"."""
    return all(w in words_of("general_names") for w in sentence.words[s.start : s.end])
