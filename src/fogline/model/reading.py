"""What a reader makes of a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fogline.model.document import Document
from fogline.model.interval import Interval
from fogline.model.place import Mention
from fogline.model.span import Span


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that decided a field: ``role`` is certainty, status, polarity, speaker, extent,
    date or actor; ``unresolved`` are words for a side ("our troops") of whom nobody knows who
    speaks, ``unplaced`` words for a place ("the plant") that name none.

    Of territories: ``whole``, ``most``, ``bank`` and ``except`` say which part of it; ``disputed``
    that the text itself doubts the claim, ``aim`` that it speaks of a goal; ``object`` that the
    event is done to the place itself.

    Of two readers together, at the words of the event: ``read-by-both``, ``read-differently`` where
    they differ on how sure or how real it is, ``read-by-llm`` and ``read-by-other`` where one alone
    makes the claim.
    """

    role: str
    span: Span
    text: str

    @property
    def is_disagreement(self) -> bool:
        """Whether it says that two readers read the claim differently."""
        return self.role in {"read-differently", "read-by-llm", "read-by-other"}

    def record(self) -> dict[str, Any]:
        """The cue as JSON has it."""
        return {
            "role": self.role, "start": self.span.start, "end": self.span.end, "text": self.text,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Loaded:
    """A loaded term with the neutral words for the same thing."""

    span: Span
    text: str
    neutral: str

    def record(self) -> dict[str, Any]:
        """The term as JSON has it."""
        return {
            "start": self.span.start, "end": self.span.end, "text": self.text,
            "neutral": self.neutral,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """One event or state, at one place, by one side, said by one speaker (DESIGN, "The claim").

    ``place`` is an index into the reading's places. ``speakers`` is the whole chain, outermost
    first; ``speaker`` is its innermost member: ``source``, ``unattributed`` or a name as written.
    ``score`` is the reader's own probability that the text makes this claim, not that the claim is
    true.
    """

    id: str
    event: str
    sentence: Span
    trigger: Span
    trigger_text: str
    actor: str | None
    actor_text: str | None
    target: str | None
    place: int | None
    relation: str | None
    extent: float | None
    when: Interval
    speakers: tuple[str, ...]
    certainty: str
    status: str
    polarity: str
    cues: tuple[Cue, ...] = ()
    wording: tuple[Loaded, ...] = ()
    reader: str = ""
    score: float = 1.0

    @property
    def speaker(self) -> str:
        """The innermost speaker."""
        return self.speakers[-1]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part of a map or table that gave no claim, or less than it could, and why.

    ``fault`` is true where it could not be read, false where the user left it out, or where it
    says nothing of the kind that claims have.
    """

    where: str
    why: str
    fault: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with its places, claims and loaded terms, and the sentences that gave no claim.

    ``language`` is the code of the text's language as detected, empty for maps; ``refused`` says
    why a text is kept without having been read, empty where it was read. ``left_out`` is what of a
    map or table gave no claim.
    """

    document: Document
    places: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    wording: tuple[Loaded, ...]
    unread: tuple[Span, ...]
    reader: str
    language: str = ""
    refused: str = ""
    left_out: tuple[LeftOut, ...] = ()
