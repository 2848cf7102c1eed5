"""Which claims a page or a call of the API shows: conditions that all must hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlencode

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from fogline.model import CERTAINTIES, EVENTS, POLARITIES, STATUSES
from fogline.web.claim_columns import (
    BANDS,
    INDEPENDENT,
    STANDINGS,
    UNATTRIBUTED,
    WORDS,
)
from fogline.web.error_responses import Problem
from fogline.web.ledger_snapshot import UNKNOWN, LedgerSnapshot, Mask, Numbers, day_number
from fogline.web.sentence_search import matches

VALUES: dict[str, tuple[str, ...]] = {
    "event": EVENTS,
    "certainty": CERTAINTIES,
    "standing": STANDINGS,
    "word": WORDS,
    "band": BANDS,
    "status": STATUSES,
    "polarity": POLARITIES,
    "placing": ("located", "ambiguous", "unknown"),
}
# Conditions of which a column has one of the values.
_NAMED = (
    "event", "actor", "source", "region", "voice", "word", "certainty", "standing", "band",
    "status", "polarity",
)  # fmt: skip
CODED = {**{name: name for name in _NAMED}, "placing": "place_status"}
# Beside an exact spelling, others this much less alike are still what the user means, as in the
# ledger's own search.
_ALIKE = 0.1
# Values that an error lists, rows of a call, and the largest offset and page.
_LISTED, _MOST_ROWS, _MOST_OFFSET, _MOST_PAGES = 20, 200, 10_000_000, 1_000_000
# Values of one condition.
_MOST_VALUES = 40
_ROWS = 50


Words = Annotated[str, Field(max_length=200)]
# A form sends its empty fields too.
OptionalDay = Annotated[date | None, BeforeValidator(lambda v: None if v == "" else v)]


def _given_values(value: object) -> object:
    """Values of a repeated parameter, each once, without the empty ones of a form."""
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list | tuple):
        return values
    return tuple(dict.fromkeys(v for v in values if v != ""))


Values = Annotated[
    tuple[Words, ...], Field(max_length=_MOST_VALUES), BeforeValidator(_given_values)
]


class ClaimFilter(BaseModel):
    """The conditions; those that take several values hold if one of them does.

    ``since`` and ``until`` are days that the event may have been on; ``place`` is a name in any
    spelling, or an id; ``source`` a publisher; ``speaker`` part of a name; ``text`` words of the
    sentence, "a phrase" in quotes, -word for one it has not; ``voice`` the speaker's side;
    ``review`` what people made of it; ``as_of`` the day by which it was published.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Words = ""
    place: Words = ""
    event: Values = ()
    actor: Values = ()
    region: Values = ()
    source: Values = ()
    speaker: Words = ""
    voice: Values = ()
    word: Values = ()
    certainty: Values = ()
    standing: Values = ()
    status: Values = ()
    polarity: Values = ()
    band: Values = ()
    placing: Values = ()
    review: Literal["", "open", "accepted", "corrected", "rejected"] = ""
    since: OptionalDay = None
    until: OptionalDay = None
    as_of: OptionalDay = None
    document: Words = ""

    def given(self) -> dict[str, str]:
        """The conditions that are given, as words."""
        return {n: ", ".join(v) for n, v in self.by_name().items()}

    def by_name(self) -> dict[str, tuple[str, ...]]:
        """The values of the conditions that are given."""
        found = {name: getattr(self, name) for name in ClaimFilter.model_fields}
        return {n: v if isinstance(v, tuple) else (str(v),) for n, v in found.items() if v}

    def query(self, **more: object) -> str:
        """The same as the query of an address."""
        added = {n: v if isinstance(v, tuple) else str(v) for n, v in more.items() if v}
        return urlencode({**self.by_name(), **added}, doseq=True)

    def searched(self, snapshot: LedgerSnapshot) -> LedgerSnapshot:
        """The claims that are searched: each once, all prints of a publisher or document, or those
        that were rejected.
        """
        if self.review == "rejected":
            empty = LedgerSnapshot(snapshot.version, snapshot.rows.slice(0, 0), snapshot.theatre)
            return snapshot.rejected or empty
        return snapshot.with_copies if self.source or self.document else snapshot

    def check(self, snapshot: LedgerSnapshot) -> None:
        """See that every condition can hold.

        Raises:
            Problem: a value that its condition can't have.
        """
        actors, sources = snapshot.theatre.labels, tuple(snapshot.publishers)
        rejected = snapshot.rejected
        sources += tuple(rejected.publishers) if rejected else ()
        voices = (*actors, INDEPENDENT, UNATTRIBUTED)
        allowed = {**VALUES, "actor": actors, "source": sources, "voice": voices}
        for name, values in allowed.items():
            for value in getattr(self, name):
                if value not in values:
                    advice = f"give one of {', '.join(values[:_LISTED])}"
                    raise Problem(422, f"{name} {value!r}", "no claim can have it", advice)
        if self.since and self.until and self.until < self.since:
            days = f"from {self.since} to {self.until}"
            raise Problem(422, days, "the days end before they start", "swap them")

    def rows(self, snapshot: LedgerSnapshot) -> Numbers:
        """Row numbers of the claims, newest publication first; :meth:`searched` gives what to pass.

        Raises:
            Problem: a value that its condition can't have.
        """
        self.check(snapshot)
        return np.flatnonzero(together(self.masks(snapshot), snapshot.rows.num_rows))

    def masks(self, snapshot: LedgerSnapshot) -> dict[str, Mask]:
        """Which rows meet each condition that is given."""
        out: dict[str, Mask] = {}
        if self.as_of:
            out["as_of"] = snapshot.published_by(self.as_of, "")
        if self.since:
            out["since"] = snapshot.end >= day_number(self.since)
        if self.until:
            known = snapshot.end > UNKNOWN
            out["until"] = (snapshot.start <= day_number(self.until)) & known
        for name, column in CODED.items():
            if wanted := getattr(self, name):
                out[name] = snapshot.columns.coded(column).among(wanted)
        if self.review:
            out["review"] = snapshot.columns.coded("review").among((self.review,))
        if self.document:
            out["document"] = _mask(pc.equal(snapshot.rows["document"], self.document))
        if self.text:
            out["text"] = matches(snapshot.rows["sentence"], self.text)
        if self.speaker:
            speakers = snapshot.rows["speaker"]
            out["speaker"] = _mask(pc.match_substring(speakers, self.speaker, ignore_case=True))
        if self.place:
            out["place"] = self._at_place(snapshot)
        return out

    def _at_place(self, snapshot: LedgerSnapshot) -> Mask:
        found = snapshot.gazetteer.find(self.place)
        ids = {m.place.id for m in found if m.likeness >= found[0].likeness - _ALIKE} | {self.place}
        named = pc.equal(pc.utf8_lower(snapshot.rows["name"]), self.place.lower())
        return _mask(pc.is_in(snapshot.rows["place"], pa.array(sorted(ids)))) | _mask(named)


def together(masks: Mapping[str, Mask], count: int, but: str = "") -> Mask:
    """Which rows meet all conditions, or all but one."""
    out: Mask = np.ones(count, dtype=np.bool_)
    for name, mask in masks.items():
        if name != but:
            out &= mask
    return out


def _mask(column: pa.ChunkedArray) -> Mask:
    return np.asarray(pc.fill_null(column, False).to_numpy(zero_copy_only=False), dtype=np.bool_)


class ClaimListQuery(ClaimFilter):
    """Conditions, and which of the claims that meet them the API gives."""

    offset: Annotated[int, Field(ge=0, le=_MOST_OFFSET)] = 0
    limit: Annotated[int, Field(ge=1, le=_MOST_ROWS)] = _ROWS


class ClaimPageQuery(ClaimFilter):
    """Conditions, and how the claims that meet them are shown: which page, sorted by which column
    (downward with "-" before it), and which columns.
    """

    page: Annotated[int, Field(ge=1, le=_MOST_PAGES)] = 1
    sort: Annotated[str, Field(max_length=40)] = ""
    column: Values = ()
