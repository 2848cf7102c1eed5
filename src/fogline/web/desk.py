"""The desk: the ledger that is served, its newest edition, and the estimates of late."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from math import inf
from threading import Lock

from fogline.control import Control, Options, estimate
from fogline.errors import FoglineError
from fogline.ledger import Ledger, Query, open_ledger
from fogline.theatre import load
from fogline.web.edition import Edition
from fogline.web.problem import Problem
from fogline.web.settings import Settings

_LOOK = 2.0  # seconds between looks at the ledger's head


@dataclass(frozen=True)
class Lens:
    """How the war is looked at: by what was published by a day or by everything, and by one publisher or by all."""

    as_of: date | None = None
    source: str = ""


class Desk:
    """Everything that answers are made of. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.ledger: Ledger = open_ledger(settings.ledger)
        known = self.ledger.theatres()
        if not settings.theatre and len(known) != 1:
            names = f": {', '.join(known)}" if known else ""
            raise FoglineError(
                f"ledger {settings.ledger}: read in {len(known)} theatres; name one with --theatre{names}"
            )
        self._theatre = settings.theatre or known[0]
        self._lock, self._making, self._reading = Lock(), Lock(), Lock()
        self._looked = -inf
        self._edition = self._read(self.ledger.head().hash)
        self._kept: OrderedDict[tuple[str, Lens], Control] = OrderedDict()

    def close(self) -> None:
        """Let the ledger go."""
        self.ledger.close()

    def _read(self, mark: str) -> Edition:
        once = self.ledger.view()
        each = self.ledger.view(Query(copies=True)) if any(once["copies"].to_pylist()) else once
        return Edition.of(mark, once, each, load(self._theatre))

    @property
    def fresh(self) -> bool:
        """Whether the ledger was looked at within two seconds."""
        return time.monotonic() - self._looked < _LOOK

    def edition(self) -> Edition:
        """The newest edition, read if the ledger has grown; who asks while that goes on gets the one before."""
        if not self.fresh and self._reading.acquire(blocking=False):
            try:
                mark = self.ledger.head().hash
                if mark != self._edition.mark:
                    self._edition = self._read(mark)
                self._looked = time.monotonic()
            finally:
                self._reading.release()
        return self._edition

    def stale(self) -> None:
        """Look at the ledger at the next question, for it has been written to."""
        self._looked = -inf

    def ready(self, edition: Edition, lens: Lens) -> bool:
        """Whether an estimate is there already."""
        with self._lock:
            return (edition.mark, lens) in self._kept

    def control(self, edition: Edition, lens: Lens) -> Control:
        """The estimate through a lens, made if it is not kept; one is made at a time.

        Raises:
            Problem: a publisher that the ledger has not.
            ControlError: no estimate can be made of these claims.
        """
        key = (edition.mark, lens)
        if (kept := self._find(key)) is not None:
            return kept
        with self._making:
            if (kept := self._find(key)) is not None:
                return kept
            whole = self._find((edition.mark, Lens()))
            if whole is None:
                whole = self._keep(
                    (edition.mark, Lens()), estimate(edition.rows, self._options(self.settings.end))
                )
            return whole if lens == Lens() else self._keep(key, self._estimate(lens, whole))

    def _find(self, key: tuple[str, Lens]) -> Control | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: tuple[str, Lens], made: Control) -> Control:
        with self._lock:
            self._kept[key] = made
            # The estimate of everything stays: days are checked by it.
            others = [k for k in self._kept if k[1] != Lens() or k[0] != self._edition.mark]
            for old in others[: max(0, len(self._kept) - self.settings.lenses)]:
                del self._kept[old]
        return made

    def _estimate(self, lens: Lens, whole: Control) -> Control:
        sources = (lens.source,) if lens.source else ()
        view = self.ledger.view(Query(as_of=lens.as_of, sources=sources))
        end = whole.last if lens.as_of is None else min(lens.as_of, whole.last)
        if end < whole.first:
            raise Problem(
                422,
                f"as_of {lens.as_of}: the estimate begins on {whole.first}",
                "give that day or a later one",
            )
        return estimate(view, self._options(end))

    def _options(self, end: date | None) -> Options:
        return Options(theatre=self._theatre, start=self.settings.start, end=end)

    def lens(self, as_of: date | None, source: str, edition: Edition) -> Lens:
        """A lens of a question's parts; what was known when all was published is everything.

        Raises:
            Problem: a publisher that no claim is from.
        """
        if source and source not in edition.publishers:
            some = ", ".join(list(edition.publishers)[:12])
            raise Problem(404, f"source {source!r}: no claim is from it", f"give one of {some}")
        return Lens(None if as_of and as_of >= edition.newest else as_of, source)
