"""The ledger that is served, its newest snapshot, and the estimates used last."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import date
from math import inf
from threading import Lock

import pyarrow as pa

from fogline.control import Control, Options, estimate
from fogline.ledger import Ledger, Query, open_ledger
from fogline.theatre import load
from fogline.web.error_responses import Problem
from fogline.web.ledger_snapshot import LedgerSnapshot
from fogline.web.masking import without_texts
from fogline.web.settings import Settings

# Seconds between two looks at the ledger's head.
_LOOK = 2.0
# Publishers that an error lists.
_LISTED = 12


@dataclass(frozen=True)
class Lens:
    """Which evidence an estimate uses: published by a day or all, of one publisher or of all."""

    as_of: date | None = None
    source: str = ""

    def words(self) -> str:
        """The same in words."""
        known = (
            f"of what was published by {self.as_of}" if self.as_of else "of everything published"
        )
        return f"{known}, by {self.source} alone" if self.source else known


# The lens of all evidence.
EVERYTHING = Lens()


class EstimateCache:
    """Snapshots of a ledger and their estimates, a bounded number. Safe to use from threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.ledger: Ledger = open_ledger(settings.ledger)
        self._theatre = self.ledger.theatre(settings.theatre)
        self._lock, self._estimating, self._reading = Lock(), Lock(), Lock()
        self._looked = -inf
        self._snapshot = self._read(self.ledger.head().hash)
        self._kept: OrderedDict[tuple[str, Lens], Control] = OrderedDict()
        self._known: OrderedDict[tuple[str, date], LedgerSnapshot] = OrderedDict()

    def close(self) -> None:
        """Close the ledger."""
        self.ledger.close()

    def _read(self, version: str) -> LedgerSnapshot:
        once = self._view()
        each = self._view(Query(copies=True)) if any(once["copies"].to_pylist()) else once
        found = LedgerSnapshot.of(version, once, each, load(self._theatre))
        last_edit = self.ledger.last_edit()
        if last_edit is None:
            return found
        every = self._view(Query(copies=True, versions=True))
        return found.with_versions(every, last_edit)

    def _view(self, query: Query | None = None) -> pa.Table:
        """What the ledger says; without texts where the settings want none."""
        view = self.ledger.view(query or Query())
        return view if self.settings.texts else without_texts(view)

    def known_by(self, snapshot: LedgerSnapshot, as_of: date | None) -> LedgerSnapshot:
        """A snapshot as of a day: where a post was edited after it, with its text of then."""
        if as_of is None or snapshot.last_edit is None or as_of >= snapshot.last_edit:
            return snapshot
        key = (snapshot.version, as_of)
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        query = Query(as_of=as_of)
        once, each = (self._view(replace(query, copies=copies)) for copies in (False, True))
        found = snapshot.as_known(once, each, self.ledger.unknown_texts(query))
        with self._lock:
            self._known[key] = found
            while len(self._known) > self.settings.lenses:
                self._known.popitem(last=False)
        return found

    @property
    def fresh(self) -> bool:
        """Whether the ledger was looked at within two seconds."""
        return time.monotonic() - self._looked < _LOOK

    def snapshot(self) -> LedgerSnapshot:
        """The newest snapshot, read if the ledger has grown.

        Whoever asks while it is read gets the one before.
        """
        if not self.fresh and self._reading.acquire(blocking=False):
            try:
                version = self.ledger.head().hash
                if version != self._snapshot.version:
                    self._snapshot = self._read(version)
                self._looked = time.monotonic()
            finally:
                self._reading.release()
        return self._snapshot

    def freeze(self) -> None:
        """Look at the ledger no more: all that is asked from now on is of one snapshot."""
        self._looked = inf

    def expire(self) -> None:
        """Look at the ledger at the next request, because it has been written to."""
        self._looked = -inf

    def has(self, snapshot: LedgerSnapshot, lens: Lens) -> bool:
        """Whether an estimate is kept."""
        with self._lock:
            return (snapshot.version, lens) in self._kept

    def control(self, snapshot: LedgerSnapshot, lens: Lens) -> Control:
        """The estimate through a lens, made if it is not kept; one is made at a time.

        Raises:
            Problem: a day before the estimate's first.
            ControlError: no estimate can be made of these claims.
        """
        key = (snapshot.version, lens)
        if (kept := self._find(key)) is not None:
            return kept
        with self._estimating:
            if (kept := self._find(key)) is not None:
                return kept
            whole_key = (snapshot.version, EVERYTHING)
            whole = self._find(whole_key)
            if whole is None:
                made = estimate(snapshot.rows, self._options(self.settings.end))
                whole = self._keep(whole_key, made)
            return whole if lens == EVERYTHING else self._keep(key, self._estimate(lens, whole))

    def _find(self, key: tuple[str, Lens]) -> Control | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: tuple[str, Lens], made: Control) -> Control:
        with self._lock:
            self._kept[key] = made
            # The estimate of everything stays: days are checked by it.
            newest = (self._snapshot.version, EVERYTHING)
            others = [k for k in self._kept if k != newest]
            for old in others[: max(0, len(self._kept) - self.settings.lenses)]:
                del self._kept[old]
        return made

    def _estimate(self, lens: Lens, whole: Control) -> Control:
        sources = (lens.source,) if lens.source else ()
        view = self._view(Query(as_of=lens.as_of, sources=sources))
        end = whole.last if lens.as_of is None else min(lens.as_of, whole.last)
        if end < whole.first:
            why = f"the estimate begins on {whole.first}"
            raise Problem(422, f"as_of {lens.as_of}", why, "give that day or a later one")
        return estimate(view, self._options(end))

    def _options(self, end: date | None) -> Options:
        return Options(theatre=self._theatre, start=self.settings.start, end=end)

    def lens(self, as_of: date | None, source: str, snapshot: LedgerSnapshot) -> Lens:
        """The lens of a request; what was known when all was published is everything.

        Raises:
            Problem: a publisher that no claim is from.
        """
        if source and source not in snapshot.publishers:
            some = ", ".join(list(snapshot.publishers)[:_LISTED])
            raise Problem(404, f"source {source!r}", "no claim is from it", f"give one of {some}")
        return Lens(None if as_of and as_of >= snapshot.newest else as_of, source)
