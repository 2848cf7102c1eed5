"""A snapshot of the ledger's claims, ready for questions; a grown ledger gets a new one."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fogline.gazetteer import Gazetteer, open_gazetteer
from fogline.ledger import DocumentRow
from fogline.model import ClaimRow, claim_rows
from fogline.theatre import Theatre
from fogline.web.claim_columns import ClaimColumns

Mask = np.ndarray[Any, np.dtype[np.bool_]]
Numbers = np.ndarray[Any, np.dtype[np.int64]]
# The day number of a day that is not known: before all days, so that no comparison meets it.
UNKNOWN = -(10**6)
_EPOCH = date(1970, 1, 1).toordinal()
# How the cues begin that tell of a claim that two readers read differently.
_DISAGREEMENT = '"read-'
# What the claims that count once are called among a snapshot's parts.
_ONCE = "claims"


@dataclass(frozen=True, eq=False)
class LedgerSnapshot:
    """The claims at one state of the ledger, newest publication first, copies counted once.

    ``version`` is the hash at the head of the ledger's chain. ``every_print`` is the same with each
    copy as a claim of its own, as its publisher printed it and when; none if nothing was copied.
    ``every_version`` has, of each edited post, the claims of all its texts, and ``last_edit`` is
    the day of the last edit, UTC; none where no post was edited. ``unknown_texts``, of a snapshot
    by an earlier day, are posts that were public then with a text that the ledger does not have.
    ``rejected`` has the claims that people rejected, which count nowhere; none where there are
    none.
    """

    version: str
    rows: pa.Table
    theatre: Theatre
    every_print: LedgerSnapshot | None = None
    every_version: LedgerSnapshot | None = None
    last_edit: date | None = None
    unknown_texts: tuple[DocumentRow, ...] = ()
    rejected: LedgerSnapshot | None = None

    @classmethod
    def of(cls, version: str, once: pa.Table, each: pa.Table, theatre: Theatre) -> LedgerSnapshot:
        """A snapshot of a view that counts copies once, and of one that lists each of them."""
        copied = each.num_rows > once.num_rows
        every_print = cls(version, _newest_first(each), theatre) if copied else None
        return cls(version, _newest_first(once), theatre, every_print)

    def with_versions(self, each: pa.Table, last_edit: date) -> LedgerSnapshot:
        """The same with the view that lists the claims of every text of an edited post."""
        every = LedgerSnapshot(self.version, _newest_first(each), self.theatre)
        return replace(self, every_version=every, last_edit=last_edit)

    def with_rejected(self, view: pa.Table) -> LedgerSnapshot:
        """The same with the view of the claims that people rejected."""
        found = LedgerSnapshot(self.version, _newest_first(view), self.theatre)
        return replace(self, rejected=found if view.num_rows else None)

    def as_known(
        self, once: pa.Table, each: pa.Table, unknown: tuple[DocumentRow, ...]
    ) -> LedgerSnapshot:
        """The same by an earlier day: its views, and the posts whose text of then is not known."""
        then = LedgerSnapshot.of(self.version, once, each, self.theatre)
        every, last = self.every_version, self.last_edit
        return replace(
            then,
            every_version=every,
            last_edit=last,
            unknown_texts=unknown,
            rejected=self.rejected,
        )

    def to_bytes(self) -> dict[str, bytes]:
        """Its tables as Arrow streams, by name, for :meth:`from_bytes`."""
        others = {f.name: getattr(self, f.name) for f in fields(self)}
        parts = {n: part for n, part in others.items() if isinstance(part, LedgerSnapshot)}
        found = {name: _stream(part.rows) for name, part in {_ONCE: self, **parts}.items()}
        about = {"parts": list(found), "last_edit": self.last_edit and self.last_edit.isoformat()}
        return {"snapshot": json.dumps(about).encode(), **found}

    @classmethod
    def from_bytes(
        cls, version: str, read: Callable[[str], bytes | None], theatre: Theatre
    ) -> LedgerSnapshot | None:
        """The snapshot again; none unless ``read`` gives all of its parts."""
        about = json.loads(read("snapshot") or "{}")
        parts: dict[str, Any] = {}
        for name in about.get("parts", ()):
            if (rows := read(name)) is None:
                return None
            parts[name] = cls(version, pa.ipc.open_stream(rows).read_all(), theatre)
        last_edit = about.get("last_edit") and date.fromisoformat(about["last_edit"])
        once: LedgerSnapshot | None = parts.pop(_ONCE, None)
        return once and replace(once, last_edit=last_edit, **parts)

    @property
    def with_copies(self) -> LedgerSnapshot:
        """Each print of each claim."""
        return self.every_print or self

    @property
    def with_earlier_texts(self) -> LedgerSnapshot:
        """Each print of each claim, of edited posts those of each text."""
        return self.every_version or self.with_copies

    @cached_property
    def columns(self) -> ClaimColumns:
        """What a table of claims is filtered, counted and sorted by."""
        return ClaimColumns(self.rows, self.theatre)

    @property
    def gazetteer(self) -> Gazetteer:
        """The theatre's places."""
        return open_gazetteer(self.theatre)

    @cached_property
    def start(self) -> Numbers:
        """First day of each claim's event as a day number, or ``UNKNOWN``."""
        return _day_numbers(self.rows["start"])

    @cached_property
    def end(self) -> Numbers:
        """Last day of each claim's event as a day number, or ``UNKNOWN``."""
        return _day_numbers(self.rows["end"])

    @cached_property
    def published(self) -> Numbers:
        """Day of publication, UTC, as a day number, or ``UNKNOWN``."""
        return _day_numbers(self.rows["published_utc"].cast(pa.date32()))

    @cached_property
    def newest(self) -> date:
        """The day by which all was published and edited, UTC; the last of all days if a date is
        missing.
        """
        days = self.with_copies.published
        known = len(days) and days.min() > UNKNOWN
        last = date.fromordinal(_EPOCH + int(days.max())) if known else date.max
        return max(last, self.last_edit or last)

    @cached_property
    def publishers(self) -> dict[str, int]:
        """How many claims each publisher printed, copies included, those with most first; none
        where all were edited away.
        """
        now = dict(_counts(self.with_copies.rows["source"]))
        return now | {
            n: 0 for n, _ in _counts(self.with_earlier_texts.rows["source"]) if n not in now
        }

    @cached_property
    def speakers(self) -> tuple[str, ...]:
        """Speakers, those with most claims first."""
        return tuple(name for name, _ in _counts(self.rows["speaker"]))

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row number of each claim, by its id."""
        return {id: k for k, id in enumerate(self.rows["id"].to_pylist())}

    @cached_property
    def disputed(self) -> Mask:
        """Which claims two readers read differently."""
        told = np.asarray(pc.match_substring(pc.fill_null(self.rows["cues"], ""), _DISAGREEMENT))
        out: Mask = np.zeros(self.rows.num_rows, dtype=np.bool_)
        found = np.flatnonzero(told)
        out[found] = [row.is_disputed for row in self.claims(found)]
        return out

    @cached_property
    def rows_of_place(self) -> dict[str, Numbers]:
        """The row numbers of the claims that name each place, by its id."""
        places = np.array([p or "" for p in self.rows["place"].to_pylist()], dtype=object)
        order = np.argsort(places, kind="stable")
        names, first = np.unique(places[order], return_index=True)
        return {n: np.sort(r) for n, r in zip(names, np.split(order, first[1:]), strict=True) if n}

    @cached_property
    def claim_counts(self) -> dict[str, int]:
        """How many claims name each place, by its id."""
        return {id: len(rows) for id, rows in self.rows_of_place.items()}

    def published_by(self, as_of: date | None, source: str) -> Mask:
        """Which rows were published by a day, and by a publisher.

        For a publisher ask :attr:`with_copies`, which has what it copied.
        """
        out: Mask = np.ones(self.rows.num_rows, dtype=np.bool_)
        if as_of:
            out &= (self.published > UNKNOWN) & (self.published <= day_number(as_of))
        if source:
            same = pc.fill_null(pc.equal(self.rows["source"], source), False)
            out &= np.asarray(same, dtype=np.bool_)
        return out

    def claim(self, id: str) -> ClaimRow:
        """A claim by its id."""
        return self.claims([self.row_of[id]])[0]

    def claims(self, numbers: Sequence[int] | Numbers) -> list[ClaimRow]:
        """The claims of some rows."""
        return list(claim_rows(self.rows.take(pa.array(numbers, pa.int64()))))


def _stream(rows: pa.Table) -> bytes:
    out = io.BytesIO()
    with pa.ipc.new_stream(out, rows.schema) as stream:
        stream.write_table(rows)
    return out.getvalue()


def _newest_first(view: pa.Table) -> pa.Table:
    order = [("published_utc", "descending"), ("start", "descending"), ("id", "ascending")]
    return view.take(pc.sort_indices(view, sort_keys=order))


def day_number(day: date) -> int:
    """A day counted from 1970."""
    return day.toordinal() - _EPOCH


def calendar_day(number: int) -> date:
    """The day of a day number."""
    return date.fromordinal(number + _EPOCH)


def _day_numbers(column: pa.ChunkedArray) -> Numbers:
    filled = pc.fill_null(column.cast(pa.int32()), UNKNOWN)
    return np.asarray(filled.to_numpy(zero_copy_only=False), dtype=np.int64)


def _counts(column: pa.ChunkedArray) -> list[tuple[str, int]]:
    counts = pc.value_counts(column.drop_null()).to_pylist()
    ordered = sorted(counts, key=lambda r: (-r["counts"], r["values"]))
    return [(r["values"], r["counts"]) for r in ordered if r["values"]]
