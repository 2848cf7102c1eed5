"""Which claims a page or a call of the API shows: conditions that all must hold."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from fogline.model import CERTAINTIES, EVENTS, POLARITIES, STATUSES
from fogline.web.error_responses import Problem
from fogline.web.ledger_snapshot import UNKNOWN, LedgerSnapshot, Mask, Numbers, day_number

VALUES: dict[str, tuple[str, ...]] = {
    "event": EVENTS,
    "certainty": CERTAINTIES,
    "status": STATUSES,
    "polarity": POLARITIES,
    "placing": ("located", "ambiguous", "unknown"),
}
# Conditions that a column must equal.
_COLUMNS = {n: n for n in ("event", "actor", "certainty", "status", "polarity", "document")}
_COLUMNS["placing"] = "place_status"
# Beside an exact spelling, others this much less alike are still what the user means, as in the
# ledger's own search.
_ALIKE = 0.1
# Values that an error lists, rows of a call, and the largest offset and page.
_LISTED, _MOST_ROWS, _MOST_OFFSET, _MOST_PAGES = 20, 200, 10_000_000, 1_000_000
_ROWS = 50


Words = Annotated[str, Field(max_length=200)]
# A form sends its empty fields too.
OptionalDay = Annotated[date | None, BeforeValidator(lambda v: None if v == "" else v)]


class ClaimFilter(BaseModel):
    """The conditions.

    ``since`` and ``until`` are days that the event may have been on; ``place`` is a name in any
    spelling, or an id; ``source`` a publisher; ``speaker`` part of a name; ``text`` words of the
    sentence; ``as_of`` the day by which it was published.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Words = ""
    place: Words = ""
    event: Words = ""
    actor: Words = ""
    source: Words = ""
    speaker: Words = ""
    certainty: Words = ""
    status: Words = ""
    polarity: Words = ""
    placing: Words = ""
    since: OptionalDay = None
    until: OptionalDay = None
    as_of: OptionalDay = None
    document: Words = ""

    def given(self) -> dict[str, str]:
        """The conditions that are given, as words."""
        return {name: str(v) for name in ClaimFilter.model_fields if (v := getattr(self, name))}

    def query(self, **more: object) -> str:
        """The same as the query of an address."""
        return urlencode({**self.given(), **{n: str(v) for n, v in more.items() if v}})

    def searched(self, snapshot: LedgerSnapshot) -> LedgerSnapshot:
        """The claims that are searched: each once, or all prints of a publisher or document."""
        return snapshot.with_copies if self.source or self.document else snapshot

    def rows(self, snapshot: LedgerSnapshot) -> Numbers:
        """Row numbers of the claims, newest publication first; :meth:`searched` gives what to pass.

        Raises:
            Problem: a value that its condition can't have.
        """
        self._check(snapshot)
        keep = snapshot.published_by(self.as_of, self.source)
        if self.since:
            keep &= snapshot.end >= day_number(self.since)
        if self.until:
            keep &= (snapshot.start <= day_number(self.until)) & (snapshot.end > UNKNOWN)
        for name, column in _COLUMNS.items():
            if value := getattr(self, name):
                keep &= _mask(pc.equal(snapshot.rows[column], value))
        speaker = [self.speaker] if self.speaker else []
        for column, parts in (("sentence", self.text.split()), ("speaker", speaker)):
            for part in parts:
                found = pc.match_substring(snapshot.rows[column], part, ignore_case=True)
                keep &= _mask(found)
        return np.flatnonzero(keep & self._at_place(snapshot))

    def _check(self, snapshot: LedgerSnapshot) -> None:
        actors, sources = snapshot.theatre.labels, tuple(snapshot.publishers)
        for name, values in {**VALUES, "actor": actors, "source": sources}.items():
            if (value := getattr(self, name)) and value not in values:
                advice = f"give one of {', '.join(values[:_LISTED])}"
                raise Problem(422, f"{name} {value!r}", "no claim can have it", advice)
        if self.since and self.until and self.until < self.since:
            days = f"from {self.since} to {self.until}"
            raise Problem(422, days, "the days end before they start", "swap them")

    def _at_place(self, snapshot: LedgerSnapshot) -> Mask:
        if not self.place:
            return snapshot.published_by(None, "")
        found = snapshot.gazetteer.find(self.place)
        ids = {m.place.id for m in found if m.likeness >= found[0].likeness - _ALIKE} | {self.place}
        named = pc.equal(pc.utf8_lower(snapshot.rows["name"]), self.place.lower())
        return _mask(pc.is_in(snapshot.rows["place"], pa.array(sorted(ids)))) | _mask(named)


def _mask(column: pa.ChunkedArray) -> Mask:
    return np.asarray(pc.fill_null(column, False).to_numpy(zero_copy_only=False), dtype=np.bool_)


class ClaimListQuery(ClaimFilter):
    """Conditions, and which of the claims that meet them the API gives."""

    offset: Annotated[int, Field(ge=0, le=_MOST_OFFSET)] = 0
    limit: Annotated[int, Field(ge=1, le=_MOST_ROWS)] = _ROWS


class ClaimPageQuery(ClaimFilter):
    """Conditions, and which page of the claims that meet them is shown."""

    page: Annotated[int, Field(ge=1, le=_MOST_PAGES)] = 1
