"""Belligerents in a text: names, adjectives, metonyms, and words that depend on who speaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from fogline.reading.attributive import is_attributive, is_predicative
from fogline.reading.lexicon import any_of, endings_of, words_of
from fogline.reading.text import Sentence, tokens_of
from fogline.theatre import Theatre

ATTRIBUTIVE, RECALLING = "attributive", "recalling"
# Whom words recall that mean nobody until the text has named somebody.
NOBODY = ""
_KIND_RANK = {
    "adjective": 0, "name": 1, "deictic": 2, ATTRIBUTIVE: 2, RECALLING: 2, "country": 3,
    "capital": 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SideMention:
    """A belligerent's words: token indices ``start`` to ``end`` of a sentence, its label and the
    kind of word.
    """

    start: int
    end: int
    label: str
    kind: str


# Sides that sentences before have named last and that may act in one that names none of them: of
# 1,243 annotated actors in wars of many sides, 6 in 100 are among these alone.
_RECENT = 3
# Sentences within which a word for a side's forces ("advancing") still tells whose they are.
_DESCRIBED = 3


@dataclass(frozen=True, slots=True)
class SidesBefore:
    """The belligerents that the sentences before have named: the first one of the last sentence
    that names any, and the labels named last, the latest first.
    """

    previous: str | None = None
    recent: tuple[str, ...] = ()

    def then(self, sides: Sequence[SideMention]) -> SidesBefore:
        """With one more sentence behind it."""
        labels = dict.fromkeys([*(s.label for s in reversed(sides)), *self.recent])
        previous = sides[0].label if sides else self.previous
        return SidesBefore(previous, tuple(labels)[:_RECENT])


class Sides:
    """Finds the belligerents of a theatre in the sentences of one speaker.

    ``has_enemy`` is false where nobody knows whom the speaker calls an enemy.
    """

    def __init__(self, theatre: Theatre, voice: str | None, *, has_enemy: bool = True) -> None:
        self.theatre = theatre
        self.voice = voice
        self._phrases, self._stems = _phrases(theatre, voice, has_enemy=has_enemy)
        self._national = {
            word.casefold(): side.label for side in theatre.belligerents for word in side.national
        }

    def find(self, sentence: Sentence) -> list[SideMention]:
        """The belligerents of a sentence, in order, longest phrase first."""
        found: list[SideMention] = []
        k = 0
        while k < len(sentence.tokens):
            mention = self._at(sentence, k) or self._of_a_people(sentence, k, found)
            if mention:
                found.append(mention)
            k = mention.end if mention else k + 1
        return found

    def _at(self, sentence: Sentence, k: int) -> SideMention | None:
        first = sentence.words[k]
        if (
            _is_denied(sentence.words, k)
            or _is_common(sentence.words, k)
            or self._is_owned(sentence.words, k)
        ):
            return None
        for words, exact, label, kind in self._phrases.get(first, ()):
            end = k + len(words)
            # A side tied to the word by a hyphen speaks for itself: "Ukrainian-occupied".
            if kind == ATTRIBUTIVE and (
                sentence.words[k - 1 : k] == ["-"]
                or not (is_attributive(sentence, k) or is_predicative(sentence, k))
            ):
                continue
            if kind == "country" and _in_an_organisation(sentence, k):
                continue
            if sentence.words[k:end] == list(words) and _cased(sentence, k, exact):
                # "rebel-held" names the rebels by its first word; the second is a trigger of its
                # own.
                held = (
                    len(words) > 2
                    and words[-2] == "-"
                    and words[-1] in words_of("holding_participles")
                )
                return SideMention(k, end - 2 if held else end, label, kind)
        if not first.isascii():
            for stem, label in self._stems:
                if first.startswith(stem):
                    return SideMention(k, k + 1, label, "adjective")
        return None

    def _is_owned(self, words: list[str], k: int) -> bool:
        """Whether a word for any army stands beside whose it is: "X army units"."""
        if words[k] in words_of("air_defence"):
            beside = [*words[max(0, k - 1) : k], *words[k + 1 : k + 2]]
            return any(self._is_a_side(w) for w in beside)
        if not k or words[k] not in words_of("army_words"):
            return False
        return words[k - 1] in self._phrases or words[k - 1] in words_of("nationalities")

    def _is_a_side(self, word: str) -> bool:
        alone = any(len(words) == 1 for words, *_ in self._phrases.get(word, ()))
        return alone or any(word.startswith(stem) for stem, _ in self._stems)

    def _of_a_people(
        self, sentence: Sentence, k: int, found: list[SideMention]
    ) -> SideMention | None:
        """A people's adjective that means its state: "Syrian warplanes", "Russian and Syrian"."""
        label = self._national.get(sentence.words[k])
        if label is None:
            return None
        ahead, behind = sentence.words[k + 1 : k + 3], sentence.words[max(0, k - 1) : k]
        joined = any_of(behind, "and_words") and bool(found) and found[-1].end == k - 1
        joined |= (
            len(ahead) > 1 and any_of(ahead[:1], "and_words") and bool(self._at(sentence, k + 2))
        )
        if joined or any_of([*ahead[:1], " ".join(ahead)], "state_nouns"):
            return SideMention(k, k + 1, label, "adjective")
        return None


def with_described(
    sentences: Sequence[Sentence], sides: Sequence[list[SideMention]]
) -> list[list[SideMention]]:
    """The belligerents of sentences, and with them forces that only a word tells which a sentence
    before has said of a side: "the advancing pro-Kyiv troops... the advancing units".
    """
    said: dict[str, tuple[int, str]] = {}
    out: list[list[SideMention]] = []
    for sentence, row in zip(sentences, sides, strict=True):
        words, taken = sentence.words, {k for s in row for k in range(s.start, s.end)}
        again = []
        for k in range(1, len(words) - 1):
            if words[k] not in said:
                continue
            index, label = said[words[k]]
            the = words[k - 1] in words_of("articles")
            forces = words[k + 1] in words_of("bare_forces")
            if the and forces and sentence.index - index <= _DESCRIBED and k + 1 not in taken:
                again.append(SideMention(k, k + 2, label, "deictic"))
        for s in row:
            if s.start and words[s.start - 1].endswith(endings_of("gerund_endings")):
                said[words[s.start - 1]] = sentence.index, s.label
        out.append(sorted([*row, *again], key=lambda s: s.start))
    return out


def _in_an_organisation(sentence: Sentence, k: int) -> bool:
    """Whether a country is part of a group's name: "the Front for the Liberation of X"."""
    while k and (
        sentence.tokens[k - 1].is_name or sentence.words[k - 1] in words_of("name_joints")
    ):
        k -= 1
        if sentence.words[k] in words_of("group_heads"):
            return True
    return False


def _is_denied(words: list[str], k: int) -> bool:
    """Whether a hyphen ties a word to one that says who is not that side: "anti-X", "ex-X"."""
    return words[k - 1 : k] == ["-"] and any_of(words[max(0, k - 2) : k - 1], "not_that_side")


def _is_common(words: list[str], k: int) -> bool:
    """Whether a word for what several form is told to be formed by others: "a coalition of rebels",
    "the X-majority coalition".
    """
    tied = words[max(0, k - 2) : k - 1] == ["-"] and words[k - 1] not in words_of("leading")
    formed = tied or any_of(words[k + 1 : k + 2], "of_words")
    return words[k] in words_of("common_names") and formed


def _cased(sentence: Sentence, k: int, exact: str) -> bool:
    """Acronyms must stand in capitals and names with one; plain words may stand as they like."""
    word = sentence.tokens[k].text
    if exact.isupper():
        return word == exact
    return word[0].isupper() or not exact[0].isupper()


Phrase = tuple[tuple[str, ...], str, str, str]


@lru_cache(maxsize=64)
def _phrases(
    theatre: Theatre, voice: str | None, *, has_enemy: bool = True
) -> tuple[dict[str, list[Phrase]], list[tuple[str, str]]]:
    found: dict[str, list[Phrase]] = {}
    stems: list[tuple[str, str]] = []

    def add(text: str, label: str | None, kind: str) -> None:
        tokens = tokens_of(text)
        if label is not None:
            words = tuple(t.lower for t in tokens)
            found.setdefault(words[0], []).append((words, tokens[0].text, label, kind))

    for side in theatre.belligerents:
        kinds = (
            ("adjective", side.adjectives),
            ("name", side.names),
            ("country", side.country),
            ("capital", side.capitals),
        )
        for kind, texts in kinds:
            for text in texts:
                add(text, side.label, kind)
        for text in side.native:
            if text.endswith("*"):
                stems.append((text[:-1].casefold(), side.label))
            else:
                add(text, side.label, "name")
    for deictic in (d for d in theatre.deictics if not d.taking):
        kind = ATTRIBUTIVE if deictic.attributive else "deictic"
        kind = RECALLING if deictic.recalls else kind
        meant = deictic.side(voice) or (NOBODY if deictic.recalls else None)
        for text in deictic.words:
            add(text, meant, kind)
    for text in words_of("enemy"):
        add(text, theatre.enemy_of(voice) if has_enemy else None, "deictic")
    for text in words_of("own"):
        add(text, voice, "deictic")
    for phrases in found.values():
        phrases.sort(key=lambda p: (-len(p[0]), _KIND_RANK[p[3]]))
    return found, sorted(stems, key=lambda s: -len(s[0]))


def voice_of_document(theatre: Theatre, source: str, sentences: list[Sentence]) -> str | None:
    """Whose words "the enemy" and "our troops" are: the publisher's side, else the side of the
    text's own style.

    An unknown publisher that says "enemy" speaks for the side that it calls by plain names beside
    that word.
    """
    side = theatre.side_of(source) if source else None
    if side is not None or (source and theatre.voice_of(source) is not None):
        return side
    neutral = Sides(theatre, None)
    hostile = [s for s in sentences if any(w in words_of("enemy") for w in s.words)]
    counts: dict[str, int] = {}
    for sentence in hostile:
        for mention in neutral.find(sentence):
            if mention.kind in {"name", "adjective"} and sentence.words[
                mention.start
            ] not in words_of("enemy"):
                counts[mention.label] = counts.get(mention.label, 0) + 1
    if not hostile or not counts:
        return None
    return max(sorted(counts), key=lambda label: counts[label])
