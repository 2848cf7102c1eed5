"""Two readers together: what both read is sure, what only one reads is for people to look at."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from fogline.model import Claim, Cue, Document, Mention, Reading
from fogline.reading.limits import Limits
from fogline.reading.llm.pair_calibration import PairCalibration
from fogline.reading.llm.reader import LlmReader
from fogline.reading.text_reader import TextReader

AGREED, DIFFER, LLM, OTHER = "agreed", "differ", "llm", "other"
# How a claim was read, as the role of a cue at the words of its event.
ROLES = {
    AGREED: "read-by-both",
    DIFFER: "read-differently",
    LLM: "read-by-llm",
    OTHER: "read-by-other",
}


class PairReader:
    """A reader of texts and one that asks a large model, as one."""

    limits = Limits()

    def __init__(
        self, other: TextReader, llm: LlmReader, calibration: PairCalibration | None = None
    ) -> None:
        self.other, self.llm = other, llm
        self.calibration = calibration or PairCalibration()
        self.name = f"{other.name}+{llm.name}"
        self.languages = llm.languages

    @property
    def version(self) -> str:
        """Names and versions of both, as claims carry them."""
        return f"{self.other.version} + {self.llm.version}"

    @property
    def fingerprint(self) -> str:
        """Hash of all that a reading depends on but the document and the model's answers."""
        parts = (self.other.fingerprint, self.llm.fingerprint, repr(self.calibration))
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]

    def read(self, document: Document) -> Reading:
        """Read a document with both.

        Raises:
            ReadingError: one of the two can't read it.
        """
        large, other = self.llm.read(document), self.other.read(document)
        places = _places(large.places, other.places)
        claims = _matched(_on(places, large), _on(places, other))
        made = {one.id: one for one in map(self._scored, claims)}
        order = sorted(
            made.values(), key=lambda c: (c.trigger, c.place is None, c.place or 0, c.id)
        )
        told = {c.sentence for c in order}
        return replace(
            large,
            places=places,
            claims=tuple(order),
            unread=tuple(s for s in other.unread or large.unread if s not in told),
            reader=self.version,
        )

    def _scored(self, found: _Match) -> Claim:
        """A claim with its score, and a mark of how it was read."""
        mark = Cue(ROLES[found.how], found.claim.trigger, found.claim.trigger_text)
        cues = sorted({*found.claim.cues, mark}, key=lambda m: (m.span, m.role))
        score = round(self.calibration.chance(found.how), 3)
        return replace(found.claim, cues=tuple(cues), reader=self.version, score=score)


@dataclass(frozen=True, slots=True)
class _Match:
    """A claim and how it was read, a key of ``ROLES``."""

    claim: Claim
    how: str


def how_read(cues: tuple[Cue, ...]) -> str:
    """How a claim of the pair was read, by its cues; empty if it is no claim of the pair."""
    roles = {cue.role for cue in cues}
    return next((how for how, role in ROLES.items() if role in roles), "")


def _places(one: tuple[Mention, ...], two: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The places of both, in the order of the text; where they meet, those of the first."""
    more = [m for m in two if not any(m.span.overlaps(other.span) for other in one)]
    return tuple(sorted((*one, *more), key=lambda m: m.span))


def _on(places: tuple[Mention, ...], reading: Reading) -> list[Claim]:
    """The claims of a reading, their places among others."""
    out = []
    for claim in reading.claims:
        if claim.place is not None:
            own = reading.places[claim.place].span
            at = next(k for k, m in enumerate(places) if m.span.overlaps(own))
            claim = replace(claim, place=at)
        out.append(claim)
    return out


def _matched(large: list[Claim], other: list[Claim]) -> list[_Match]:
    """Each claim once, with how it was read; the model's words where both make it."""
    left, out = list(other), []
    for claim in large:
        same = [o for o in left if _is_same(claim, o)]
        if not same:
            out.append(_Match(claim, LLM))
            continue
        partner = min(same, key=lambda o: (_manner(o) != _manner(claim), o.id))
        left.remove(partner)
        agrees = _manner(partner) == _manner(claim)
        out.append(_Match(claim, AGREED if agrees else DIFFER))
    taken = {m.claim.id for m in out}
    return out + [_Match(o, OTHER) for o in left if o.id not in taken]


def _is_same(one: Claim, two: Claim) -> bool:
    """Whether two claims say that the same side did the same at the same place, in one sentence."""
    return (one.event, one.actor, one.place) == (
        two.event,
        two.actor,
        two.place,
    ) and one.sentence.overlaps(two.sentence)


def _manner(claim: Claim) -> tuple[str, str, str]:
    return claim.certainty, claim.status, claim.polarity
