"""A document laid out for reading: sentences, belligerents and candidate places, found once and
used by all steps.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from fogline.gazetteer import Gazetteer
from fogline.model import Document
from fogline.reading.candidates import candidates
from fogline.reading.dates import Narrative
from fogline.reading.heads import Candidate
from fogline.reading.lexicon import words_of
from fogline.reading.recalled import with_recalled
from fogline.reading.sides import SideMention, Sides, voice_of_document, with_described
from fogline.reading.text import Sentence, split
from fogline.theatre import Theatre

BRIEF = 4  # sentences of a headline with its lead
_NOTE = re.compile(r"\[\d{1,3}\]")


@dataclass(slots=True)
class Layout:
    """What the steps of reading share. Lists run parallel to ``sentences``. ``language`` is the
    document's code, empty where nobody has asked. ``origin_unknown`` says that it passes on words
    of somebody whom the theatre does not know.
    """

    document: Document
    theatre: Theatre
    gazetteer: Gazetteer
    sentences: list[Sentence]
    sides: list[list[SideMention]]
    candidates: list[list[Candidate]]
    voice: str | None
    seen: dict[str, str]
    main_side: str | None
    language: str = ""
    origin_unknown: bool = False

    @property
    def genre(self) -> str:
        """How the text is made, for words mean other things in a headline than in an assessment
        with notes.
        """
        text = self.document.text
        if sum("\u0400" <= c <= "\u04ff" for c in text) > len(text) / 4:
            return "post"
        if len(self.sentences) <= BRIEF:
            return "brief"
        return "notes" if len(_NOTE.findall(text)) > 2 else "prose"

    def narrative(self) -> Narrative:
        """The days that the text names, read as of its war."""
        war = self.theatre.baseline
        return Narrative.of(self.sentences, self.document.today, war.began if war else None)

    @property
    def home(self) -> frozenset[str]:
        """Countries whose places are at home here; the empty one stands for imported files and the
        theatre's own.
        """
        return frozenset({"", *self.theatre.countries})

    @property
    def reach(self) -> frozenset[str]:
        """Countries on whose ground this war may be fought: those at home here and beside them."""
        return self.home | frozenset(self.theatre.nearby)


def lay_out(
    document: Document, theatre: Theatre, gazetteer: Gazetteer, language: str = ""
) -> Layout:
    """Split a document and find belligerents and candidate places in it."""
    sentences = split(document.text)
    unknown = bool(document.origin) and not theatre.knows(document.origin)
    speaker = document.origin or document.source
    voice = None if unknown else voice_of_document(theatre, speaker, sentences)
    finder = Sides(theatre, voice, has_enemy=not unknown)
    found = with_recalled(theatre, [finder.find(s) for s in sentences])
    sides = with_described(sentences, found)
    spans = [candidates(s, gazetteer, document.text) for s in sentences]
    counts = Counter(
        m.label for row in sides for m in row if m.kind in {"adjective", "name", "deictic"}
    )
    main = min(counts, key=lambda label: (-counts[label], label)) if counts else None
    return Layout(
        document,
        theatre,
        gazetteer,
        sentences,
        sides,
        spans,
        voice,
        _introduced(sentences, spans),
        main,
        language,
        unknown,
    )


def _introduced(sentences: list[Sentence], spans: list[list[Candidate]]) -> dict[str, str]:
    """How the document introduces each name at its clearest: after a preposition of place, after a
    title, or neither.
    """
    seen: dict[str, str] = {}
    for sentence, row in zip(sentences, spans, strict=True):
        for c in row:
            before = sentence.words[c.start - 1] if c.start else ""
            if before in words_of("titles"):
                seen[c.core] = "title"
            elif before in words_of("sure_place_before") and seen.get(c.core) != "title":
                seen[c.core] = "place"
    return seen
