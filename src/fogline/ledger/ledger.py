"""The ledger: one object for everything that is done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Self

import pyarrow as pa
from sqlalchemy import Engine

from fogline.documents import Unreadable
from fogline.ledger import (
    custody,
    judged,
    judgements,
    opening,
    overview,
    portable,
    verify,
    versions,
    view,
    visits,
)
from fogline.ledger.agreement import Agreement, agreements
from fogline.ledger.answers import KeptAnswers
from fogline.ledger.bulk import Bulk
from fogline.ledger.case import Case, write_case
from fogline.ledger.chain import Head
from fogline.ledger.claims import Claims
from fogline.ledger.custody import CustodyRecord
from fogline.ledger.dialect import LedgerError
from fogline.ledger.evidence import EvidenceFolder
from fogline.ledger.intake import Intake, Summary
from fogline.ledger.judgements import Judgement
from fogline.ledger.judging import keep_new
from fogline.ledger.notes import Notes
from fogline.ledger.query import Query
from fogline.ledger.repair import Leftovers, Repaired, repair
from fogline.ledger.review import Review
from fogline.ledger.stamped import Stamps
from fogline.ledger.stored import DocumentRow
from fogline.ledger.theatres import chosen, theatres
from fogline.model import Received, Visit
from fogline.notebook import html_table
from fogline.reading import Reader, open_reader
from fogline.stamps import Trusted
from fogline.theatre import Theatre


class Ledger:
    """An append-only ledger in a database, with the bytes it was read from in a folder. Made by
    :func:`open_ledger`.
    """

    def __init__(self, where: str, engine: Engine, evidence: EvidenceFolder) -> None:
        self.where, self._engine, self.evidence = where, engine, evidence
        self._leftovers = Leftovers(engine, evidence)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Ledger({self.where!r})"

    def _repr_html_(self) -> str:
        with portable.reading(self._engine) as connection:
            table = overview.overview(connection)
        return html_table(table, f"Ledger {self.where}")

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()

    def add(
        self,
        found: Iterable[Received | Unreadable],
        theatre: Theatre,
        *,
        reader: Reader | str = "encoder",
        undated: bool = False,
        model: str = "",
        progress: Callable[[], None] | None = None,
        visits: Mapping[str, Visit] | None = None,
    ) -> Summary:
        """Read and keep documents, in batches; what the same reader has read is not read again.

        ``visits``, those of the fetcher, are kept with their pages.

        ``reader`` is a reader, or the name or model file of one; ``undated`` and ``model`` (an
        older word for a model file) count where it is opened here.

        Raises:
            ReadingError: no such reader, or a model file that can't be used.
        """
        if isinstance(reader, str):
            reader = open_reader(model or reader, theatre, undated=undated)
        mended = self._leftovers.mend()
        summary = Intake(self._engine, self.evidence, reader, theatre, visits).run(found, progress)
        summary.mended = mended
        return summary

    def bulk(self, reader: Reader) -> Bulk:
        """Takes in what the same reader read elsewhere."""
        return Bulk(self._engine, self.evidence, reader)

    def add_maps(
        self,
        found: Iterable[Received | Unreadable],
        theatre: Theatre,
        holder: str,
        *,
        sides: Mapping[str, str] | None = None,
        where: Mapping[str, Sequence[str]] | None = None,
        progress: Callable[[], None] | None = None,
    ) -> Summary:
        """Keep GeoJSON maps; each polygon becomes a claim that ``holder`` holds its places.

        ``holder`` is a side's label, or the property that names it; ``sides`` says which side its
        values mean (``-`` for none), and ``where`` which polygons are wanted, by their properties.

        Raises:
            ReadingError: a label that is no side of the theatre.
        """
        reader = open_reader("maps", theatre, holder=holder, sides=sides, where=where)
        return self.add(found, theatre, reader=reader, progress=progress)

    def view(self, query: Query | None = None, **conditions: Any) -> pa.Table:
        """The claims of a query as an Arrow table; ``conditions`` are the fields of :class:`Query`.

        Raises:
            LedgerError: a condition that can't be, or a name that nothing knows.
        """
        asked = replace(query or Query(), **conditions)
        with portable.reading(self._engine) as connection:
            return view.view(connection, asked)

    def claims(self, query: Query | None = None, **conditions: Any) -> Claims:
        """The claims of a query as a notebook shows them; asked for as in :meth:`view`."""
        return Claims(self.view(query, **conditions))

    def unknown_texts(self, query: Query) -> tuple[DocumentRow, ...]:
        """Posts public by a query's ``as_of`` whose text of then is not known: edited later."""
        with portable.reading(self._engine) as connection:
            return versions.unknown_texts(connection, query)

    def last_edit(self) -> date | None:
        """The day, UTC, of the last edit of a post; none where no post was edited."""
        with portable.reading(self._engine) as connection:
            return versions.last_edit(connection)

    def theatres(self) -> list[str]:
        """Names, or files, of the theatres that the documents were read in."""
        with self._engine.connect() as connection:
            found, moved = theatres(connection)
        return sorted({*((t.name if t.origin == t.name else t.origin) for t in found), *moved})

    def theatre(self, named: str = "") -> str:
        """The theatre that is named, or else the ledger's own.

        Raises:
            UsageError: it was read in several theatres, or in none, and none is named.
        """
        return chosen(named, self.theatres(), self.where)

    def verify(
        self, expect: str = "", trusted: Trusted | None = None, *, mendable: bool = True
    ) -> verify.Proof:
        """Walk the chain, the bytes and the indexes; ``expect`` is a head published earlier, which
        must be in the chain, and ``trusted`` who is to stand behind its stamps. Without
        ``mendable``, flaws that :meth:`repair` mends are passed over.
        """
        with portable.reading(self._engine) as connection:
            return verify.verify(connection, self.evidence, expect, trusted, mendable=mendable)

    @property
    def stamps(self) -> Stamps:
        """What others say of when the rows were there."""
        return Stamps(self._engine)

    def write_case(self, documents: Iterable[str], folder: Path) -> Case:
        """Write documents with all that proves them; see :func:`fogline.ledger.case.write_case`."""
        with portable.reading(self._engine) as connection:
            return write_case(connection, self.evidence, documents, folder)

    def head(self) -> Head:
        """Where the chain ends."""
        return opening.head_in(self._engine)

    def judge(self, made: Iterable[Judgement], *, prints: bool = False) -> int:
        """Keep judgements, all or none, but those that repeat their coder's last word; gives how
        many were new. With ``prints``, what is rejected is so in all its copies.

        Raises:
            LedgerError: a claim that is not there, or a value that its field can't have.
        """
        return keep_new(self._engine, made, prints=prints)

    def has_claim(self, claim: str) -> bool:
        """Whether there is a claim of this id, in any reading."""
        with self._engine.connect() as connection:
            return judgements.days_of(connection, claim) is not None

    def judgements(self) -> list[Judgement]:
        """All judgements, in the order in which they were made."""
        with self._engine.connect() as connection:
            return judged.recorded(connection)

    def agreement(self) -> list[Agreement]:
        """How far coders agree on the verdict and on each field of the claims that two or more of
        them judged.
        """
        read = self.view(judged="all", as_read=True, copies=True)
        return agreements(self.review.standing(), read)

    @property
    def review(self) -> Review:
        """What people's judgements come to."""
        return Review(self._engine)

    def document(self, document: str) -> DocumentRow:
        """A document as it was published, by its id, the beginning of that, or its name.

        Raises:
            LedgerError: no such document, or several.
        """
        with portable.reading(self._engine) as connection:
            return custody.find_document(connection, document)

    def custody(self, document: str) -> CustodyRecord:
        """Everything that the ledger keeps of a document, asked for as in :meth:`document`."""
        with portable.reading(self._engine) as connection:
            return custody.custody(connection, document)

    def visited(self, url: str, setting: str = "") -> Visit:
        """What a server said of an address when this setting of the reader last asked; empty if it
        never did.
        """
        with self._engine.connect() as connection:
            return visits.last(connection, url, setting)

    def remember(self, made: Mapping[str, Visit], setting: str = "") -> None:
        """Keep what servers said of addresses; only to be called when their documents are kept."""
        visits.keep(self._engine, made, setting)

    @property
    def answers(self) -> KeptAnswers:
        """What large models answered."""
        return KeptAnswers(self._engine)

    @property
    def notes(self) -> Notes:
        """What programs that work on the ledger note beside its chain."""
        return Notes(self._engine)

    def copy_to(self, other: Ledger) -> portable.Copied:
        """Copy everything, as it is and with its flaws, into one made with ``empty``."""
        other.evidence = opening.evidence_of(other.where, opening.id_of(self._engine))
        return portable.copy(self._engine, self.evidence, other._engine, other.evidence)

    def merge(self, other: Ledger) -> dict[str, int]:
        """Take in every row of another ledger once; gives the number added by table.

        Raises:
            LedgerError: the other ledger does not verify.
        """
        if flaws := other.verify(mendable=False).flaws:
            raise LedgerError(f"ledger {other.where} does not verify, nothing was merged", flaws[0])
        self._leftovers.mended = False  # it may be cut short
        return portable.merge(self._engine, self.evidence, other._engine, other.evidence)

    def repair(self) -> Repaired:
        """Find copies that were not looked for, and mend the index of words; rows stay."""
        return repair(self._engine, self.evidence)


def open_ledger(
    where: str | Path, *, create: bool = False, empty: bool = False, upgrade: bool = False
) -> Ledger:
    """Open a ledger: a file's path (SQLite), or a PostgreSQL URL.

    The evidence of a file ``war.db`` lies in ``war.db.evidence`` beside it; that of a PostgreSQL
    ledger in the folder that ``FOGLINE_EVIDENCE`` names. ``create`` founds a ledger where there is
    none, ``empty`` only makes its tables, for a copy to come, and ``upgrade`` brings an older
    schema up to date.

    Raises:
        LedgerError: nothing there, not a ledger, a schema of another version, or a database that
        can't be reached.
    """
    name = str(where)
    engine, ledger = opening.open_engine(name, create=create, empty=empty, upgrade=upgrade)
    return Ledger(name, engine, opening.evidence_of(name, ledger))
