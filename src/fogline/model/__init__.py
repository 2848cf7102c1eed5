"""The records that every room passes on: documents, places, claims and readings."""

from fogline.model.document import Document
from fogline.model.interval import Interval
from fogline.model.place import Mention, Place
from fogline.model.reading import EVENTS, Claim, Cue, Loaded, Reading
from fogline.model.received import Evidence, Received, Visit
from fogline.model.span import Span

__all__ = [
    "EVENTS",
    "Claim",
    "Cue",
    "Document",
    "Evidence",
    "Interval",
    "Loaded",
    "Mention",
    "Place",
    "Reading",
    "Received",
    "Span",
    "Visit",
]
