"""One row a claim, for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from fogline.escaping import escape_formula
from fogline.model import Claim, Reading

COLUMNS = (
    "doc", "published", "source", "id", "event", "actor", "target", "place", "place_id",
    "place_status", "lat", "lon", "relation", "extent", "from", "to", "date_precision", "speaker",
    "speakers", "certainty", "status", "polarity", "trigger", "sentence", "cues", "wording",
    "score", "reader",
)  # fmt: skip


def as_csv(readings: Iterable[Reading], *, head: bool = True) -> str:
    """The claims of readings as CSV; cells that a spreadsheet would run as a formula get an
    apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if head:
        writer.writerow(COLUMNS)
    for reading in readings:
        for claim in reading.claims:
            writer.writerow([safe(cell) for cell in _cells(reading, claim)])
    return out.getvalue()


# Lines end as RFC 4180 has it: with "\n" alone Python's writer would leave a "\r" within a cell
# unquoted, and cut the row.
def safe(cell: object) -> object:
    """A cell that no spreadsheet runs as a formula."""
    return escape_formula(cell) if isinstance(cell, str) else cell


def _cells(reading: Reading, claim: Claim) -> list[object]:
    document = reading.document
    mention = reading.places[claim.place] if claim.place is not None else None
    place = mention.place if mention else None
    known = claim.when.precision != "unknown"
    return [
        document.id, document.published or "", document.source, claim.id, claim.event, claim.actor,
        claim.target, mention.name if mention else None, place.id if place else None,
        mention.status if mention else None, place.lat if place else None,
        place.lon if place else None, claim.relation, claim.extent,
        claim.when.start if known else None, claim.when.end if known else None,
        claim.when.precision, claim.speaker, " > ".join(claim.speakers), claim.certainty,
        claim.status, claim.polarity, claim.trigger_text, claim.sentence.of(document.text),
        "; ".join(f"{q.role}: {q.text}" for q in claim.cues),
        "; ".join(f"{w.text} = {w.neutral}" for w in claim.wording), claim.score, claim.reader,
    ]  # fmt: skip
