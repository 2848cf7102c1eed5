"""The word lists of all languages together: texts mix languages, so each serves every text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from fogline.reading.languages import languages, marks

# More keys than there are lists and tables.
_KEYS = 512


@lru_cache(maxsize=_KEYS)
def words_of(key: str) -> frozenset[str]:
    """A word list, folded; empty where no language has it."""
    lists = (marks(), *(language.words for language in languages()))
    return frozenset(w.casefold() for words in lists for w in words.get(key, ()))


@lru_cache(maxsize=_KEYS)
def endings_of(key: str) -> tuple[str, ...]:
    """A word list as endings to test a word for."""
    return tuple(sorted(words_of(key)))


def any_of(words: Iterable[str], key: str) -> bool:
    """Whether a word of a list is among these."""
    return not words_of(key).isdisjoint(words)


@lru_cache(maxsize=_KEYS)
def numbers_of(key: str) -> Mapping[str, float]:
    """A table of words with numbers."""
    joined = {w: n for language in languages() for w, n in language.tables.get(key, {}).items()}
    return MappingProxyType(joined)


@lru_cache(maxsize=_KEYS)
def cues_of(role: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The cue words of a role, and the beginnings of cue words."""
    words = [w for language in languages() for w in language.cues.get(role, ())]
    whole = frozenset(w for w in words if not w.endswith("*"))
    return whole, tuple(w[:-1] for w in words if w.endswith("*"))


def singular_of(head: str) -> str:
    """The singular of a word for a region: "oblasts", "областях"."""
    for language in languages():
        for start, singular in language.singulars.items():
            if head.startswith(start):
                return singular
    ending = next((e for e in endings_of("plural_endings") if head.endswith(e)), "")
    return head.removesuffix(ending)


# A text has some thousands of words; each is asked for with eight roles.
@lru_cache(maxsize=65536)
def is_cue(role: str, word: str) -> bool:
    """Whether a folded word is in the list of a role of cue words."""
    exact, stems = cues_of(role)
    return word in exact or (bool(stems) and not word.isascii() and word.startswith(stems))


# Words of the longest phrase in a word list that has phrases.
_LONGEST = 4


def has_phrase(words: Sequence[str], key: str) -> bool:
    """Whether a word or a phrase of a list stands among these words."""
    known = words_of(key)
    return any(
        " ".join(words[k : k + n]) in known
        for k in range(len(words))
        for n in range(1, _LONGEST + 1)
    )
