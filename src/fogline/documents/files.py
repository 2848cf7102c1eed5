"""The documents of one file, read by its format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fogline.documents.errors import DocumentError, Unreadable
from fogline.documents.format import Format, Parsed, Record
from fogline.documents.page_address import at_address
from fogline.documents.registry import ending_of, endings, format_of_file, format_of_media
from fogline.documents.sandbox import ParserSandbox
from fogline.documents.source_defaults import SourceDefaults
from fogline.model import Document, Evidence, Received

STANDARD_INPUT = "standard input"
Found = Iterator[Received | Unreadable]


@dataclass(frozen=True, slots=True)
class FileReader:
    """Reads files; foreign formats are parsed in the sandbox."""

    defaults: SourceDefaults
    sandbox: ParserSandbox

    def documents(self, path: Path) -> Found:
        """The documents of a file, and what of it can't be read."""
        where = str(path)
        form = format_of_file(path.name)
        if form is None:
            ending = ending_of(path.name) or "no ending"
            advice = f"fogline reads {', '.join(endings())}; save the text as .txt"
            yield Unreadable(where, f"{ending}: {advice}")
            return
        try:
            if form.stream is not None:
                yield from self._records(path, form)
                return
            size = path.stat().st_size
            if size > form.limit:
                why = f"{size:,} bytes; one document may have {form.limit:,}"
                advice = "split it, or give JSONL with one document a line"
                yield Unreadable(where, f"{why}: {advice}")
                return
            yield from self.parsed(where, path.read_bytes(), form)
        except OSError as error:
            yield Unreadable(where, error.strerror or str(error))

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
        if not found:
            yield Unreadable(where, f"a {form.name} in which nothing has a text")
        evidence = Evidence(raw)
        for number, one in enumerate(found, 1):
            try:
                yield self._received(where, evidence, form, one)
            except DocumentError as error:
                part = f": {form.name} {one.id or number}" if form.many or one.id else ""
                yield Unreadable(f"{where}{part}", str(error))
            if one.unread:
                yield Unreadable(where, one.unread)

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
        with path.open("rb") as file:
            for record in form.stream(file, lambda media: format_of_media(media) is not None):
                where = f"{path}{record.where}"
                try:
                    for found in self._parsed_record(record):
                        yield self._received_record(path, record, found)
                        if found.unread:
                            yield Unreadable(where, found.unread)
                except DocumentError as error:
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
        found = self.sandbox.parse(form, record.raw)
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
            source = self.defaults.source or self.defaults.publisher("", found.channel)
        else:
            source = found.source or self.defaults.source_of(found.url, found.sitename)
        fields = {"title": found.title, "author": found.author, "url": found.url}
        if found.lang:
            fields["lang"] = found.lang
        return self.defaults.document(found.words, name, stated, source=source, **fields)
