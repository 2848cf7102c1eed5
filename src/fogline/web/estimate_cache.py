"""The ledger that is served, its newest snapshot, and the estimates used last."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import inf
from threading import Lock

import pyarrow as pa

from fogline.control import Control, ControlError, Options, estimate, pack, unpack
from fogline.disk_cache import DiskCache, program
from fogline.gazetteer import open_gazetteer
from fogline.ledger import Judgement, Ledger, Query, open_ledger
from fogline.theatre import Theatre, load
from fogline.web.error_responses import Problem
from fogline.web.ledger_snapshot import LedgerSnapshot
from fogline.web.masking import without_texts
from fogline.web.revised_snapshot import revised
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
        self._looked, self._disk = -inf, ("", DiskCache(None, ""))
        self._snapshot = self._read(self.ledger.head().hash)
        self._kept: OrderedDict[tuple[str, Lens], Control] = OrderedDict()
        self._known: OrderedDict[tuple[str, date], LedgerSnapshot] = OrderedDict()

    def close(self) -> None:
        """Close the ledger."""
        self.ledger.close()

    def disk(self, version: str) -> DiskCache:
        """What is kept on disk of one state of the ledger."""
        kept = self._disk  # one look: another thread may ask of another state
        if kept[0] != version:
            theatre = load(self._theatre)
            made_of = (program(), version, theatre.origin, open_gazetteer(theatre).digest)
            about = "\n".join((*made_of, self.settings.of_answers))
            self._disk = kept = version, DiskCache(self.settings.cache, about)
        return kept[1]

    def _read(self, version: str) -> LedgerSnapshot:
        disk, theatre = self.disk(version), load(self._theatre)
        found = LedgerSnapshot.from_bytes(version, disk.read, theatre)
        if found is None:
            found = self._read_ledger(version, theatre)
            for name, part in found.to_bytes().items():
                disk.write(name, part)
        return found

    def _read_ledger(self, version: str, theatre: Theatre) -> LedgerSnapshot:
        once = self._view()
        each = self._view(Query(copies=True)) if any(once["copies"].to_pylist()) else once
        found = LedgerSnapshot.of(version, once, each, theatre)
        found = found.with_rejected(self._view(Query(judged="rejected", copies=True)))
        last_edit = self.ledger.last_edit()
        if last_edit is None:
            return found
        every = self._view(Query(copies=True, versions=True))
        return found.with_versions(every, last_edit)

    def judge(self, made: Sequence[Judgement]) -> int:
        """Keep judgements in the ledger; gives how many were new.

        The snapshot gets the claims that they are about anew, and is not read as a whole.

        Raises:
            LedgerError: no such claim, or a value that it can't have.
        """
        with self._reading:
            before = self.ledger.head()
            kept = self.ledger.judge(made, prints=True)
            after = self.ledger.head()
            if before.hash == self._snapshot.version and after.seq - before.seq == kept:
                claims = {id for j in made for id in self.ledger.review.prints_of(j.claim)}
                asked = Query(ids=tuple(sorted(claims)))
                self._snapshot = revised(self.ledger, self._snapshot, after.hash, asked)
        self.expire()
        return kept

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

    def effort(self, snapshot: LedgerSnapshot, lens: Lens) -> tuple[str, float]:
        """What making an estimate is comparable to, and how large it is: its claims."""
        if self.disk(snapshot.version).has(_name(lens)):
            return "estimate from disk", 1.0
        claims = int(snapshot.with_copies.published_by(lens.as_of, lens.source).sum())
        return "first estimate" if lens == EVERYTHING else "estimate", max(1.0, claims)

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
                options = self._options(self.settings.end)
                whole = self._keep(whole_key, self._made(whole_key, snapshot.rows, options))
            if lens == EVERYTHING:
                return whole
            return self._keep(key, self._estimate(snapshot, lens, whole))

    def _find(self, key: tuple[str, Lens]) -> Control | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: tuple[str, Lens], made: Control) -> Control:
        with self._lock:
            self._kept[key] = made
            # The estimate of everything stays: days are checked by it. Of states of the ledger
            # before the present one only the last counts: it is shown until there is a new one.
            present = self._snapshot.version
            before = [version for version, _ in self._kept if version != present][-1:]
            for old in [k for k in self._kept if k[0] not in (present, *before)]:
                del self._kept[old]
            others = [k for k in self._kept if k != (present, EVERYTHING)]
            for old in others[: max(0, len(self._kept) - self.settings.lenses)]:
                del self._kept[old]
        return made

    def _estimate(self, snapshot: LedgerSnapshot, lens: Lens, whole: Control) -> Control:
        end = whole.last if lens.as_of is None else min(lens.as_of, whole.last)
        if end < whole.first:
            why = f"the estimate begins on {whole.first}"
            raise Problem(422, f"as_of {lens.as_of}", why, "give that day or a later one")
        view = self._claims(snapshot, lens)
        if end == whole.last and view.num_rows == snapshot.rows.num_rows:
            return whole  # the same claims: the ledger of one publisher
        return self._made((snapshot.version, lens), view, self._options(end))

    def _made(self, key: tuple[str, Lens], view: pa.Table, options: Options) -> Control:
        """An estimate from disk, or a new one."""
        disk, name = self.disk(key[0]), _name(key[1])
        if (kept := disk.read(name)) is not None:
            try:
                return unpack(kept, view, options)
            except ControlError as error:
                disk.refuse(name, str(error))
        made = estimate(view, options)
        disk.write(name, pack(made))
        return made

    def _claims(self, snapshot: LedgerSnapshot, lens: Lens) -> pa.Table:
        """The claims that a lens lets through."""
        if snapshot.every_print is None and snapshot.every_version is None:
            through = snapshot.published_by(lens.as_of, lens.source)
            return snapshot.rows.filter(pa.array(through))
        sources = (lens.source,) if lens.source else ()
        return self._view(Query(as_of=lens.as_of, sources=sources))

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


def _name(lens: Lens) -> str:
    """What an estimate is called on disk."""
    return f"estimate {lens.as_of} {lens.source!r}"
