"""Lines joined to running text: a word broken by a hyphen is whole again, a compound is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fogline.documents.word_lists import word_list

# Hyphens that may stand at the end of a line, and the one that only ever breaks a word.
SOFT = "\u00ad"
_BROKEN = re.compile(rf"([^\W_]+)([-\u2010\u2011{SOFT}])$")
_START = re.compile(r"[^\W_]+")
_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*")
# Words shorter than this are found in any text, also as parts of broken words.
_TELLING = 4
# The shortest first part of a compound that no list names.
_SHORTEST = 3


class LineEnds:
    """Joins the lines of one text, whose other words tell which hyphens are part of a word."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: set[str] = set()
        broken = False
        for line in lines:
            words = [w.replace("\u2010", "-") for w in _WORD.findall(line.casefold())]
            # The rest of a broken word, and its beginning, are no words.
            start = 1 if broken else 0
            broken = _BROKEN.search(line) is not None
            self._words.update(words[start : len(words) - 1 if broken else None])

    def join(self, line: str, following: str) -> str:
        """A line and the one after it, as running text."""
        first, second = _BROKEN.search(line), _START.match(following)
        if first is None or second is None:
            return f"{line} {following}"
        if first[2] != SOFT and self._is_compound(first[1], second[0]):
            return f"{line[:-1]}-{following}"
        return line[:-1] + following

    def _is_compound(self, first: str, second: str) -> bool:
        """Whether the hyphen between two parts belongs to the word ("Russian-held", "T-72")."""
        if not second[0].islower() or first[-1].isdigit() or (len(first) > 1 and first.isupper()):
            return True
        named = first[0].isupper()
        first, second = first.casefold(), second.casefold()
        if first + second in self._words:
            return False
        if f"{first}-{second}" in self._words or first in word_list("compound_starts"):
            return True
        if len(first) < _SHORTEST or first in word_list("prefixes"):
            return False
        is_word = (
            first in self._words
            or first in word_list("compound_start_words")
            or (named and first.endswith(_ends("adjective_endings")))
        )
        return (
            second in word_list("compound_ends")
            or first.endswith(_ends("compound_start_endings"))
            or (is_word and second in word_list("compound_ends_of_words"))
            or (
                len(first) >= _TELLING
                and len(second) >= _TELLING
                and self._are_words(first, second)
            )
        )

    def _are_words(self, *words: str) -> bool:
        return all(word in self._words for word in words)


def _ends(name: str) -> tuple[str, ...]:
    return tuple(word_list(name))


def without_broken_words(text: str) -> str:
    """A text of several lines, of which none ends within a word; its other line ends stay."""
    lines = text.split("\n")
    ends = LineEnds(lines)
    out = lines[:1]
    for line in lines[1:]:
        if _BROKEN.search(out[-1]) and _START.match(line):
            out[-1] = ends.join(out[-1], line)
        else:
            out.append(line)
    return "\n".join(out)
