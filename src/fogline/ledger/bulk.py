"""Readings made elsewhere: a document that was read becomes a record that travels, and records
become rows, once all that can be checked of them is.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Engine

from fogline.documents import Unreadable
from fogline.ledger.dialect import LedgerError
from fogline.ledger.evidence import EvidenceFolder
from fogline.ledger.intake import Summary, append_read
from fogline.ledger.read_rows import read_rows
from fogline.ledger.records import ReadBy, Rows, id_of, id_of_reading, id_of_row
from fogline.ledger.schema import CLAIMS, DOCUMENTS, MENTIONS, READINGS, RECEIPTS, SENTENCES
from fogline.ledger.unfit import unfit
from fogline.ledger.write import Appender, writing
from fogline.model import Document, Evidence, Received
from fogline.reading import Reader, ReadingError
from fogline.theatre import Theatre

_TABLES = {t.name: t for t in (DOCUMENTS, RECEIPTS, READINGS, SENTENCES, MENTIONS, CLAIMS)}
# What a column of each type may hold, besides nothing.
_KINDS: dict[str, tuple[type, ...]] = {"TEXT": (str,), "INTEGER": (int,), "FLOAT": (int, float)}
# The largest INTEGER of PostgreSQL.
_LARGEST = 2**31 - 1
_FIRST = ["documents", "receipts", "readings"]


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """A document as it was read elsewhere; ``why`` it was not, and then it has no rows.

    ``rows`` are the ledger's rows as JSON, ``setting`` the reader's fingerprint.
    """

    day: str
    origin: str
    document: str = ""
    setting: str = ""
    claims: int = 0
    rows: str = ""
    evidence: bytes = b""
    why: str = ""


def read_record(found: Received | Unreadable, reader: Reader, theatre: Theatre) -> ReadRecord:
    """Read a document; what can't be read is a record with its reason."""
    if isinstance(found, Unreadable):
        return ReadRecord("", found.where, why=found.why)
    document, origin = id_of(found.document, found.key), found.where
    day = found.document.published.isoformat() if found.document.published else ""
    why = unfit(found, reader.limits.characters)
    if why:
        return ReadRecord(day, origin, document, why=why)
    by = ReadBy("", reader.fingerprint, theatre.name, theatre.origin)
    try:
        made = read_rows(reader, replace(found.document, id=document), by)
    except ReadingError as error:
        return ReadRecord(day, origin, document, why=str(error))
    claims = made.rows[0][1]["claims"]
    rows = json.dumps(
        made.with_document(found, document), ensure_ascii=False, separators=(",", ":")
    )
    return ReadRecord(
        day, origin, document, by.setting, claims, rows, found.evidence.raw, made.refused
    )


class Bulk:
    """Appends records to one ledger, in batches; each is checked first."""

    def __init__(self, engine: Engine, evidence: EvidenceFolder, reader: Reader) -> None:
        self._engine, self._evidence = engine, evidence
        self._setting, self._bound = reader.fingerprint, reader.limits.near_copies
        self.summary = Summary()

    def add(self, records: Iterable[ReadRecord]) -> Summary:
        """Append what is new of some records.

        Raises:
            LedgerError: a record of another setting, or one that does not fit its bytes.
        """
        checked = []
        for record in records:
            if record.why:
                self.summary.unreadable.append(Unreadable(record.origin, record.why))
            if record.rows:
                checked.append((record, _checked(record, self._setting)))
        self._evidence.keep(Evidence(record.evidence) for record, _ in checked)
        with writing(self._engine) as connection:
            appender = Appender(connection)
            appender.expect([row for _, rows in checked for row in rows], bound=self._bound)
            for _, rows in checked:
                append_read(appender, rows, self.summary, bound=self._bound)
            appender.close()
        return self.summary


def _checked(record: ReadRecord, setting: str) -> Rows:
    """The rows of a record, which are what reading its bytes in this setting gives, as far as that
    shows without reading again.
    """
    try:
        given = json.loads(record.rows)
        rows: Rows = [(str(table), dict(row)) for table, row in given]
        wrong = _misfit(record, rows, setting)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        wrong = f"no rows of a ledger ({type(error).__name__})"
    if wrong:
        raise LedgerError(
            f"record of document {record.document} ({record.origin})", wrong,
            "nothing of its batch was added: read it again with `fogline batch`",
        )  # fmt: skip
    return rows


def _misfit(record: ReadRecord, rows: Rows, setting: str) -> str:
    """What is wrong with rows; empty if nothing is."""
    tables = [table for table, _ in rows]
    if tables[:3] != _FIRST:
        return "a document, its receipt and its reading must come first"
    if not set(_FIRST).isdisjoint(tables[3:]):
        return "it has more than one document, receipt or reading"
    (_, document), (_, receipt), (_, reading) = rows[:3]
    own, text = record.document, document["text"]
    if record.setting != setting or reading["setting"] != setting:
        return "it was read in another setting than this reader, theatre and gazetteer have"
    if Evidence(record.evidence).sha256 != receipt["evidence"]:
        return "its bytes are not those of its receipt"
    if Document(text).sha256 != document["sha256"] or id_of_row(document) != own:
        return "its text or its publication is not that of its id"
    if document["id"] != own or reading["id"] != id_of_reading(own, reading["reader"], setting):
        return "its ids do not fit"
    return next(filter(None, (_row_misfit(t, r, own, reading["id"], text) for t, r in rows)), "")


def _is_storable(number: float) -> bool:
    return math.isfinite(number) if isinstance(number, float) else abs(number) <= _LARGEST


def _row_misfit(table: str, row: Mapping[str, Any], own: str, reading: str, text: str) -> str:
    columns = {c.name: c for c in _TABLES[table].columns if c.name not in ("seq", "hash")}
    if set(row) != set(columns):
        return f"a row of {table} has other columns than this fogline's"
    for name, value in row.items():
        kind = _KINDS[str(columns[name].type)]
        if value is not None and (isinstance(value, bool) or not isinstance(value, kind)):
            return f"{table}.{name} holds a {type(value).__name__}"
        if isinstance(value, int | float) and not _is_storable(value):
            return f"{table}.{name} holds a number out of range"
    if row.get("document", own) != own or row.get("reading", reading) != reading:
        return f"a row of {table} is of another document"
    spans = {"sentences": ("start", "end", "text"), "mentions": ("start", "end", "text")}
    first, last, words = spans.get(table, ("trigger_start", "trigger_end", "trigger"))
    if words in row and first in row and text[row[first] : row[last]] != row[words]:
        return f"words of a row of {table} do not stand in the text"
    return ""
