"""A claim as the ledger tells it: one row of a view, with its document, place and judgement."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from fogline.model.reading import Cue, Loaded
from fogline.model.span import Span

if TYPE_CHECKING:
    import pyarrow as pa

# Rows that are turned at a time: some MB.
_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One row of a ledger's view; its fields are the view's columns (docs/ledger.md).

    ``start`` and ``end`` are the first and last day of the event, ``published`` the day or moment
    as its publisher wrote it and ``published_utc`` the moment. ``place`` is a gazetteer id,
    ``name`` the place as the text means it and ``place_status`` whether it was located.
    ``speakers`` is the whole chain, outermost first. Spans are characters of the document's text.
    ``copies`` counts other prints of the claim and ``copied_by`` names their publishers. ``judged``
    is what people made of it.

    Of a post, ``origin`` is whose words it passes on, ``written`` their day where it is another,
    and ``edited`` when it was given this text; then ``published_utc`` is that moment too.
    ``stated`` is the time as its file has it, where the publisher's zone has another offset.
    """

    id: str
    document: str
    source: str | None
    published: str | None
    published_utc: datetime | None
    url: str | None
    title: str | None
    event: str
    actor: str | None
    actor_text: str | None
    target: str | None
    place: str | None
    name: str | None
    kind: str | None
    lat: float | None
    lon: float | None
    region: str | None
    place_status: str | None
    reason: str | None
    relation: str | None
    extent: float | None
    start: date | None
    end: date | None
    precision: str
    speaker: str
    speakers: tuple[str, ...]
    certainty: str
    status: str
    polarity: str
    trigger_start: int
    trigger_end: int
    trigger: str
    sentence_start: int
    sentence_end: int
    sentence: str
    cues: tuple[Cue, ...] = ()
    wording: tuple[Loaded, ...] = ()
    score: float = 1.0
    reader: str = ""
    judged: str | None = None
    copies: int = 0
    copied_by: tuple[str, ...] = ()
    origin: str | None = None
    written: str | None = None
    stated: str | None = None
    edited: str | None = None

    @property
    def is_disputed(self) -> bool:
        """Whether two readers read the claim differently."""
        return any(cue.is_disagreement for cue in self.cues)

    @property
    def trigger_in_sentence(self) -> Span:
        """Where the trigger stands in :attr:`sentence`."""
        return Span(
            self.trigger_start - self.sentence_start, self.trigger_end - self.sentence_start
        )


_COLUMNS = tuple(field.name for field in fields(ClaimRow))


def claim_rows(view: pa.Table) -> Iterator[ClaimRow]:
    """The rows of a ledger's view, some at a time; columns that no view has are left out."""
    for batch in view.to_batches(max_chunksize=_BATCH):
        for values in batch.to_pylist():
            yield _claim_row(values)


def _claim_row(values: dict[str, Any]) -> ClaimRow:
    cues = json.loads(values["cues"] or "[]")
    wording = json.loads(values["wording"] or "[]")
    records: dict[str, Any] = {
        "speakers": tuple(values["speakers"] or ()),
        "copied_by": tuple(values["copied_by"] or ()),
        "cues": tuple(Cue(q["role"], Span(q["start"], q["end"]), q["text"]) for q in cues),
        "wording": tuple(
            Loaded(Span(w["start"], w["end"]), w["text"], w["neutral"]) for w in wording
        ),
    }
    return ClaimRow(**{n: values[n] for n in _COLUMNS if n in values} | records)
