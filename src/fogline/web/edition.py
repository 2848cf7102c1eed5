"""An edition: the ledger's claims as they stand, ready for questions; a new one is made when the ledger has grown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fogline.gazetteer import Gazetteer, open_gazetteer
from fogline.theatre import Theatre

Mask = np.ndarray[Any, np.dtype[np.bool_]]
Rows = np.ndarray[Any, np.dtype[np.int64]]
UNKNOWN, _EPOCH = -(10**6), date(1970, 1, 1).toordinal()


@dataclass(frozen=True, eq=False)
class Edition:
    """``rows`` are the claims of the ledger's view, newest publication first, copies counted once; ``mark`` names the edition.

    ``prints`` is the same with each copy as a claim of its own, as its publisher printed it and when.
    """

    mark: str
    rows: pa.Table
    theatre: Theatre
    copies: Edition | None = None

    @classmethod
    def of(cls, mark: str, once: pa.Table, each: pa.Table, theatre: Theatre) -> Edition:
        """An edition of a view with copies counted once, and of one with each of them."""
        order = [("published_utc", "descending"), ("start", "descending"), ("id", "ascending")]
        made = [v.take(pc.sort_indices(v, sort_keys=order)) for v in (once, each)]
        return cls(
            mark,
            made[0],
            theatre,
            cls(mark, made[1], theatre) if each.num_rows > once.num_rows else None,
        )

    @property
    def prints(self) -> Edition:
        """Each print of each claim."""
        return self.copies or self

    @property
    def gazetteer(self) -> Gazetteer:
        """The theatre's places."""
        return open_gazetteer(self.theatre)

    @cached_property
    def start(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        """First day of each claim's event, counted from 1970; far in the past where it is not known."""
        return _days(self.rows["start"])

    @cached_property
    def end(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        """Last day of the same."""
        return _days(self.rows["end"])

    @cached_property
    def published(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        """Day of publication, UTC, counted the same way."""
        return _days(self.rows["published_utc"].cast(pa.date32()))

    @cached_property
    def newest(self) -> date:
        """Day by which all was published, UTC; the last of all days where something has no date."""
        days = self.prints.published
        return (
            date.fromordinal(_EPOCH + int(days.max()))
            if len(days) and days.min() > UNKNOWN
            else date.max
        )

    @cached_property
    def publishers(self) -> dict[str, int]:
        """How many claims each publisher printed, copies included, those with most first."""
        return dict(_most(self.prints.rows["source"]))

    @cached_property
    def speakers(self) -> tuple[str, ...]:
        """Speakers, those with most claims first."""
        return tuple(name for name, _ in _most(self.rows["speaker"]))

    @cached_property
    def number(self) -> dict[str, int]:
        """Row of each claim's id."""
        return {id: k for k, id in enumerate(self.rows["id"].to_pylist())}

    @cached_property
    def about(self) -> dict[str, Rows]:
        """The rows that name each place, by id."""
        places = np.array([p or "" for p in self.rows["place"].to_pylist()], dtype=object)
        order = np.argsort(places, kind="stable")
        names, first = np.unique(places[order], return_index=True)
        return {n: np.sort(r) for n, r in zip(names, np.split(order, first[1:]), strict=True) if n}

    @cached_property
    def spoken(self) -> dict[str, int]:
        """How many claims name each place, by id."""
        return {id: len(rows) for id, rows in self.about.items()}

    def seen(self, as_of: date | None, source: str) -> Mask:
        """Rows published by a day, and by a publisher; of a publisher's ask :attr:`prints`."""
        out: Mask = np.ones(self.rows.num_rows, dtype=np.bool_)
        if as_of:
            out &= (self.published > UNKNOWN) & (self.published <= numbered(as_of))
        if source:
            out &= np.asarray(
                pc.fill_null(pc.equal(self.rows["source"], source), False), dtype=np.bool_
            )
        return out

    def row(self, k: int) -> dict[str, Any]:
        """A claim's row."""
        return dict(self.rows.slice(int(k), 1).to_pylist()[0])

    def take(self, which: Any) -> list[dict[str, Any]]:
        """Some claims' rows."""
        return [dict(r) for r in self.rows.take(pa.array(which, pa.int64())).to_pylist()]


def numbered(day: date) -> int:
    """A day counted from 1970."""
    return day.toordinal() - _EPOCH


def _days(column: pa.ChunkedArray) -> np.ndarray[Any, np.dtype[np.int64]]:
    filled = pc.fill_null(column.cast(pa.int32()), UNKNOWN)
    return np.asarray(filled.to_numpy(zero_copy_only=False), dtype=np.int64)


def _most(column: pa.ChunkedArray) -> list[tuple[str, int]]:
    counts = pc.value_counts(column.drop_null()).to_pylist()
    return [
        (r["values"], r["counts"])
        for r in sorted(counts, key=lambda r: (-r["counts"], r["values"]))
        if r["values"]
    ]
