"""Finds documents in files, folders, globs, addresses and standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from fogline.documents.crawl import Crawler
from fogline.documents.errors import Unreadable
from fogline.documents.fetcher import Fetcher
from fogline.documents.files import STANDARD_INPUT, FileReader
from fogline.documents.input_files import input_files
from fogline.documents.registry import endings, format_named, format_of_file
from fogline.documents.sandbox import ParserSandbox
from fogline.documents.source_defaults import SourceDefaults
from fogline.documents.table_columns import load_columns
from fogline.documents.tables import TableReader
from fogline.model import Received

# The form of tables of events, whose rows are documents.
TABLE = "table"


@dataclass(frozen=True, slots=True)
class Loading:
    """Documents to be loaded: iterate over it to read them, in the order of their names.

    ``left_out`` says, once they are read, what of which file is no text (polls, stickers) or was
    not asked for.
    """

    inputs: tuple[str, ...]
    defaults: SourceDefaults
    fetcher: Fetcher | None = None
    sandbox: ParserSandbox | None = None
    lists: bool = False
    sound: bool = False
    form: str = ""
    columns: str = ""
    sheet: str = ""
    left_out: list[str] = field(default_factory=list)

    @property
    def expected(self) -> int:
        """How many documents there will be.

        0 where an address, an export or an archive hides their number.
        """
        total = 0
        for name in self.inputs:
            if name == "-" or _is_address(name):
                return 0
            counts = [_count(file) for file, _ in _files(name)]
            if None in counts:
                return 0
            total += sum(number or 0 for number in counts)
        return total

    def __iter__(self) -> Iterator[Received | Unreadable]:
        with ExitStack() as stack:
            sandbox = self.sandbox or stack.enter_context(ParserSandbox())
            self.left_out.clear()
            reader = FileReader(self.defaults, sandbox, self.left_out)
            if self.form:
                yield from self._files_of_form(reader, sandbox)
                return
            for name in self.inputs:
                if name == "-":
                    form = format_named("text")
                    raw = sys.stdin.buffer.read(form.limit + 1)
                    yield from reader.parsed(STANDARD_INPUT, raw, form)
                elif _is_address(name):
                    yield from self._fetched(name, sandbox)
                else:
                    yield from _of_files(name, reader)

    def _files_of_form(
        self, reader: FileReader, sandbox: ParserSandbox
    ) -> Iterator[Received | Unreadable]:
        if self.form == TABLE:
            columns = load_columns(self.columns)
            table = TableReader(self.defaults, sandbox, columns, self.sheet, self.left_out)
            for name in self.inputs:
                yield from table.documents(Path(name))
            return
        form = format_named(self.form)
        for name in self.inputs:
            yield from reader.documents(Path(name), form)

    def _fetched(self, url: str, sandbox: ParserSandbox) -> Iterator[Received | Unreadable]:
        fetcher = self.fetcher or Fetcher()
        try:
            given = self.defaults, fetcher, sandbox, self.lists, self.sound, self.left_out
            yield from Crawler(*given).documents(url)
        finally:
            if self.fetcher is None:
                fetcher.close()


def load(
    inputs: Sequence[str],
    defaults: SourceDefaults,
    fetcher: Fetcher | None = None,
    sandbox: ParserSandbox | None = None,
    *,
    lists: bool = False,
    sound: bool = False,
    form: str = "",
    columns: str = "",
    sheet: str = "",
) -> Loading:
    """The documents of files, folders (searched through), globs, addresses and standard input.

    Standard input is ``-``. :func:`fogline.documents.input_formats` lists the formats. What can't
    be read gives an :class:`Unreadable`; the others are still read. Addresses (http, https) of
    pages, feeds and sitemaps are fetched by ``fetcher``. Foreign files are parsed in ``sandbox``;
    without one a process is started for this call. With ``lists`` an address must be that of a
    feed or sitemap, and with ``sound`` nothing is read of one that is no well-formed XML. ``form``
    is the format of all inputs, which are files then, whatever their endings say: ``map``, or
    ``table`` for CSV and Excel, a document a row, whose columns the file ``columns`` names; of
    Excel the sheet ``sheet`` is read, or the first that has rows.
    """
    return Loading(tuple(inputs), defaults, fetcher, sandbox, lists, sound, form, columns, sheet)


def _count(path: Path) -> int | None:
    """The number of documents in a file, as far as it is known without reading all of it."""
    form = format_of_file(path.name)
    if form is None or not form.many:
        return 1
    if form.count is None:
        return None
    if not path.is_file():
        return 1
    with path.open("rb") as file:
        return form.count(file)


def _is_address(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))


def _of_files(name: str, reader: FileReader) -> Iterator[Received | Unreadable]:
    files = _files(name)
    if not files:
        yield Unreadable(name, f"no {', '.join(endings())} file in this folder")
    for file, why in files:
        if why:
            yield Unreadable(str(file), why)
        else:
            yield from reader.documents(file)


def _files(name: str) -> list[tuple[Path, str]]:
    """The files of a name; where it names none and is no folder, itself, to say why."""
    path = Path(name)
    return input_files(name, endings()) or ([] if path.is_dir() else [(path, "")])
