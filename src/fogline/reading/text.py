"""Sentences and tokens with exact offsets into the text as published."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from fogline.model import Span
from fogline.reading.lexicon import words_of

_TOKEN = re.compile(
    r"\d+(?:[.,:/]\d+)*(?=\W|$)"  # 6:00, 2/3, 12.04
    r"|[^\W_]+?(?=['’ʼ]s\b)|['’ʼ]s\b"  # Russia + 's
    r"|[^\W_]+(?:['’ʼ`][^\W_]+)*|\S",
)
_FOOTNOTE = r"(?:\s?\[\d{1,3}\])+|[\u00b9\u00b2\u00b3\u2070-\u2079]+"
_END = re.compile(
    rf"(?:[.!?…]+|[.!?…]+[\"'”’»)\]]+)(?:{_FOOTNOTE})?(?=\s|$)|(?<=[a-zа-яіїє\"”]):?(?=\n)|\n"
)
# Marks that join two names: "Kharkiv-Izium".
HYPHENS = frozenset({"-", "–"})
_BULLET = re.compile(r"[ \t]*(?:[•●▪◦■►·*–—-]|\(?\d{1,2}[.)]|[a-z]\))\s")
_NEAR = 80
_ABBREVIATION = re.compile(r"(?:^|[\s(\"“])((?:[^\W\d_]\.)+|[^\W\d_]+\.)$")


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark. ``lower`` is its folded form."""

    start: int
    end: int
    text: str
    lower: str

    @property
    def is_name(self) -> bool:
        """Whether it starts with a capital letter."""
        return self.text[0].isupper()


@dataclass(slots=True)
class Sentence:
    """A sentence with its tokens; a ``heading`` is a line without a full stop before others."""

    span: Span
    tokens: list[Token]
    heading: bool
    index: int = 0
    words: list[str] = field(default_factory=list)

    def span_of(self, start: int, end: int) -> Span:
        """The characters of tokens ``start`` to ``end``."""
        return Span(self.tokens[start].start, self.tokens[end - 1].end)

    def token_at(self, offset: int) -> int:
        """Index of the token that holds or follows a character offset of the text."""
        return min(bisect_right(self.tokens, offset, key=lambda t: t.end), len(self.tokens) - 1)


def split(text: str) -> list[Sentence]:
    """The sentences of a text, in order; no character that matters lies outside them."""
    wrapped = _is_wrapped(text)
    sentences: list[Sentence] = []
    start = 0
    for match in _END.finditer(text):
        if match.end() <= start or not _is_end(text, start, match, wrapped):
            continue
        _add(sentences, text, start, match.end())
        start = match.end()
    _add(sentences, text, start, len(text))
    return sentences


def tokens_of(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Tokens between two offsets; footnote marks such as ``[12]`` are no tokens."""
    found = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        word = match.group()
        found.append(
            Token(
                match.start(),
                match.end(),
                word,
                word.casefold().replace("’", "'").replace("ʼ", "'"),
            )
        )
    return _without_footnotes(found)


def joins_names(tokens: Sequence[Token], k: int) -> bool:
    """Whether a token is a hyphen without a blank on either side."""
    if not 0 < k < len(tokens) - 1 or tokens[k].text not in HYPHENS:
        return False
    return tokens[k - 1].end == tokens[k].start and tokens[k].end == tokens[k + 1].start


def _without_footnotes(tokens: list[Token]) -> list[Token]:
    out: list[Token] = []
    k = 0
    while k < len(tokens):
        if (
            tokens[k].text == "["
            and k + 2 < len(tokens)
            and tokens[k + 1].text.isdecimal()
            and tokens[k + 2].text == "]"
        ):
            k += 3
            continue
        out.append(tokens[k])
        k += 1
    return out


def _is_wrapped(text: str) -> bool:
    """Whether lines were broken at a fixed width: most long lines then end inside a sentence."""
    lines = [line.rstrip() for line in text.split("\n") if len(line) > 40]
    if len(lines) < 4 or max(map(len, lines)) > 110:
        return False
    broken = sum(not line.endswith((".", "!", "?", ":", ";", "”", '"', "]")) for line in lines)
    return broken > 0.6 * len(lines)


def _is_end(text: str, start: int, match: re.Match[str], wrapped: bool) -> bool:
    after = text[match.end() : match.end() + 60]
    if match.group().startswith(("\n", ":")) or not match.group():
        return _line_ends(
            text, match.start(), after.lstrip("\n") if not match.group() else after, wrapped
        )
    # Near words decide; a whole book without a full stop must not be searched again at each of its
    # dots.
    near = max(start, match.start() - _NEAR)
    before = text[near : match.start()].strip()
    if match.group()[0] == "." and (
        (near == start and before.isdecimal()) or _is_abbreviation(text[near : match.start() + 1])
    ):
        return False
    following = after.lstrip()
    return not following or after.startswith("\n") or not following[0].islower()


def _line_ends(text: str, position: int, after: str, wrapped: bool) -> bool:
    """Whether a line break ends a sentence: yes, unless the line runs on in the next one."""
    following = after.lstrip(" \t\n")
    if (
        not following
        or text[position : position + 2].strip(" ") == "\n\n"
        or re.match(r"\s*\n\s*\n", text[position : position + 8])
    ):
        return True
    if _BULLET.match(after.lstrip("\n")):
        return True
    if wrapped:
        return False
    before = text[max(0, position - _NEAR) : position].rstrip(" \t")
    return not (
        following[0].islower() or (before.endswith((",", ";")) and not following[0].isupper())
    )


def _is_abbreviation(before: str) -> bool:
    match = _ABBREVIATION.search(before)
    if match is None:
        return False
    word = match.group(1)
    return (
        word.casefold() in words_of("abbreviations")
        or (len(word) == 2 and word[0].isupper())
        or word.count(".") > 1
    )


def _add(sentences: list[Sentence], text: str, start: int, end: int) -> None:
    raw = text[start:end]
    lead = len(raw) - len(raw.lstrip())
    bullet = _BULLET.match(raw[lead:])
    if bullet and len(raw.strip()) > bullet.end():
        lead += bullet.end()
    start, end = start + lead, start + len(raw.rstrip())
    if start >= end:
        return
    tokens = tokens_of(text, start, end)
    if not tokens:
        return
    last = text[max(start, end - _NEAR) : end].rstrip("\"'”’») ")
    sentences.append(
        Sentence(
            Span(start, end),
            tokens,
            heading=last[-1:] not in ".!?…]",
            index=len(sentences),
            words=[t.lower for t in tokens],
        )
    )
