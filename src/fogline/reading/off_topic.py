"""What is no event of the war that a text is read for: what happens far from it, what is only
remembered or invented, and what people do who are no force.
"""

from __future__ import annotations

from collections.abc import Iterable

from fogline.model import event_type
from fogline.reading.context import Context, Spot
from fogline.reading.lexicon import any_of, endings_of, is_cue, words_of
from fogline.reading.taken_up import COUNTRY
from fogline.reading.triggers import Trigger
from fogline.reading.warfare import GENERATION, has_word_of_war

# Words from a subject to its verb, from a verb to "by", and from "by" to who did it.
_SUBJECT, _TO_BY, _AGENT = 6, 3, 3
# Words from "families of ten members" to "leave".
_LEAVER = 8
_JOINED = 3  # words of "fighters and their" before "families"
# Before these no subject stands: who is armed, whom a deed is aimed at, or done by.
_NO_SUBJECT = ("armed", "aimed", "agent_words", "of_words")
# Words from "the anniversary of" to what it is of.
_MEMORY = 6
# Words of a sentence's opening: "On the 6th of November 1943"; and from a verb to its year.
_OPENING, _TO_YEAR = 6, 8
# Words from "in the new" to "film", and from "film" to "tells".
_WORK = 3


def is_off_topic(c: Context, t: Trigger, spot: Spot | None, event: str) -> bool:
    """Whether ``t`` tells of no event of the war, at this place or at all."""
    return (
        not c.about_war
        or (spot is not None and _is_out_of_reach(c, spot, event))
        or _is_long_ago(c, t)
        or _is_remembered(c, t)
        or _is_invented(c, t)
        or _is_by_people(c, t, event)
        or (event in {"withdraw", "advance"} and _is_flight(c, t))
    )


def _is_out_of_reach(c: Context, spot: Spot, event: str) -> bool:
    """Whether a place lies in no country where this war is fought. Nobody takes or holds a town
    there; of the rest, and of whole countries, the sentence must speak as of a war.
    """
    if not spot.abroad:
        return False
    kind = event_type(event)
    on_the_ground = (kind.combat or kind.territorial) and not kind.remote
    if on_the_ground and spot.kind != COUNTRY:
        return True
    return not c.sides and not has_word_of_war(c.sentence)


def _is_long_ago(c: Context, t: Trigger) -> bool:
    """Whether an event has a year of another age: "in 1943 they took X", not "hit a house built in
    1943".
    """
    words = c.sentence.words
    years = {k: int(w) for k, w in enumerate(words) if _is_year(w)}
    first = c.year - GENERATION
    if c.year == 0 or any(first <= y <= c.year for y in years.values()):
        return False
    old = [k for k, y in years.items() if y < first and _is_led(words[:k])]
    return any(k < _OPENING or _is_dated_by(words, t, k) for k in old)


def _is_dated_by(words: list[str], t: Trigger, k: int) -> bool:
    """Whether the year at token ``k`` dates a verb, and no thing beside it."""
    if k < t.start:
        thing = any_of(words[k - 1 : k], "of_words")
        return not thing and not any_of(words[max(0, k - _TO_YEAR) : k], "of_making")
    between = words[t.end : k]
    made = any(w.endswith(endings_of("participle_endings")) for w in between)
    return k < t.end + _TO_YEAR and not made and not any_of(between, "of_making")


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and "1000" <= word < "2100"


def _is_led(before: list[str]) -> bool:
    """Whether a number behind these words is a year: "in 1943", "on 6 November 1943"."""
    day = before[-1:] == [","] and any(w.isdecimal() for w in before[-2:])
    return day or any_of(before[-1:], "before_years") or any_of(before[-1:], "months")


def _is_remembered(c: Context, t: Trigger) -> bool:
    """Whether an event is only remembered: "the anniversary of the liberation of X"."""
    near = max(0, t.start - _MEMORY)
    lead = c.sentence.words[near : t.start]
    others = [s.start for s in c.sides] + [o.start for o in c.triggers if o.primary]
    if any(near <= start < t.start for start in others):
        return False  # "the anniversary of B's invasion", "of the invasion by shelling X"
    at = next((k for k, w in enumerate(lead) if w in words_of("remembering")), None)
    if at is None or not any_of(lead[at + 1 :], "of_words"):
        return False
    return not _opens_clause(lead[at + 1 :])


def _is_invented(c: Context, t: Trigger) -> bool:
    """Whether a sentence tells what happens in a film, a novel or a game."""
    words = c.sentence.words
    works = (k for k in range(t.start) if words[k] in words_of("fictions"))
    return any_of(words, "invented_words") or any(
        _is_inside(words, k) or _is_told_by(words, k) for k in works
    )


def _is_inside(words: list[str], k: int) -> bool:
    """Such as "in the new game", not "in the film museum"."""
    led = any_of(words[max(0, k - _WORK) : k], "place_in")
    behind = words[k + 1 : k + 2]
    return led and (not behind or not behind[0].isalpha() or _opens_clause(behind))


def _is_told_by(words: list[str], k: int) -> bool:
    """Such as "the film tells how"."""
    return any_of(words[k + 1 : k + 1 + _WORK], "depicting")


def _is_by_people(c: Context, t: Trigger, event: str) -> bool:
    """Whether protesters, fans or a company do what only forces do in a war."""
    kind = event_type(event)
    if not kind.combat or (kind.remote and has_word_of_war(c.sentence)):
        return False
    words = c.sentence.words
    if _first_is_civil(c, range(t.start - 1, max(0, t.start - _SUBJECT) - 1, -1)):
        return True
    behind = words[t.end : t.end + _TO_BY]
    at = next((k for k, w in enumerate(behind, t.end) if w in words_of("agent_words")), None)
    return at is not None and _first_is_civil(c, range(at + 1, min(len(words), at + 1 + _AGENT)))


def _first_is_civil(c: Context, tokens: Iterable[int]) -> bool:
    """Whether the first of these words that means people means civil ones."""
    return _first_of(c, tokens, "civil_subjects", _NO_SUBJECT) is not None


def _is_flight(c: Context, t: Trigger) -> bool:
    """Whether those who leave, or come, are people: "residents managed to leave X"."""
    before = range(t.start - 1, max(0, t.start - _LEAVER) - 1, -1)
    at = _first_of(c, before, "leavers", ("armed",))
    if at is None or any_of(c.sentence.words[t.start - 1 : t.start], "articles"):
        return False  # "families complicated the advance of"
    joined = c.sentence.words[max(0, at - _JOINED) : at]
    return not (any_of(joined, "and_words") and any_of(joined, "armed"))


def _first_of(c: Context, tokens: Iterable[int], key: str, ends: tuple[str, ...]) -> int | None:
    """The first of these tokens with a word of a list, in the same clause, before words that name a
    side or are of another list, and not of those who only say it.
    """
    taken = {k for s in c.sides for k in range(s.start, s.end)}
    for k in tokens:
        word = c.sentence.words[k]
        if k in taken or is_cue("saying", word):
            return None
        if word in words_of(key):
            return k
        if any(word in words_of(end) for end in ends) or not word[0].isalnum():
            return None
        if _opens_clause([word]):
            return None
    return None


def _opens_clause(words: list[str]) -> bool:
    return any_of(words, "clause_cuts") or any_of(words, "relatives")
