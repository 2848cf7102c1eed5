"""The reader of texts: sentences, places, claims, in one pass."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property

from fogline.gazetteer import open_gazetteer
from fogline.model import Document, Reading
from fogline.reading import limits
from fogline.reading.claims import Run, claims_of
from fogline.reading.detection import Detected, detect
from fogline.reading.languages import digest as digest_of_languages
from fogline.reading.languages import languages
from fogline.reading.limits import Limits
from fogline.reading.model import Bundle
from fogline.reading.of_the_day import OfTheDay, packaged
from fogline.reading.places import contexts, find_places
from fogline.reading.plain_text import as_published, plain_text
from fogline.reading.resolve import resolve
from fogline.reading.text import split
from fogline.reading.triggers import Triggers
from fogline.reading.verdicts import Judge, LinearJudge, LinearVerdicts
from fogline.reading.wording import loaded_terms
from fogline.theatre import Theatre

# Languages whose texts have models of their own, where these are given.
CYRILLIC_LANGUAGES = frozenset({"uk", "ru"})
# The rules of reading that no other part of a fingerprint tells of: raised when a change of code
# changes readings.
RULES = "18"


@dataclass(frozen=True)
class _Models:
    """Models with what is made of them once."""

    bundle: Bundle
    linear: LinearVerdicts
    triggers: Triggers

    @classmethod
    def of(cls, bundle: Bundle) -> _Models:
        return cls(bundle, LinearVerdicts(bundle.models), Triggers(bundle.learned))


class TextReader:
    """Reads texts in the languages that have a folder; holds its models, so dropping it frees them.

    ``cyrillic`` are models for texts in Ukrainian and Russian; those of the bundle serve where none
    are given. ``judge`` gives the chances that claims rest on; those of the linear models serve
    where none is given. ``undated`` reads a text without a day of publication although it speaks
    of "yesterday" or "September 10": those claims get no days.
    """

    def __init__(
        self,
        bundle: Bundle,
        theatre: Theatre,
        *,
        undated: bool = False,
        name: str = "linear",
        judge: Judge | None = None,
        cyrillic: Bundle | None = None,
    ) -> None:
        self.name, self.theatre, self.undated = name, theatre, undated
        self.judge: Judge = judge or LinearJudge(bundle.version)
        self.languages = tuple(language.code for language in languages())
        self.limits = Limits()
        self._models = _Models.of(bundle)
        self._cyrillic_models = _Models.of(cyrillic) if cyrillic else self._models

    @property
    def version(self) -> str:
        """Name and version, as claims carry them."""
        return self.judge.version

    @cached_property
    def fingerprint(self) -> str:
        """Hash of all that a reading depends on but the document.

        That is: rules, word lists, version, models, theatre and gazetteer.
        """
        parts = (
            RULES,
            digest_of_languages(),
            self.version,
            self._models.bundle.digest + self._cyrillic_models.bundle.digest,
            self.judge.digest + packaged().digest,
            repr(self.theatre),
            open_gazetteer(self.theatre).digest,
        )
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]

    def read(self, document: Document) -> Reading:
        """Read a document: its places, claims, loaded terms and the sentences that gave no claim.

        A text in a language that this reader does not know gives no claims; ``refused`` says why.

        Raises:
            ReadingError: relative days in the text and no day of publication, and not
                ``undated``; or a text that is no prose.
        """
        plain = plain_text(document.text)
        if plain is not None and plain.text.strip():
            shown = replace(document, text=plain.text, id=document.id)
            return as_published(self.read(shown), plain, document)
        detected = detect(document.text)
        if not detected.is_read:
            return self._refused(document, detected)
        layout = limits.laid_out(document, self.theatre, detected.code, undated=self.undated)
        models = self._models_for(detected.code)
        chosen = find_places(layout, models.bundle)
        limits.refuse_crowded(layout, chosen)
        places = resolve(layout, chosen, models.bundle.common)
        sentences = contexts(layout, places, models.triggers)
        limits.refuse_dense(layout, sentences)
        verdicts = self.judge.verdicts(models.linear, layout, places, sentences)
        day = OfTheDay(packaged(), sentences, detected.code)
        run = Run(layout, places, verdicts, self.version, day=day)
        wording = loaded_terms(document.text)
        found = [claims_of(run, c, wording) for c in sentences]
        unread = (c.sentence.span for c, row in zip(sentences, found, strict=True) if not row)
        return Reading(
            document,
            tuple(places),
            tuple(claim for row in found for claim in row),
            wording,
            tuple(unread),
            self.version,
            detected.code,
        )

    def _models_for(self, language: str) -> _Models:
        return self._cyrillic_models if language in CYRILLIC_LANGUAGES else self._models

    def _refused(self, document: Document, detected: Detected) -> Reading:
        names = ", ".join(language.name for language in languages())
        why = (
            f"written in {detected.name}, which reader {self.name} does not read (it reads {names})"
        )
        unread = tuple(s.span for s in split(document.text))
        return Reading(document, (), (), (), unread, self.version, detected.code, why)
