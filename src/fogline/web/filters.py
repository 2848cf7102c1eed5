"""Which claims a page or a question of the API shows: conditions that all must hold."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from fogline.ledger import Judgement
from fogline.web.edition import UNKNOWN, Edition, Mask, numbered
from fogline.web.problem import Problem

VALUES = {
    **{n: Judgement.VALUES[n] for n in ("event", "certainty", "status", "polarity")},
    "placing": ("located", "ambiguous", "unknown"),
}
# Beside an exact spelling, others this much less alike are still what the user means.
_ALIKE = 0.1


Words = Annotated[str, Field(max_length=200)]
# A form sends its empty fields too.
Maybe = Annotated[date | None, BeforeValidator(lambda v: None if v == "" else v)]


class Filter(BaseModel):
    """``since`` and ``until`` are days that the event may have been on; ``place`` is a name in any spelling, or an id; ``source`` a
    publisher; ``speaker`` part of a name; ``text`` words of the sentence; ``as_of`` what was published by then.
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
    since: Maybe = None
    until: Maybe = None
    as_of: Maybe = None
    document: Words = ""

    def given(self) -> dict[str, str]:
        """The conditions that are given, as words."""
        return {name: str(v) for name in Filter.model_fields if (v := getattr(self, name))}

    def query(self, **more: object) -> str:
        """The same as the query of an address."""
        return urlencode({**self.given(), **{n: str(v) for n, v in more.items() if v}})

    def among(self, edition: Edition) -> Edition:
        """What the claims are sought in: claims once each, or a publisher's own prints, or a document's."""
        return edition.prints if self.source or self.document else edition

    def rows(self, edition: Edition) -> np.ndarray[Any, np.dtype[np.int64]]:
        """Row numbers of the claims, newest publication first, of an edition that :meth:`among` gave.

        Raises:
            Problem: a value that its condition can't have, or a place that nothing knows.
        """
        allowed = {**VALUES, "actor": edition.theatre.labels, "source": tuple(edition.publishers)}
        for name, values in allowed.items():
            if (value := getattr(self, name)) and value not in values:
                raise Problem(
                    422,
                    f"{name} {value!r}: no claim can have it",
                    f"give one of {', '.join(values[:20])}",
                )
        if self.since and self.until and self.until < self.since:
            raise Problem(
                422,
                f"from {self.since} to {self.until}: the days end before they start",
                "swap them",
            )
        keep = edition.seen(self.as_of, self.source)
        if self.since:
            keep &= edition.end >= numbered(self.since)
        if self.until:
            keep &= (edition.start <= numbered(self.until)) & (edition.end > UNKNOWN)
        for name in ("event", "actor", "certainty", "status", "polarity", "placing", "document"):
            if value := getattr(self, name):
                keep &= _true(
                    pc.equal(edition.rows["place_status" if name == "placing" else name], value)
                )
        for column, parts in (
            ("sentence", self.text.split()),
            ("speaker", [self.speaker] if self.speaker else []),
        ):
            for part in parts:
                keep &= _true(pc.match_substring(edition.rows[column], part, ignore_case=True))
        return np.flatnonzero(keep & self._at(edition))

    def _at(self, edition: Edition) -> Mask:
        if not self.place:
            return edition.seen(None, "")
        found = edition.gazetteer.find(self.place)
        ids = {m.place.id for m in found if m.likeness >= found[0].likeness - _ALIKE} | {self.place}
        named = pc.equal(pc.utf8_lower(edition.rows["name"]), self.place.lower())
        return _true(pc.is_in(edition.rows["place"], pa.array(sorted(ids)))) | _true(named)


def _true(column: pa.ChunkedArray) -> Mask:
    return np.asarray(pc.fill_null(column, False).to_numpy(zero_copy_only=False), dtype=np.bool_)


class Some(Filter):
    """Conditions, and which of the claims that meet them."""

    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class Page(Filter):
    """Conditions, and which page of the claims that meet them."""

    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
