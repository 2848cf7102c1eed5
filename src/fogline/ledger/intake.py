"""Taking in: what was received is read, in batches, and kept with its evidence."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, Engine

from fogline.documents import Unreadable
from fogline.ledger import timestamps, visits
from fogline.ledger.asking import has_row
from fogline.ledger.evidence import EvidenceFolder
from fogline.ledger.healing import Healing
from fogline.ledger.read_rows import ReadRows, read_rows
from fogline.ledger.records import ReadBy, Rows, id_of, published_utc
from fogline.ledger.schema import READINGS
from fogline.ledger.unfit import unfit
from fogline.ledger.versions import same_version
from fogline.ledger.write import Appender, writing
from fogline.model import Document, LeftOut, Received, Visit
from fogline.reading import Reader, ReaderPool, ReadingError
from fogline.theatre import Theatre

# A batch is what an interruption may cost, and what other writers wait for.
BATCH, SECONDS = 64, 2.0


@dataclass(slots=True)
class Summary:
    """What an intake did: counts of documents, claims and places.

    ``unreadable`` says what could not be read, and why; documents in a language that the reader
    does not know are among them, and are kept. ``left_out`` is what of maps and tables gave no
    claim. ``edited`` counts, of the new ones, posts with a text that they were given after their
    publication. ``unkept`` are addresses to ask again.

    ``mended`` documents of an interrupted merge were compared with the others now; ``healed`` files
    of evidence were damaged or lost and are kept again; ``lost`` are still missing, where their
    folder was gone.
    """

    new: int = 0
    seen: int = 0
    read_again: int = 0
    near_copies: int = 0
    edited: int = 0
    mended: int = 0
    healed: int = 0
    lost: int = 0
    claims: int = 0
    located: int = 0
    ambiguous: int = 0
    unknown: int = 0
    unreadable: list[Unreadable] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    unkept: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Chosen:
    """A document on its way into the ledger, by its id there; ``why`` it can't come in."""

    received: Received
    document: str
    why: str = ""
    rows: Rows = field(default_factory=list)


# What is read, and what only has its turn: one that waits for another, one that can't be read,
# one that was seen.
_Item = _Chosen | Received | Unreadable | None


class Intake:
    """Reads documents for one ledger; ``flush`` writes what was read, ``summary`` counts.

    ``visits``, which may grow meanwhile, are kept in one transaction with their documents.
    """

    def __init__(
        self,
        engine: Engine,
        evidence: EvidenceFolder,
        reader: Reader,
        theatre: Theatre,
        visits: Mapping[str, Visit] | None = None,
    ) -> None:
        self._visits = {} if visits is None else visits
        self._engine, self._evidence, self._setting = engine, evidence, reader.fingerprint
        self._pool = reader if isinstance(reader, ReaderPool) else ReaderPool(reader)
        self._near_copies = reader.limits.near_copies
        by = ReadBy("", self._setting, theatre.name, theatre.origin)
        self._work = partial(read_rows, by=by)
        # By their ids: those that are being read, and those that were and are not yet written.
        self._reading: dict[str, Received] = {}
        self._waiting: dict[str, _Chosen] = {}
        # Sees the ledger as it was when the batch began.
        self._looking: Connection | None = None
        self._last = time.monotonic()
        self._healing = Healing(engine, evidence)
        self.summary = Summary()

    def run(
        self, found: Iterable[Received | Unreadable], progress: Callable[[], None] | None = None
    ) -> Summary:
        """Take in everything; ``progress`` is called after each document."""
        try:
            for item, made in self._pool.map(self._work, self._items(found)):
                self._take(item, made)
                if progress:
                    progress()
            self.flush()
            self._healing.heal()
        finally:
            self._look_away()
        self.summary.healed = self._healing.healed
        self.summary.lost = self._healing.still_lost()
        return self.summary

    def _items(
        self, found: Iterable[Received | Unreadable]
    ) -> Iterator[tuple[_Item, Document | None]]:
        """What was found, with the documents that are to be read."""
        for one in found:
            if isinstance(one, Unreadable) or self._hangs_on_another(one):
                yield one, None
            else:
                yield self._choose(one)

    def _hangs_on_another(self, received: Received) -> bool:
        """Whether it may be the same as one that is being read, or a version of its post."""
        return id_of(received.document, received.key) in self._reading or bool(
            received.document.edited_at
            and received.key
            and any(other.key == received.key for other in self._reading.values())
        )

    def _choose(self, received: Received) -> tuple[_Chosen | None, Document | None]:
        """A document that is to come in; none that this reader has read before."""
        received = self._as_first_known(received)
        document = id_of(received.document, received.key)
        if document in self._waiting or self._was_read(document):
            self.summary.seen += 1
            self._healing.meet(document, received.evidence)
            return None, None
        why = unfit(received, self._pool.limits.characters)
        if why:
            return _Chosen(received, document, why), None
        self._reading[document] = received
        # The reader's own errors name the document as its source does; its claims carry the
        # ledger's id.
        return _Chosen(received, document), replace(received.document, id=document)

    def _take(self, item: _Item, made: ReadRows | ReadingError | None) -> None:
        """What was made of an item waits to be written, or is reported."""
        if isinstance(item, Unreadable):
            self.summary.seen += item.seen
            self.summary.unreadable += [] if item.seen else [item]
        elif isinstance(item, Received):  # what it hung on has been read
            chosen, document = self._choose(item)
            self._take(chosen, self._read_here(document) if document else None)
        elif item is not None:
            self._reading.pop(item.document, None)
            if isinstance(made, ReadingError):
                item.why = str(_renamed(made, item.document, item.received.document.id))
            self._put(item, made)
        if len(self._waiting) >= BATCH or time.monotonic() - self._last > SECONDS:
            self.flush()

    def _read_here(self, document: Document) -> ReadRows | ReadingError:
        try:
            return self._work(self._pool, document)
        except ReadingError as error:
            return error

    def _put(self, item: _Chosen, made: ReadRows | ReadingError | None) -> None:
        received = item.received
        if isinstance(made, ReadRows):
            if made.refused:
                self._report(received, made.refused)
            self.summary.left_out += [
                replace(one, where=f"{received.where} {one.where}".strip()) for one in made.left_out
            ]
            # By the writer's clock, so that the rows are in its order.
            item.rows = made.with_document(received, item.document)
            self._waiting[item.document] = item
        else:
            self._report(received, item.why)
            self.summary.unkept.update(received.asked)

    def _as_first_known(self, received: Received) -> Received:
        """An edited post whose text is known from before the edit is no new version: pictures,
        buttons or marks have changed, not the words.
        """
        edited = received.document.edited_at
        if edited is None or not received.key:
            return received
        if any(w.received.key == received.key for w in self._waiting.values()):
            self.flush()  # the version before it may be among them
        with self._engine.connect() as connection:
            published, then = published_utc(received.document) or "", timestamps.spell(edited)
            known = same_version(connection, received, published, then)
        if known is None:
            return received
        first = datetime.fromisoformat(known) if known else None
        return replace(received, document=replace(received.document, edited_at=first))

    def _report(self, received: Received, why: str) -> None:
        self.summary.unreadable.append(Unreadable(received.where, why))

    def _was_read(self, document: str) -> bool:
        if self._looking is None:
            self._looking = self._engine.connect()
        asked = {"document": document, "setting": self._setting}
        return has_row(self._looking, READINGS, asked)

    def flush(self) -> None:
        """Write all that waits: the bytes first, then their rows, in one transaction."""
        self._look_away()
        waiting = list(self._waiting.values())
        self._evidence.keep(w.received.evidence for w in waiting)
        if waiting:
            with writing(self._engine) as connection:
                appender = Appender(connection)
                rows = [row for w in waiting for row in w.rows]
                appender.expect(rows, bound=self._near_copies)
                for w in waiting:
                    append_read(appender, w.rows, self.summary, bound=self._near_copies)
                appender.append(self._visited(connection, waiting))
                appender.close()
        self._waiting = {}
        self._last = time.monotonic()

    def _look_away(self) -> None:
        if self._looking is not None:
            self._looking.close()
        self._looking = None

    def _visited(self, connection: Connection, waiting: Iterable[_Chosen]) -> Rows:
        """Rows for the visits of pages. A list is done with only when all that it names is."""
        pages = {url for w in waiting for url in w.received.asked[:-1]} - self.summary.unkept
        made = {url: self._visits[url] for url in sorted(pages) if url in self._visits}
        return visits.rows(connection, made, self._setting)


def append_read(appender: Appender, rows: Rows, summary: Summary, *, bound: bool) -> None:
    """Append the rows of a document that was read, and count what was added; one that is not new
    here may have been taken in by another writer since then. With ``bound`` it is compared.
    """
    head, s = rows[0][1], summary
    once, is_new = {"documents", "receipts"}, not appender.has("documents", head["id"])
    added = appender.append([row for row in rows if is_new or row[0] not in once])
    s.near_copies += appender.bind(head["id"]) if bound else 0
    readings = added.get("readings", [])
    s.new += is_new
    s.read_again += not is_new and bool(readings)
    s.seen += not is_new and not readings
    s.edited += is_new and head["edited"] is not None
    for name in ("claims", "located", "ambiguous", "unknown"):
        setattr(s, name, getattr(s, name) + sum(row[name] or 0 for row in readings))


def _renamed(error: ReadingError, document: str, name: str) -> ReadingError:
    """The same error about the document as its source calls it."""
    if error.where == document:
        return type(error)(error.what, error.why, error.advice, where=name)
    return type(error)(str(error).replace(document, name))
