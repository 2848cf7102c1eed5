"""A text as people see it, without entities and invisible marks; and the way back."""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fogline.model import Claim, Cue, Document, Loaded, Mention, Reading, Span

# Soft hyphens, joiners, direction marks and byte order marks; letters with marks of their own,
# among them the stress mark over a Cyrillic letter.
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_MARK = re.compile(
    rf"(?P<entity>&(?:amp;)*(?:#\d{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[a-zA-Z][a-zA-Z0-9]{{1,31}});)"
    rf"|[{_INVISIBLE}]+|(?P<composed>[\u0400-\u04ffA-Za-z][\u0300-\u036f]+)"
)
_STRESS = "\u0301"
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
# "&amp;amp;amp;" has been escaped three times; nothing real goes deeper.
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text, and where in the text as published each of its stretches begins.

    ``starts`` are offsets of the plain text in order, ``ends`` and ``begins`` the offsets in the
    published one where the stretch before ends and this one begins.
    """

    text: str
    starts: Sequence[int]
    begins: Sequence[int]
    ends: Sequence[int]

    def span(self, plain: Span) -> Span:
        """A span of the plain text as a span of the text as published."""
        first = bisect_right(self.starts, plain.start) - 1
        last = bisect_right(self.starts, plain.end - 1) - 1
        start = self.begins[first] + plain.start - self.starts[first]
        # A stretch that came of an entity is as long as the entity was.
        inside = plain.end - self.starts[last]
        length = self.ends[last] - self.begins[last]
        whole = (self.starts[last + 1] if last + 1 < len(self.starts) else len(self.text)) - (
            self.starts[last]
        )
        end = self.ends[last] if inside == whole else self.begins[last] + min(inside, length)
        return Span(start, end)


def plain_text(text: str) -> PlainText | None:
    """The plain text of a text with entities or invisible marks; None for one without any."""
    starts, begins, ends = [0], [0], []
    out: list[str] = []
    at = length = 0
    for match in _MARK.finditer(text):
        shown = _shown(match)
        if shown == match.group():
            continue
        out.append(text[at : match.start()])
        length += match.start() - at
        ends.append(match.start())
        if shown:
            starts.append(length)
            begins.append(match.start())
            ends.append(match.end())
            out.append(shown)
            length += len(shown)
        starts.append(length)
        begins.append(match.end())
        at = match.end()
    if at == 0:
        return None
    ends.append(len(text))
    return _without_empty(PlainText("".join([*out, text[at:]]), starts, begins, ends))


def _without_empty(plain: PlainText) -> PlainText:
    """The same without stretches of no characters, so that every offset belongs to one stretch."""
    limits = [*plain.starts[1:], len(plain.text)]
    kept = [k for k, (a, b) in enumerate(zip(plain.starts, limits, strict=True)) if b > a]
    pick = [[values[k] for k in kept] for values in (plain.starts, plain.begins, plain.ends)]
    return PlainText(plain.text, *pick)


def _shown(match: re.Match[str]) -> str:
    """What people see: an entity's character, a letter joined with its mark, or nothing."""
    if match["entity"]:
        return _unescaped(match["entity"])
    joined = unicodedata.normalize("NFC", match["composed"] or "")
    return joined.replace(_STRESS, "") if _CYRILLIC.match(joined) else joined


def _unescaped(entity: str) -> str:
    for _ in range(_DEEPEST):
        shown = html.unescape(entity)
        if shown == entity:
            return shown
        entity = shown
    return entity


def as_published(reading: Reading, plain: PlainText, document: Document) -> Reading:
    """A reading of the plain text as one of the document, with spans and words as published."""
    text = document.text

    def words(span: Span) -> tuple[Span, str]:
        there = plain.span(span)
        return there, there.of(text)

    def claim(c: Claim) -> Claim:
        trigger, trigger_text = words(c.trigger)
        return replace(
            c,
            sentence=plain.span(c.sentence),
            trigger=trigger,
            trigger_text=trigger_text,
            cues=tuple(Cue(q.role, *words(q.span)) for q in c.cues),
            wording=tuple(term(w) for w in c.wording),
        )

    def term(w: Loaded) -> Loaded:
        return Loaded(*words(w.span), w.neutral)

    def mention(m: Mention) -> Mention:
        span, shown = words(m.span)
        return replace(m, span=span, text=shown)

    return replace(
        reading,
        document=document,
        places=tuple(map(mention, reading.places)),
        claims=tuple(map(claim, reading.claims)),
        wording=tuple(map(term, reading.wording)),
        unread=tuple(map(plain.span, reading.unread)),
    )
