"""The records that every room passes on, and the vocabulary of events."""

from fogline.model.answer import Answer
from fogline.model.claim_row import ClaimRow, claim_rows
from fogline.model.document import Document
from fogline.model.interval import Interval
from fogline.model.place import Mention, Place
from fogline.model.reading import Claim, Cue, LeftOut, Loaded, Reading
from fogline.model.received import Evidence, Received, Visit
from fogline.model.span import Span
from fogline.model.vocabulary import (
    CERTAINTIES,
    EVENTS,
    POLARITIES,
    RELATIONS,
    STATUSES,
    EventType,
    event_type,
    event_types,
)

__all__ = [
    "CERTAINTIES",
    "EVENTS",
    "POLARITIES",
    "RELATIONS",
    "STATUSES",
    "Answer",
    "Claim",
    "ClaimRow",
    "Cue",
    "Document",
    "EventType",
    "Evidence",
    "Interval",
    "LeftOut",
    "Loaded",
    "Mention",
    "Place",
    "Reading",
    "Received",
    "Span",
    "Visit",
    "claim_rows",
    "event_type",
    "event_types",
]
