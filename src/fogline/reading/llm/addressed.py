"""Sentences that speak to a machine that reads: they are no report, whatever they say."""

from __future__ import annotations

import base64
import binascii
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

# Letters of a run that may be coded text, and how much of what it stands for must be plain letters.
_CODED = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")
_READABLE = 0.9
# Words that "..." of a phrase may stand for.
_GAP = r"(?:\W+\w+){0,4}\W+"
_WORD = re.compile(r"\w+")


def is_addressed(sentence: str) -> bool:
    """Whether a sentence speaks to a machine, plainly or in coded letters."""
    return _speaks(sentence) or any(_speaks(text) for text in _decoded(sentence))


def _speaks(text: str) -> bool:
    shown = "".join(
        c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf"
    ).casefold()
    known = _compiled()
    if any(mark in shown for mark in known.marks):
        return True
    # Few sentences have any first word of a phrase.
    return not known.firsts.isdisjoint(_WORD.findall(shown)) and bool(known.phrases.search(shown))


def _decoded(text: str) -> list[str]:
    """What runs of base64 stand for, where that can be read."""
    out = []
    for run in _CODED.findall(text):
        try:
            raw = base64.b64decode(run + "=" * (-len(run) % 4), validate=True)
        except binascii.Error:
            continue
        said = raw.decode("utf-8", "replace")
        if sum(c.isalpha() or c.isspace() for c in said) > _READABLE * len(said):
            out.append(said)
    return out


@dataclass(frozen=True, slots=True)
class _Lists:
    phrases: re.Pattern[str]
    firsts: frozenset[str]
    marks: tuple[str, ...]


@lru_cache(maxsize=1)
def _compiled() -> _Lists:
    file = resources.files("fogline.reading.llm") / "data" / "addressed.toml"
    lists = tomllib.loads(file.read_text(encoding="utf-8"))
    phrases = [phrase.casefold() for phrase in lists["phrases"]]
    firsts = frozenset(_WORD.findall(phrase)[0] for phrase in phrases)
    marks = tuple(mark.casefold() for mark in lists["marks"])
    return _Lists(re.compile("|".join(map(_pattern, phrases))), firsts, marks)


def _pattern(phrase: str) -> str:
    """A phrase with any blanks between its words, and its gap."""
    begins = phrase.startswith("^ ")
    parts = [r"\s+".join(map(re.escape, part.split())) for part in phrase.lstrip("^ ").split("...")]
    edge = r"(?!\w)" if parts[-1][-1:].isalnum() else ""
    return (r"^\W*" if begins else r"(?<!\w)") + _GAP.join(parts) + edge
