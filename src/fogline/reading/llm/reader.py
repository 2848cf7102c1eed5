"""The reader ``llm``: a large model says what the text claims, and the text's words decide."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from fogline.gazetteer import open_gazetteer
from fogline.model import Claim, Document, LeftOut, Reading, Span
from fogline.reading import limits
from fogline.reading.detection import detect
from fogline.reading.errors import ReadingError
from fogline.reading.languages import digest as digest_of_languages
from fogline.reading.languages import languages
from fogline.reading.layout import Layout
from fogline.reading.limits import Limits
from fogline.reading.llm import prompt
from fogline.reading.llm.answers import Stated
from fogline.reading.llm.claims import Ground
from fogline.reading.llm.large_model import LargeModel, Outcome
from fogline.reading.llm.located import Finder, Located, NotInTextError
from fogline.reading.llm.passages import Divided, divide
from fogline.reading.llm.places import with_named
from fogline.reading.llm.scores import scores
from fogline.reading.model import Bundle
from fogline.reading.of_the_day import OfTheDay, packaged
from fogline.reading.places import contexts, find_places
from fogline.reading.plain_text import as_published, plain_text
from fogline.reading.resolve import resolve
from fogline.reading.text_reader import RULES as RULES_OF_TEXTS
from fogline.reading.triggers import Triggers
from fogline.reading.wording import loaded_terms
from fogline.theatre import Theatre

NAME = "llm"
# Raised when a change of code changes what is made of an answer.
RULES = "2"
# Characters of a quotation that a message repeats.
_SHOWN = 60
_WITHHELD = "speaks to whoever reads by machine: not sent, and no claim"


class LlmReader:
    """Reads texts in any language that the model reads, and keeps of its answers what the words
    carry. ``bundle`` finds places, as for the other readers.
    """

    name = NAME
    languages: tuple[str, ...] = tuple(language.code for language in languages())
    limits = Limits()

    def __init__(
        self, large: LargeModel, bundle: Bundle, theatre: Theatre, *, undated: bool = False
    ) -> None:
        self.large, self.theatre, self.undated = large, theatre, undated
        self._bundle, self._triggers = bundle, Triggers(bundle.learned)

    @property
    def version(self) -> str:
        """Name and version, as claims carry them: of the prompt, and of the model."""
        return f"{NAME} {prompt.version()} {self.large.name}"

    @property
    def fingerprint(self) -> str:
        """Hash of all that a reading depends on but the document and the model's answers."""
        parts = (
            RULES, RULES_OF_TEXTS, digest_of_languages(), self.version, self._bundle.digest,
            packaged().digest, repr(scores()), repr(self.theatre),
            open_gazetteer(self.theatre).digest,
        )  # fmt: skip
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]

    def begin(self, document: Document) -> None:
        """Have the model asked about a document that will be read; not about one that will be
        refused.
        """
        if not 0 < len(document.text) <= self.limits.characters:
            return
        shown = _shown(document)
        try:
            self._laid_out(shown)
        except ReadingError:
            return  # `read` says why
        for passage in divide(shown.text).passages:
            self.large.begin(passage)

    def read(self, document: Document) -> Reading:
        """Read a document: what the model states and the text's words carry.

        ``left_out`` says what was dropped, and why.

        Raises:
            ReadingError: the model can't be asked; or relative days in the text and no day of
                publication, and not ``undated``; or a text that is no prose.
        """
        plain = plain_text(document.text)
        if plain is not None and plain.text.strip():
            shown = replace(document, text=plain.text, id=document.id)
            return as_published(self.read(shown), plain, document)
        layout = self._laid_out(document)
        divided = divide(document.text)
        outcomes = [o for passage in divided.passages for o in self.large.read(passage)]
        return self._reading(layout, divided, outcomes)

    def _laid_out(self, document: Document) -> Layout:
        language = detect(document.text).code
        return limits.laid_out(document, self.theatre, language, undated=self.undated)

    def _reading(self, layout: Layout, divided: Divided, outcomes: list[Outcome]) -> Reading:
        text = layout.document.text
        finder = Finder(text, layout.sentences)
        left_out = [LeftOut(_quoted(s.of(text)), _WITHHELD, fault=False) for s in divided.withheld]
        left_out += [LeftOut(_quoted(o.passage.text), o.why) for o in outcomes if o.why]
        found, dropped = _located(outcomes, finder)
        ground = self._ground(layout, finder, found)
        claims = _claims(ground, found)
        left_out += dropped
        spans = [s.span for s in layout.sentences]
        told = {c.sentence for c in claims}
        return Reading(
            layout.document,
            tuple(ground.places),
            tuple(claims),
            ground.wording,
            tuple(s for s in spans if s not in told),
            self.version,
            layout.language,
            left_out=tuple(left_out),
        )

    def _ground(self, layout: Layout, finder: Finder, found: list[Located]) -> Ground:
        chosen = find_places(layout, self._bundle)
        named: list[Span] = [f.words["place"] for f in found if "place" in f.words]
        chosen = with_named(layout, chosen, named, finder)
        limits.refuse_crowded(layout, chosen)
        places = resolve(layout, chosen, self._bundle.common)
        sentences = contexts(layout, places, self._triggers)
        limits.refuse_dense(layout, sentences)
        told = layout.narrative()
        day = OfTheDay(packaged(), sentences, layout.language)
        wording = loaded_terms(layout.document.text)
        score = float(scores()["alone"])
        return Ground(layout, places, sentences, wording, finder, told, day, self.version, score)


def _located(outcomes: list[Outcome], finder: Finder) -> tuple[list[Located], list[LeftOut]]:
    """What is stated and stands in the text, and what does not."""
    found: list[Located] = []
    dropped: list[LeftOut] = []
    for outcome in outcomes:
        for stated in outcome.stated:
            if not isinstance(stated, Stated):
                dropped.append(_dropped(stated.words, stated.why))
                continue
            try:
                found.append(finder.locate(stated, outcome.passage))
            except NotInTextError as error:
                dropped.append(_dropped(stated.sentence, str(error)))
    return found, dropped


def _claims(ground: Ground, found: list[Located]) -> list[Claim]:
    """The claims in the order of the text, each once."""
    claims = {claim.id: claim for claim in map(ground.claim, reversed(found))}
    return sorted(claims.values(), key=lambda c: (c.trigger, c.place is None, c.place or 0, c.id))


def _dropped(words: str, why: str) -> LeftOut:
    return LeftOut(_quoted(words), f"stated by the model and dropped: {why}", fault=False)


def _quoted(words: str) -> str:
    """Words for a message: one line, not too long."""
    line = "".join(c for c in " ".join(words.split()) if c.isprintable())
    return f'"{line[:_SHOWN]}..."' if len(line) > _SHOWN else f'"{line}"'


def _shown(document: Document) -> Document:
    """A document as people see it, with the marks taken out that ``read`` takes out."""
    plain = plain_text(document.text)
    if plain is None or not plain.text.strip():
        return document
    return replace(document, text=plain.text, id=document.id)
