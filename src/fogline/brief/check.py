"""The check that a brief says nothing that its claims do not: places, sides and numbers of every
sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fogline import claim_text
from fogline.brief.brief import Brief, Sentence
from fogline.control import Control
from fogline.model import ClaimRow
from fogline.theatre import Theatre

_NUMBER = re.compile(r"(?<!\w)\d+(?:[.,]\d+)*")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Fault:
    """What a sentence says and its claims do not: a place, side or number, or, of a claim, its
    event, certainty or speaker.
    """

    sentence: str
    kind: str
    what: str


def check(brief: Brief, control: Control) -> list[Fault]:
    """What the sentences of a brief of an estimate say beyond their claims.

    Independent of how the sentences were made. From the finished text all phrases are taken that
    its claims give a right to, whole: names of their places, speakers and days, the acting side's
    word, and the estimate's own figures that the sentence lists. What is left may name no place,
    side or number. The words for the event, its denial and how sure the speaker is must be those of
    every claim cited, and every one's speaker must be named.
    """
    theatre, places = control.theatre, _names_of(control)
    known = _by_words({*places.values(), *(r.name for r in brief.claims.values() if r.name)})
    sides = {
        w: b.label
        for b in theatre.belligerents
        for w in (b.label, b.name, *b.adjectives, *b.names)
        if w
    }
    out: list[Fault] = []
    for sentence in (s for section in brief.sections for s in section.sentences):
        rows = [brief.claims[i] for i in sentence.claims if i in brief.claims]
        out += [Fault(sentence.text, "claim", i) for i in sentence.claims if i not in brief.claims]
        rest = _without(sentence.text, [*sentence.figures, *_rights(rows, theatre, places)])
        out += [Fault(sentence.text, "number", n) for n in _NUMBER.findall(rest)]
        out += [Fault(sentence.text, "place", name) for name in _found(rest, known)]
        out += [
            Fault(sentence.text, "side", w)
            for w in sides
            if re.search(rf"(?<!\w){re.escape(w)}(?!\w)", rest)
        ]
        out += [fault for row in rows for fault in _told(sentence, row)]
    return out


def _rights(rows: list[ClaimRow], theatre: Theatre, places: Mapping[str, str]) -> list[str]:
    """All phrases that claims give a right to."""
    out: list[str] = []
    for row in rows:
        out += [str(v) for v in (row.name, row.source, row.start, row.end) if v]
        out += [
            claim_text.voice(row),
            places.get(row.place or "", ""),
            claim_text.side_name(theatre, row.actor),
            *row.speakers,
        ]
    return out


def _without(text: str, phrases: list[str]) -> str:
    """A text without some phrases, the longest first, each taken out whole."""
    for phrase in sorted({p for p in phrases if p}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", " ; ", text)
    return text


def _told(sentence: Sentence, row: ClaimRow) -> list[Fault]:
    """What a sentence does not say of a claim that it cites: its event or denial, how sure, and by
    whom.
    """
    parts = [p.strip() for p in re.split(r"\{\w+\}", claim_text.phrase_of(row) or "") if p.strip()]
    out = [Fault(sentence.text, "event", p) for p in parts if p not in sentence.text]
    if f"{claim_text.saying(row)} that" not in sentence.text:
        out.append(Fault(sentence.text, "certainty", claim_text.saying(row)))
    if claim_text.voice(row) not in sentence.text:
        out.append(Fault(sentence.text, "speaker", claim_text.voice(row)))
    return out


def _by_words(names: Iterable[str]) -> dict[str, set[tuple[str, ...]]]:
    """Names by their first word, as they are spelled; those without any capital are no names."""
    out: dict[str, set[tuple[str, ...]]] = {}
    for name in names:
        words = tuple(_WORD.findall(name))
        if words and any(w[:1].isupper() for w in words):
            out.setdefault(words[0], set()).add(words)
    return out


def _found(text: str, known: dict[str, set[tuple[str, ...]]]) -> list[str]:
    """The longest names of places in a text."""
    tokens = list(_WORD.finditer(text))
    words = [t.group() for t in tokens]
    out: list[str] = []
    k = 0
    while k < len(words):
        longest = max(
            (n for n in known.get(words[k], ()) if tuple(words[k : k + len(n)]) == n),
            key=len,
            default=(),
        )
        if longest:
            out.append(text[tokens[k].start() : tokens[k + len(longest) - 1].end()])
        k += max(1, len(longest))
    return out


def _names_of(control: Control) -> dict[str, str]:
    """The names of the estimate's settlements by id, and of regions by themselves."""
    return control.settlements.names | {p.region: p.region for p in control.places if p.region}
