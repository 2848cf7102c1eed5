"""Words that may express an event, found by a lexicon and by words that training has added."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from fogline.reading.languages import languages
from fogline.reading.lexicon import words_of
from fogline.reading.text import Sentence, tokens_of

_GAP = 3
_SHORT = 3  # letters of words that headlines leave small
_MOVING = frozenset({"advance", "capture", "withdraw", "move"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """Tokens ``start`` to ``end`` of a sentence that may express one of ``events``; ``key`` is the
    lexicon's entry.
    """

    start: int
    end: int
    key: str
    events: tuple[str, ...]
    primary: str = ""
    phrase: bool = False
    assessment: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[str, ...]
    key: str
    events: tuple[str, ...]
    primary: str


_Hit = tuple[str, tuple[str, ...], str]


class Triggers:
    """The lexicon's triggers joined with learned words (a word, with the events that it was seen to
    express).
    """

    def __init__(self, learned: dict[str, tuple[str, ...]]) -> None:
        self._learned = learned
        self._exact, self._stems, self._phrases = _compiled()
        self._cache: dict[str, _Hit | None] = {}

    def find(self, sentence: Sentence) -> list[Trigger]:
        """All single words that may be triggers, and phrases; a word inside a phrase still counts
        by itself.
        """
        found: list[Trigger] = []
        words = sentence.words
        idle = _idioms(words)
        for k, word in enumerate(words):
            if k in idle or _in_a_name(sentence, k):
                continue
            hit = self._word(word)
            if hit and _is_no_force(words, k, hit[2] or hit[1][0]):
                continue
            if hit:
                found.append(Trigger(k, k + 1, *hit))
            for entry in self._phrases.get(word[:3], ()):
                end = _match(entry.words, words, k)
                if end:
                    found.append(
                        Trigger(k, end, entry.key, entry.events, entry.primary, phrase=True)
                    )
        return found + _assessments(words)

    def knows(self, word: str) -> bool:
        """Whether a folded word may be a trigger by itself."""
        return self._word(word) is not None

    def _word(self, word: str) -> _Hit | None:
        if word not in self._cache:
            self._cache[word] = self._look_up(word)
        return self._cache[word]

    def _look_up(self, word: str) -> _Hit | None:
        if len(word) < 3 or not word[0].isalpha():
            return None
        key, events = "", []
        if word in self._exact:
            key, events = word, list(self._exact[word])
        for size in range(len(word), 2, -1):
            stem = word[:size]
            if stem in self._stems:
                key = key or stem + "*"
                events += [e for e in self._stems[stem] if e not in events]
        if word in self._learned:
            key = key or word
            events += [e for e in self._learned[word] if e not in events]
        return (key, tuple(events), primary(word)) if events else None


def _in_a_name(sentence: Sentence, k: int) -> bool:
    """Whether a word is part of a name such as Liberation Street, or Front for the Liberation."""
    tokens = sentence.tokens
    if not tokens[k].is_name:
        return False
    following = tokens[k + 1 : k + 2]
    if following and following[0].is_name and following[0].lower in words_of("name_heads"):
        return True
    before = k - 1
    if before > 0 and sentence.words[before] in words_of("definite_articles"):
        before -= 1
    linked = before > 0 and sentence.words[before] in words_of("name_links")
    if not (linked and tokens[before - 1].is_name):
        return False
    return sentence.words[before - 1] in words_of("group_heads") or not _is_titled(sentence)


def _is_titled(sentence: Sentence) -> bool:
    """Whether a sentence has its words in capitals, as headlines have."""
    words = [t for t in sentence.tokens if t.text.isalpha() and len(t.text) > _SHORT]
    return sum(t.is_name for t in words) > len(words) / 2


def _is_no_force(words: list[str], k: int, event: str) -> bool:
    """Whether what acts is no force: "a storm struck", "cholera is advancing", "medics entered"."""
    known = words_of("of_nature")
    known |= words_of("no_army") if event in _MOVING else frozenset()
    for word in reversed(words[max(0, k - _GAP) : k]):
        if not word[0].isalpha():
            return False
        if word in known:
            return True
    return False


def _idioms(words: list[str]) -> set[int]:
    """Words that stand in a figure of speech ("strike a deal") and so express no event."""
    return {k for start, end in _set_phrases("idioms", words) for k in range(start, end)}


def _assessments(words: list[str]) -> list[Trigger]:
    """Set phrases that judge the military situation and make a claim: "lost the initiative"."""
    found = _set_phrases("assessments", words)
    return [
        Trigger(start, end, "assessment", ("other",), "other", phrase=True, assessment=True)
        for start, end in found
    ]


def _set_phrases(name: str, words: list[str]) -> list[tuple[int, int]]:
    """Start and end of every phrase of a list that stands in a sentence."""
    table = _phrase_table(name)
    matches = (
        (k, _match(pattern, words, k))
        for k in range(len(words))
        for pattern in table.get(words[k][:3], ())
    )
    return [(start, end) for start, end in matches if end]


@lru_cache(maxsize=4)
def _phrase_table(name: str) -> dict[str, list[tuple[str, ...]]]:
    table: dict[str, list[tuple[str, ...]]] = {}
    phrases = [
        p
        for language in languages()
        for p in (language.idioms if name == "idioms" else language.assessments)
    ]
    for phrase in phrases:
        words = tuple(phrase.split())
        table.setdefault(words[0].rstrip("*")[:3], []).append(words)
    return table


def _match(pattern: tuple[str, ...], words: list[str], k: int) -> int:
    """End of a phrase that begins at word ``k``, or 0; ``_`` stands for one to three words."""
    for position, part in enumerate(pattern):
        if part == "_":
            continue
        reach = _GAP + 1 if position and pattern[position - 1] == "_" else 1
        for step in range(reach):
            if k + step < len(words) and _same(part, words[k + step]):
                k += step + 1
                break
        else:
            return 0
    return k


def _same(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


@lru_cache(maxsize=1)
def _primary() -> dict[str, str]:
    return {
        pattern: event
        for language in languages()
        for event, patterns in language.primary.items()
        for pattern in patterns
    }


@lru_cache(maxsize=16384)
def primary(word: str) -> str:
    """The event that a word means where nothing else speaks; empty if the lexicon does not say."""
    table = _primary()
    if word in table:
        return table[word]
    return next(
        (table[word[:n] + "*"] for n in range(len(word), 2, -1) if word[:n] + "*" in table), ""
    )


@lru_cache(maxsize=1)
def _compiled() -> tuple[
    dict[str, tuple[str, ...]], dict[str, tuple[str, ...]], dict[str, list[_Entry]]
]:
    by_pattern: dict[str, list[str]] = {}
    for language in languages():
        for event, patterns in language.triggers.items():
            for pattern in patterns:
                events = by_pattern.setdefault(pattern, [])
                if event not in events:
                    events.append(event)
    exact: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[str, ...]] = {}
    phrases: dict[str, list[_Entry]] = {}
    for pattern, events in by_pattern.items():
        words = tuple(pattern.split())
        if len(words) > 1:
            phrases.setdefault(words[0].rstrip("*")[:3], []).append(
                _Entry(words, pattern, tuple(events), events[0])
            )
        elif "*" in pattern[:-1]:
            continue
        elif pattern.endswith("*"):
            stems[pattern[:-1]] = tuple(events)
        else:
            exact["".join(t.lower for t in tokens_of(pattern))] = tuple(events)
    return exact, stems, phrases
