"""The documents of one file, read by its format."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fogline.documents.errors import DocumentError, Unreadable
from fogline.documents.format import Format, Parsed, Record
from fogline.documents.page_address import at_address
from fogline.documents.publication import NoOffsetError
from fogline.documents.registry import (
    ending_of,
    endings,
    format_of_file,
    format_of_media,
    format_of_start,
    input_formats,
)
from fogline.documents.sandbox import ParserSandbox
from fogline.documents.source_defaults import SourceDefaults
from fogline.model import Document, Evidence, Received

STANDARD_INPUT = "standard input"
Found = Iterator[Received | Unreadable]


@dataclass(slots=True)
class NaiveTimes:
    """The times of a file that have no offset: told of once, however many they are."""

    count: int = 0
    first: str = ""
    local: bool = False

    def add(self, error: NoOffsetError, local: bool) -> None:
        """One more."""
        self.first = self.first or str(error)
        self.count, self.local = self.count + 1, local

    def why(self) -> str:
        """Why their documents can't be used, and what to do."""
        if not self.local:
            more = f" (and {self.count - 1:,} more)" if self.count > 1 else ""
            return f"{self.first}{more}"
        return (
            f"{self.count:,} messages with a time that has no offset: it is that of the computer "
            "which made the export: give its zone once, such as --zone Europe/Kyiv"
        )


@dataclass(frozen=True, slots=True)
class _Tried:
    """The addresses of an archive that gave a text, and those that gave none."""

    read: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)

    def note(self, record: Record, where: set[str]) -> None:
        """Note a page; the lines of an export, which may be millions, are no pages."""
        if record.parsed is None or record.stands_in:
            where.add(record.key)

    def answers(self, record: Record) -> bool:
        """Whether a record that stands in for others is not needed, or says what was said."""
        known = record.key in self.read or bool(record.why and record.key in self.failed)
        return record.stands_in and known


@dataclass(frozen=True, slots=True)
class FileReader:
    """Reads files; foreign formats are parsed in the sandbox.

    ``left_out`` gathers what of the files is no text, counted.
    """

    defaults: SourceDefaults
    sandbox: ParserSandbox
    left_out: list[str] = field(default_factory=list)

    def documents(self, path: Path, form: Format | None = None) -> Found:
        """The documents of a file, and what of it can't be read; ``form`` is its format, whatever
        its ending says.
        """
        where = str(path)
        form = form or format_of_file(path.name)
        if form is None:
            ending = ending_of(path.name) or "no ending"
            others = "maps and tables of events go in with add-map and add-table"
            advice = f"fogline reads {', '.join(endings())}; {others}; save a text as .txt"
            yield Unreadable(where, f"{ending}: {advice}")
            return
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                yield Unreadable(where, "a pipe or a device: give - to read standard input")
                return
            form = _by_start(path, form)
            if form.stream is not None:
                yield from self._records(path, form)
                return
            size = path.stat().st_size
            if size > form.limit:
                if form.pieces is not None:
                    yield from self._in_pieces(path, form)
                    return
                why = f"{size:,} bytes; one document may have {form.limit:,}"
                advice = "split it, or give JSONL with one document a line"
                yield Unreadable(where, f"{why}: {advice}")
                return
            yield from self.parsed(where, path.read_bytes(), form)
        except OSError as error:
            yield Unreadable(where, error.strerror or str(error))

    def _in_pieces(self, path: Path, form: Format) -> Found:
        """The documents of a file that is too large to be held; the evidence of each is its piece.

        What can't be read further on does not undo what was read before.
        """
        assert form.pieces is not None
        count = 0
        with path.open("rb") as file:
            try:
                for raw in form.pieces(file):
                    count += 1
                    yield from self.parsed(str(path), raw, form)
            except DocumentError as error:
                yield Unreadable(str(path), str(error))
                return
        if not count:
            yield Unreadable(str(path), f"{form.name} of this size needs the form of an export")

    def parsed(self, where: str, raw: bytes, form: Format) -> Found:
        """The documents of a file's bytes; one that can't be used does not stop the others."""
        try:
            if len(raw) > form.limit:
                why = f"more than {form.limit:,} bytes, the limit of one document"
                raise DocumentError(why, "split it, or give JSONL")
            found = self.sandbox.parse(form, raw)
        except DocumentError as error:
            yield Unreadable(where, str(error))
            return
        if all(one.left_out for one in found):
            yield Unreadable(where, f"a {form.name} in which nothing has a text")
        evidence, naive = Evidence(raw), NaiveTimes()
        for number, one in enumerate(found, 1):
            if one.left_out:
                self.left_out.append(f"{where}: left out {one.left_out}")
                continue
            try:
                yield self._received(where, evidence, form, one)
            except NoOffsetError as error:
                naive.add(error, bool(one.clock))
            except DocumentError as error:
                part = f": {form.name} {one.id or number}" if form.many or one.id else ""
                yield Unreadable(f"{where}{part}", str(error))
            if one.unread:
                yield Unreadable(where, one.unread, kind="part")
        if naive.count:
            yield Unreadable(where, naive.why())

    def _received(self, where: str, evidence: Evidence, form: Format, found: Parsed) -> Received:
        stem = Path(where).stem if where != STANDARD_INPUT else ""
        # What the user says of one document wins over what its file says.
        several = form.many or found.id != ""
        stated = "" if not several and self.defaults.published else found.date
        document = self._document(found, f"{stem}:{found.id}" if several else stem, stated)
        part = f"{form.name} {found.id}" if found.id else ""
        media = form.recorded or form.name
        return Received(document, evidence, Path(where).name, found.id, part, media=media)

    def _records(self, path: Path, form: Format) -> Found:
        assert form.stream is not None
        tried = _Tried()
        with path.open("rb") as file:
            for record in form.stream(file, lambda media: format_of_media(media) is not None):
                where = f"{path}{record.where}"
                if tried.answers(record):
                    continue
                if record.seen:
                    yield Unreadable(where, record.why, seen=True)
                    continue
                try:
                    parsed = self._parsed_record(record)
                    tried.note(record, tried.read)
                    for found in parsed:
                        if found.left_out:
                            self.left_out.append(f"{where}: left out {found.left_out}")
                            continue
                        yield self._received_record(path, record, found)
                        if found.unread:
                            yield Unreadable(where, found.unread, kind="part")
                except DocumentError as error:
                    tried.note(record, tried.failed)
                    yield Unreadable(where, str(error))

    def _parsed_record(self, record: Record) -> list[Parsed]:
        """The texts of a record: one, or the entries of a page."""
        if record.why:
            raise DocumentError(record.why)
        if record.parsed is not None:
            return [record.parsed]
        form = format_of_media(record.media)
        if form is None:
            raise DocumentError(f"{record.media}: no format reads it")
        found = self.sandbox.parse(form, record.body or record.raw)
        if not found:
            raise DocumentError("no text in it")
        return [at_address(one, record.key, form) for one in found]

    def _received_record(self, path: Path, record: Record, found: Parsed) -> Received:
        of_page = record.parsed is None
        name = found.url if of_page else found.id
        document = self._document(found, name, found.date)
        key = found.id if of_page and found.id else record.key
        part = f"{record.part} {found.id}" if of_page and found.id else record.part
        return Received(
            document,
            Evidence(record.raw),
            path.name,
            key,
            part,
            record.media,
            record.headers,
            record.at,
        )

    def _document(self, found: Parsed, name: str, stated: str) -> Document:
        if found.channel:
            source = self.defaults.source or self.defaults.publisher(
                "", found.channel, found.handle
            )
        else:
            source = found.source or self.defaults.source_of(found.url, found.sitename)
        fields = {n: getattr(found, n) for n in ("title", "author", "url", "context")}
        if found.lang:
            fields["lang"] = found.lang
        if found.origin:
            origin = self.defaults.publisher("", found.origin, found.origin_handle)
            own = self.defaults.publisher("", found.channel, found.handle)
            fields["origin"] = "" if origin == own else origin
        return self.defaults.document(
            found.words,
            name,
            stated,
            source=source,
            written=found.written,
            edited=found.edited,
            local=bool(found.clock),
            **fields,
        )


def _by_start(path: Path, form: Format) -> Format:
    """The format of a file by its first line, where its ending belongs to several."""
    ending = ending_of(path.name)
    if not any(ending in f.shares for f in input_formats()):
        return form
    with path.open("rb") as file:
        return format_of_start(ending, file.readline(form.limit)) or form
