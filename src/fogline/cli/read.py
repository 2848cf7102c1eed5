"""``fogline read``: documents become claims, printed or written to a file."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from importlib import resources
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fogline.cli.options import (
    day_option,
    format_option,
    out_option,
    theatre_option,
    workers_option,
    zone_option,
)
from fogline.cli.output import console, save, save_pieces, words
from fogline.cli.progress import progress
from fogline.cli.reader_choice import ReaderChoice, reader_option
from fogline.cli.reader_options import answers_option
from fogline.cli.registries import ListsFormats
from fogline.cli.reporting import FAILED, report_left_out, report_no_texts, report_unreadable
from fogline.errors import UsageError

if TYPE_CHECKING:
    from fogline.documents import SourceDefaults, Unreadable
    from fogline.model import Document, LeftOut, Reading
    from fogline.reading import Reader, ReaderPool
    from fogline.theatre import Theatre

# The example's name, publisher and day.
_EXAMPLE = ("example", "fogline example", date(2022, 9, 12))
# More documents than this, or more characters, take so long that a bar shows how far it is.
_FEW, _SHORT = 3, 200_000
# Characters in a line of a table that does not go to a terminal.
_WIDTH = 120
_NOT_READ = "not read"


@click.command("read", cls=ListsFormats)
@click.argument("inputs", nargs=-1, metavar="[INPUT]...")
@click.option("--example", is_flag=True, help="Read the report that comes with fogline.")
@theatre_option
@click.option(
    "--source", default="", metavar="NAME", help="Who published it; decides whom 'the enemy' means."
)
@day_option("--published", help="Day of publication; relative days are measured from it.")
@zone_option
@click.option(
    "--undated",
    is_flag=True,
    help="Read texts with relative days although their day of publication is not known.",
)
@format_option("table", "jsonl", "csv", "html")
@out_option
@reader_option
@answers_option
@workers_option
def command(
    inputs: tuple[str, ...],
    example: bool,
    theatre: str,
    published: date | None,
    undated: bool,
    form: str,
    out: Path | None,
    reader: ReaderChoice,
    workers: int | None,
    **given: str,
) -> int:
    """Read reports and print their claims, each bound to its words.

    INPUT is a file in one of the formats below, a folder, a glob, or - for standard input.
    """
    from fogline.documents import SourceDefaults
    from fogline.theatre import load

    if not inputs and not example:
        raise UsageError(
            "nothing to read: give a file, a folder or - for standard input, or --example"
        )
    sides = load(theatre)
    documents, unreadable = _documents(
        inputs, example, SourceDefaults(given["source"], published, given["zone"], sides)
    )
    answers = given["answers"]
    with reader.pool(sides, undated=undated, workers=workers, ledger=answers) as pool:
        reader.ask_first(f"{len(documents):,} texts")
        run = _Run(documents, pool, reader.told, unreadable)
        with reader.kept(answers):
            _write(run, sides, form, out)
    report_unreadable(run.unreadable)
    faults = report_left_out(run.left_out)
    stopped = reader.report()
    return FAILED if unreadable or faults or stopped else 0


def _documents(
    inputs: tuple[str, ...], example: bool, given: SourceDefaults
) -> tuple[list[Document], list[Unreadable]]:
    """All documents, sorted so that the order of the inputs changes nothing, and what failed."""
    from fogline.documents import Unreadable, load
    from fogline.model import Document

    documents: list[Document] = []
    unreadable: list[Unreadable] = []
    if example:
        text = (resources.files("fogline") / "data" / "example.txt").read_text(encoding="utf-8")
        name, publisher, day = _EXAMPLE
        documents.append(Document(text, name, given.source or publisher, given.published or day))
    loading = load(inputs, given)
    for found in loading:
        if isinstance(found, Unreadable):
            unreadable += [] if found.seen else [found]
        else:
            documents.append(found.document)
    report_no_texts(loading.left_out)
    return sorted(documents, key=lambda d: (d.id, d.sha256)), unreadable


@dataclass(frozen=True, slots=True)
class _Text:
    """A reading as it is written: this travels from process to process, and no reading."""

    text: str
    refused: str
    left_out: tuple[LeftOut, ...]


def _text(reader: Reader, document: Document, form: str, theatre: Theatre) -> _Text:
    from rich.console import Console

    from fogline.exports import print_reading, reading_as

    reading = reader.read(document)
    if form != "table":
        written = reading_as(form, [reading], theatre, more=True)
    else:
        text = io.StringIO()
        print_reading(reading, theatre, Console(file=text, width=_WIDTH))
        written = text.getvalue()
    return _Text(written, reading.refused, reading.left_out)


def _reading(reader: Reader, document: Document) -> Reading:
    return reader.read(document)


@dataclass(frozen=True)
class _Run:
    """Documents to be read; what can't be read comes to ``unreadable``, and what of the others gave
    no claim to ``left_out``. ``told`` says what was asked of a large model so far.
    """

    documents: list[Document]
    reader: ReaderPool
    told: Callable[[], str]
    unreadable: list[Unreadable]
    left_out: list[LeftOut] = field(default_factory=list)

    def made(self, work: Callable[[Reader, Document], Any], *, bar: bool) -> Iterator[Any]:
        """What ``work`` makes of each document, as soon as it is made."""
        from fogline.documents import Unreadable
        from fogline.reading import ReadingError

        left = len(self.documents)
        long = left > _FEW or sum(len(d.text) for d in self.documents) > _SHORT
        with progress("reading", left, self.told, long=bar and long) as step:
            for document, made in self.reader.map(work, ((d, d) for d in self.documents)):
                step()
                left -= 1
                if isinstance(made, ReadingError):
                    self.unreadable.append(Unreadable(_NOT_READ, str(made)))
                    continue
                if made.refused:
                    self.unreadable.append(Unreadable(document.id, made.refused))
                self.left_out.extend(made.left_out)
                yield made
        if left:  # a large model had to be stopped
            more = f"{left:,} more texts, for the same reason"
            self.unreadable.append(Unreadable(_NOT_READ, more))


def _write(run: _Run, theatre: Theatre, form: str, out: Path | None) -> None:
    """Write each reading as soon as it is made; nothing at all where nothing could be read."""
    from fogline.exports import print_reading, reading_as

    if form == "html":
        readings = list(run.made(_reading, bar=True))
        if readings or not run.unreadable:
            save(_data(reading_as(form, readings, theatre)), out)
        return
    # A bar would be drawn over readings on the same terminal, which show how far it is.
    bar = out is not None or not sys.stdout.isatty()
    if form == "table" and out is None:
        screen = console(_WIDTH)
        for reading in run.made(_reading, bar=bar):
            print_reading(reading, theatre, screen)
        return
    work = partial(_text, form=form, theatre=theatre)
    texts = (made.text for made in run.made(work, bar=bar))
    first = list(islice(texts, 1))
    if first or not run.unreadable:
        head = reading_as(form, [], theatre) if form == "csv" else ""
        pieces = chain([head], first, texts)
        written = words if form == "table" else _data
        save_pieces(map(written, pieces), out)


def _data(text: str) -> bytes:
    return text.encode("utf-8", "replace")
