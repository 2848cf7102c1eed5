"""The check that a brief says nothing that its claims do not: places, sides and numbers of every sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fogline.brief.brief import Brief, Sentence
from fogline.brief.wording import Row
from fogline.control import Control
from fogline.theatre import Theatre

_NUMBER = re.compile(r"\d{4}-\d{2}-\d{2}|\d+(?:[.,]\d+)*")
_WORD = re.compile(r"\w+(?:[-'’ʼ]\w+)*")


@dataclass(frozen=True)
class Fault:
    """A place, side, acting side or number that a sentence names and none of its claims has."""

    sentence: str
    kind: str
    what: str


def check(brief: Brief, theatre: Theatre, places: Mapping[str, str]) -> list[Fault]:
    """What sentences name beyond their claims; ``places`` are the names of all places that a text could mean, by id.

    Independent of how the sentences were made: names and numbers are found in the finished text. The estimate's own figures
    (``Sentence.figures``) are allowed where the sentence lists them, and a claim that is cited but not there is a fault too.
    """
    known = _by_words({*places.values(), *(r["name"] for r in brief.claims.values() if r["name"])})
    sides = {w: b.label for b in theatre.belligerents for w in (b.label, b.name, *b.adjectives, *b.names) if w}
    out: list[Fault] = []
    for sentence in (s for section in brief.sections for s in section.sentences):
        rows = [brief.claims[i] for i in sentence.claims if i in brief.claims]
        out += [Fault(sentence.text, "claim", i) for i in sentence.claims if i not in brief.claims]
        said = _said(rows, theatre, places)
        own = " ".join((*sentence.figures, *said["words"]))
        out += [Fault(sentence.text, "number", n) for n in _NUMBER.findall(sentence.text) if n not in _NUMBER.findall(own)]
        spelled = _words(own)
        for name in _found(sentence.text, known):
            if not _within(_words(name), spelled):
                out.append(Fault(sentence.text, "place", name))
        out += _sides(sentence, sides, said["labels"], own)
        out += _actors(sentence, theatre, {r["actor"] for r in rows})
    return out


def _said(rows: list[Row], theatre: Theatre, places: Mapping[str, str]) -> dict[str, set[str]]:
    """All words that claims give a right to: names and regions of places, speakers, days, and the labels of sides."""
    words: set[str] = set()
    for row in rows:
        words |= {str(row[n]) for n in ("name", "region", "source", "start", "end", "published") if row[n]}
        words |= {*(row["speakers"] or ()), places.get(row["place"] or "", "")}
    labels = {str(row[n]) for row in rows for n in ("actor", "target") if row[n]}
    labels |= {s for row in rows for name in (*(row["speakers"] or ()), row["source"] or "") if (s := theatre.side_of(name))}
    return {"words": words, "labels": labels}


def _sides(sentence: Sentence, sides: dict[str, str], labels: set[str], own: str) -> list[Fault]:
    """Words for a side that no claim acts for, suffers or speaks for."""
    out = []
    for word, label in sides.items():
        if label not in labels and re.search(rf"\b{re.escape(word)}\b", sentence.text) and not re.search(rf"\b{re.escape(word)}\b", own):
            out.append(Fault(sentence.text, "side", word))
    return out


def _actors(sentence: Sentence, theatre: Theatre, acting: set[str | None]) -> list[Fault]:
    """A side whose forces are said to act and who acts in no claim."""
    words = {a: b.label for b in theatre.belligerents for a in (*b.adjectives, b.label)}
    found = {a: label for a, label in words.items() if re.search(rf"(?<![\w-]){re.escape(a)} forces\b", sentence.text)}
    return [Fault(sentence.text, "actor", adjective) for adjective, label in found.items() if label not in acting]


def _words(text: str) -> list[str]:
    return [w.casefold() for w in _WORD.findall(text)]


def _by_words(names: Iterable[str]) -> dict[str, set[tuple[str, ...]]]:
    """Names by their first word."""
    out: dict[str, set[tuple[str, ...]]] = {}
    for name in names:
        words = tuple(_words(name))
        if words and name[:1].isupper():
            out.setdefault(words[0], set()).add(words)
    return out


def _found(text: str, known: dict[str, set[tuple[str, ...]]]) -> list[str]:
    """The longest names of places in a text, where they begin with a capital."""
    tokens = list(_WORD.finditer(text))
    words = [t.group().casefold() for t in tokens]
    out: list[str] = []
    k = 0
    while k < len(words):
        fits = [n for n in known.get(words[k], ()) if tuple(words[k : k + len(n)]) == n and tokens[k].group()[:1].isupper()]
        longest = max(fits, key=len, default=())
        if longest:
            out.append(text[tokens[k].start() : tokens[k + len(longest) - 1].end()])
        k += max(1, len(longest))
    return out


def _within(name: list[str], words: list[str]) -> bool:
    return any(words[k : k + len(name)] == name for k in range(len(words)))


def names_of(control: Control) -> dict[str, str]:
    """The names of the estimate's settlements by id (a twin's id in another file too), and of regions by themselves."""
    places = control.places
    return {i: places[k].name for i, k in control.basis.field.position.items()} | {p.region: p.region for p in places if p.region}
