"""Which of a place's spellings is its name in a language.

GeoNames lists spellings without their language. Letters tell the script, and in Cyrillic mostly the
language too; among those that are left the name is the one that sounds most like the place's own.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import Levenshtein

from fogline.gazetteer.spelling import likeness, phonetic

# The letters of a language's names, with what no name of it has: letters or endings of another.
_SIGNS = r"' ’ʼ\-–"
_LETTERS = {
    "uk": re.compile(rf"[абвгґдеєжзиіїйклмнопрстуфхцчшщьюя{_SIGNS}]+", re.IGNORECASE),
    "ru": re.compile(rf"[абвгдеёжзийклмнопрстуфхцчшщъыьэюя{_SIGNS}]+", re.IGNORECASE),
    "ar": re.compile(r"[\u0621-\u063a\u0641-\u064a \-]+"),
}
_FOREIGN = {
    "uk": re.compile(r"([сц]к|ово|ево|ая|ое|ые|ск[ио]й)$", re.IGNORECASE),
    "ru": re.compile(r"([сц]ьк|[сц]ьк\w+|ньск|\w[^аеоуыэюяйи]е)$", re.IGNORECASE),
}
# What tells that a form is the language's own and not a neighbour's, which may sound more like the
# place's own name. In Arabic that is the article.
_OWN = {
    "uk": re.compile(r"[іїєґь]", re.IGNORECASE),
    "ru": re.compile(r"[ёь]|(ая|ое|ие|ий|ый|ово|ево|ка)$", re.IGNORECASE),
    "ar": re.compile(r"^ال|ة$"),
}
_SINGLE = re.compile(r"(.)\1+")
# What such a sign counts for, and the likeness below which a spelling is another name, such as a
# former one.
_BONUS, _LEAST_LIKE = 0.15, 0.5
# Arabic letters that are written for consonants, and those of ``phonetic``.
_CONSONANTS = dict(zip("بتثجحخدذرزسشصضطظغفقكلمنهة", "bttjhhddrzsQsdtzhfkklmnhh", strict=True))


def name_in(language: str, name: str, spellings: Iterable[str]) -> str:
    """The place's name in Ukrainian, Russian or Arabic (uk, ru, ar); its own where none is known.

    ``name`` is its own, and the one that every other language gets.
    """
    letters = _LETTERS.get(language)
    if letters is None:
        return name
    foreign, own = _FOREIGN.get(language), _OWN[language]
    scored = []
    for spelling in spellings:
        if not letters.fullmatch(spelling) or (foreign and foreign.search(spelling)):
            continue
        alike = _alike(name, spelling, language)
        if alike >= _LEAST_LIKE:
            bonus = _BONUS if own.search(spelling) else 0.0
            scored.append((-alike - bonus, len(spelling), spelling))
    return min(scored)[2] if scored else name


def _alike(name: str, spelling: str, language: str) -> float:
    """How alike two names sound; Arabic leaves vowels out, so that only consonants count."""
    if language != "ar":
        return likeness(name, spelling)
    heard = "".join(_CONSONANTS.get(c, "") for c in spelling.removeprefix("ال"))
    spoken = re.sub("th|dh", lambda m: m.group()[0], phonetic(name))
    spoken = re.sub("[^bdfhjklmnpQrstvzZC]", "", spoken)
    return Levenshtein.normalized_similarity(_SINGLE.sub(r"\1", spoken), _SINGLE.sub(r"\1", heard))


def spellings_at(base: sqlite3.Connection, home: Sequence[str]) -> list[list[str]]:
    """Of each settlement of some countries the id, the name, and all spellings."""
    marks = ",".join("?" * len(home))
    query = (
        "SELECT p.row, p.id, p.name, s.name FROM spelling s JOIN place p USING (row) "
        f"WHERE p.kind = 'settlement' AND p.country IN ({marks}) ORDER BY s.rowid"
    )
    found: dict[int, list[str]] = {}
    for row, id, name, spelling in base.execute(query, home):
        found.setdefault(row, [id, name]).append(spelling)
    return list(found.values())
