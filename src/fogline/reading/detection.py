"""Which language a text is in, by its letters and its function words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from fogline.reading.languages import Foreign, Language, foreign, languages

# A text is another language's where words of that language alone are at least FEWEST, and more than
# TIMES those that speak for a language that is read. Of 20,048 headlines and leads in English and
# 6,950 posts in Ukrainian and Russian this refuses none (docs/reading.md).
FEWEST, TIMES = 2, 2
# Letters tell Ukrainian from Russian better than words do: "С-300" is no preposition.
LETTERS = 3
# Inside names stand at most so many words of so many letters: "Rio de la Plata".
PARTICLES, PARTICLE = 2, 3
# Share of letters that must be of an alphabet that is read.
SHARE = 0.5
# A language is told from the beginning of a text.
LOOKED_AT = 20_000
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Detected:
    """The language of a text: code, name, and whether it is read."""

    code: str
    name: str
    is_read: bool


def detect(text: str) -> Detected:
    """The likeliest language of a text; one that is read unless another is clearly likelier."""
    words = _WORD.findall(text[:LOOKED_AT])
    letters = Counter("".join(words).casefold())
    own = max(languages(), key=lambda language: _likeness(language, words, letters))
    if not words:
        return Detected(own.code, own.name, True)
    if max(_share(language, letters) for language in languages()) < SHARE:
        script = _script(letters)
        return Detected("und", f"{script} script", False)
    strange = {letter for letter in letters if letter not in own.letters}
    other = max(foreign(), key=lambda f: (_evidence(f, own, words), -len(strange - f.letters)))
    found = _evidence(other, own, words)
    if found >= FEWEST and found > TIMES * _support(own, other, words):
        return Detected(other.code, other.name, False)
    return Detected(own.code, own.name, True)


def _likeness(language: Language, words: list[str], letters: Counter[str]) -> float:
    """Share of letters in its alphabet, and of words that are its function words."""
    hits = sum(w.casefold() in language.function_words for w in words)
    return LETTERS * _share(language, letters) + hits / max(1, len(words))


def _share(language: Language, letters: Counter[str]) -> float:
    known = sum(n for letter, n in letters.items() if letter in language.letters)
    return known / max(1, letters.total())


def _evidence(other: Foreign, own: Language, words: list[str]) -> int:
    """Words that only the other language has, names left out, and what stands inside names.

    "Deir ez Zor", "Rio de la Plata" and "Abd al Aziz" are no Spanish.
    """
    found = 0
    for k, word in enumerate(words):
        folded = word.casefold()
        if folded in other.topic_words:
            found += 1
        elif word[0].islower() and not _in_a_name(words, k):
            spelled = any(letter in other.letters for letter in folded)
            function = folded in other.function_words and folded not in own.function_words
            found += spelled or function
    return found


def _in_a_name(words: list[str], k: int) -> bool:
    """Whether a word stands in a run of small words between capitalised ones."""
    start, end = k, k + 1
    while start and k - start < PARTICLES and _is_small(words[start - 1]):
        start -= 1
    while end < len(words) and end - k < PARTICLES and _is_small(words[end]):
        end += 1
    between_names = start > 0 and end < len(words) and words[start - 1][0].isupper()
    return between_names and words[end][0].isupper() and _is_small(words[k])


def _is_small(word: str) -> bool:
    return len(word) <= PARTICLE and word[0].islower()


def _support(own: Language, other: Foreign, words: Iterable[str]) -> int:
    """Words of a language that is read and that the other has not."""
    known = _vocabulary(own.code) - other.function_words
    return sum(w.casefold() in known for w in words)


@lru_cache(maxsize=16)
def _vocabulary(code: str) -> frozenset[str]:
    """Function words and whole words of all lists of a language; lists of names' particles are
    none.
    """
    language = next(x for x in languages() if x.code == code)
    lists = [ws for key, ws in language.words.items() if key != "name_particles"]
    patterns = [*language.cues.values(), *language.triggers.values()]
    whole = (w for ws in (*lists, *patterns) for w in ws if not w.endswith("*"))
    return language.function_words | frozenset(whole)


def _script(letters: Counter[str]) -> str:
    """The script of most letters: Arabic, Hebrew, Cjk ..."""
    scripts: Counter[str] = Counter()
    for letter, n in letters.items():
        scripts[unicodedata.name(letter, "unknown").split()[0].title()] += n
    return scripts.most_common(1)[0][0]
