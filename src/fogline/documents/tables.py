"""Tables of events: each row becomes a document, a line a cell, that its reader makes claims of."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fogline.documents.charset import to_utf8
from fogline.documents.errors import DocumentError, Unreadable
from fogline.documents.format import MAX_EXPORT, Parsed
from fogline.documents.registry import format_named
from fogline.documents.sandbox import ParserSandbox
from fogline.documents.source_defaults import SourceDefaults
from fogline.documents.table_columns import DAY, Columns
from fogline.model import Evidence, Received
from fogline.numbered_times import in_words

_BOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_BETWEEN = ",;\t|"
_KEY, _SOURCE, _MOMENT = "event_id_cnty", "source", "timestamp"
Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class TableReader:
    """Reads the rows of files; books of Excel are parsed in the sandbox.

    ``sheet`` is the sheet that is asked for, the first one where empty; ``left_out`` gathers the
    names of the others.
    """

    defaults: SourceDefaults
    sandbox: ParserSandbox
    columns: Columns
    sheet: str = ""
    left_out: list[str] = field(default_factory=list)

    def documents(self, path: Path) -> Iterator[Received | Unreadable]:
        """A document a row; a row that can't be used does not stop the others."""
        where = str(path)
        try:
            size = path.stat().st_size
            if size > MAX_EXPORT:
                raise DocumentError(f"{size:,} bytes; a table may have {MAX_EXPORT:,}", "split it")
            raw = path.read_bytes()
            book = path.suffix.lower() in _BOOKS
            if self.sheet and not book:
                raise DocumentError(f"sheet {self.sheet!r}", "only Excel files have sheets")
            rows = self._rows_of_book(where, raw) if book else _rows_of_csv(raw)
            first = next(rows, None)
            if isinstance(first, Unreadable):
                yield first
                first = next(rows, None)
            if first is None or isinstance(first, Unreadable):
                raise DocumentError("no row in this table")
            names = self.columns.header(first[1])
        except DocumentError as error:
            yield Unreadable(where, str(error))
            return
        except OSError as error:
            yield Unreadable(where, error.strerror or str(error))
            return
        evidence = Evidence(raw)
        try:
            for row in rows:
                yield row if isinstance(row, Unreadable) else self._row(path, evidence, names, row)
        except DocumentError as error:
            yield Unreadable(where, str(error))

    def _rows_of_book(self, where: str, raw: bytes) -> Iterator[Row | Unreadable]:
        """The rows of a sheet that have a cell, behind what other sheets there are."""
        form = format_named("excel")
        if len(raw) > form.limit:
            why = f"{len(raw):,} bytes; an Excel file may have {form.limit:,}"
            raise DocumentError(why, "save it as CSV")
        sheets = self.sandbox.parse(form, raw)
        chosen = next((s for s in sheets if s.title == self.sheet), None)
        if self.sheet and chosen is None:
            advice = f"give one of {_quoted(sheets)}"
            raise DocumentError(f"no sheet {self.sheet!r} with rows", advice)
        read = chosen or sheets[0]
        others = [s for s in sheets if s is not read]
        if others and chosen:
            self.left_out.append(f"{where}: left out, as asked, sheet {_quoted(others)}")
        elif others:
            why = f"sheet {_quoted(others)} left out, as only the first, {read.title!r}, is read"
            yield Unreadable(where, f"{why}: --sheet NAME reads another, one a run")
        for number, cells in enumerate(json.loads(read.text), int(read.id)):
            if any(cells):
                yield number, cells

    def _row(
        self, path: Path, evidence: Evidence, names: list[str], row: Row
    ) -> Received | Unreadable:
        number, cells = row
        sheet = f" of sheet {self.sheet}" if self.sheet else ""
        part = f"row {number}{sheet}"
        try:
            said = self._cells(names, cells)
            key = said.get(_KEY, "")
            stated = said.get(_MOMENT) or said[DAY]
            document = self.defaults.document(
                row_text(said),
                key or f"{path.stem}:{number}{sheet}",
                "" if self.defaults.published else _moment(stated),
                source=self.defaults.source or said.get(_SOURCE, ""),
            )
        except DocumentError as error:
            return Unreadable(f"{path}: {part}", str(error))
        return Received(document, evidence, path.name, key, part, "text/csv")

    def _cells(self, names: list[str], cells: list[str]) -> dict[str, str]:
        """The cells by their columns, without empty ones; the day in ISO 8601.

        Raises:
            DocumentError: more cells than columns, or no day.
        """
        extra = [c for c in cells[len(names) :] if c.strip()]
        if extra:
            why = f"{len(names) + len(extra)} cells for {len(names)} columns"
            raise DocumentError(why, "is a quote missing around a cell with a separator?")
        said = {n: " ".join(c.split()) for n, c in zip(names, cells, strict=False) if n}
        day = self.columns.day(said.get(DAY, "")).isoformat()
        return {n: c for n, c in {**said, DAY: day}.items() if c}


def row_text(cells: dict[str, str]) -> str:
    """A row as text: a line a cell, its column, a colon, a blank, and what it holds."""
    return "\n".join(f"{name}: {words}" for name, words in cells.items())


def _quoted(sheets: Sequence[Parsed]) -> str:
    return ", ".join(repr(sheet.title) for sheet in sheets)


def _moment(stated: str) -> str:
    """A number, as ACLED gives it, as a day or a moment."""
    return in_words(stated) if stated.isdecimal() else stated


def _rows_of_csv(raw: bytes) -> Iterator[Row | Unreadable]:
    """The rows that have a cell, with their numbers as a spreadsheet shows them.

    Raises:
        DocumentError: a binary file, an encoding that can't be told, or a cell without an end.
    """
    text = to_utf8(raw).decode("utf-8-sig")
    first = io.StringIO(text, newline="").readline()
    between = max(_BETWEEN, key=lambda mark: len(next(csv.reader([first], delimiter=mark), ())))
    return _numbered(csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True))


def _numbered(rows: Iterator[list[str]]) -> Iterator[Row]:
    number = 0
    try:
        for number, row in enumerate(rows, 1):
            if any(cell.strip() for cell in row):
                yield number, row
    except csv.Error as error:
        why = f"row {number + 1}: {error}: is a quote without its end?"
        raise DocumentError(why, "the rest of the table is left out; mend it") from error
