"""``fogline read``: documents become claims, printed or written to a file."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
    reader_option,
    theatre_option,
    workers_option,
    zone_option,
)
from fogline.cli.output import console, save, save_pieces
from fogline.cli.registries import ListsFormats
from fogline.cli.reporting import FAILED, report_no_texts, report_unreadable
from fogline.errors import UsageError

if TYPE_CHECKING:
    from fogline.documents import SourceDefaults, Unreadable
    from fogline.model import Document, Reading
    from fogline.reading import Reader, ReaderPool
    from fogline.theatre import Theatre

# The example's name, publisher and day.
_EXAMPLE = ("example", "fogline example", date(2022, 9, 12))
# More documents than this, or more characters, take so long that a bar shows how far it is.
_FEW, _SHORT = 3, 200_000
# Characters in a line of a table that does not go to a terminal.
_WIDTH = 120


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
@workers_option
def command(
    inputs: tuple[str, ...],
    example: bool,
    theatre: str,
    source: str,
    published: date | None,
    undated: bool,
    form: str,
    out: Path | None,
    workers: int | None,
    **words: str,
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
        inputs, example, SourceDefaults(source, published, words["zone"], sides)
    )
    from fogline.reading import ReaderPool

    with ReaderPool.open(words["reader"], sides, undated=undated, workers=workers) as reader:
        _write(_Run(documents, reader, unreadable), sides, form, out)
    report_unreadable(unreadable)
    return FAILED if unreadable else 0


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


def _text(reader: Reader, document: Document, form: str, theatre: Theatre) -> _Text:
    from rich.console import Console

    from fogline.exports import print_reading, reading_as

    reading = reader.read(document)
    if form != "table":
        return _Text(reading_as(form, [reading], theatre, more=True), reading.refused)
    text = io.StringIO()
    print_reading(reading, theatre, Console(file=text, width=_WIDTH))
    return _Text(text.getvalue(), reading.refused)


def _reading(reader: Reader, document: Document) -> Reading:
    return reader.read(document)


@dataclass(frozen=True)
class _Run:
    """Documents to be read; what can't be read comes to ``unreadable``."""

    documents: list[Document]
    reader: ReaderPool
    unreadable: list[Unreadable]

    def made(self, work: Callable[[Reader, Document], Any]) -> Iterator[Any]:
        """What ``work`` makes of each document, as soon as it is made."""
        from fogline.documents import Unreadable
        from fogline.reading import ReadingError

        with _progress(self.documents) as step:
            for document, made in self.reader.map(work, ((d, d) for d in self.documents)):
                step()
                if isinstance(made, ReadingError):
                    self.unreadable.append(Unreadable("not read", str(made)))
                    continue
                if made.refused:
                    self.unreadable.append(Unreadable(document.id, made.refused))
                yield made


@contextmanager
def _progress(documents: list[Document]) -> Iterator[Callable[[], None]]:
    """A bar on standard error for long work, nothing where that is no terminal."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    shown = Console(stderr=True)
    long = len(documents) > _FEW or sum(len(d.text) for d in documents) > _SHORT
    if not (shown.is_terminal and long):
        yield lambda: None
        return
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=shown, transient=True) as bar:
        task = bar.add_task("", total=len(documents))
        yield lambda: bar.advance(task)


def _write(run: _Run, theatre: Theatre, form: str, out: Path | None) -> None:
    """Write each reading as soon as it is made; nothing at all where nothing could be read."""
    from fogline.exports import print_reading, reading_as

    if form == "html":
        readings = list(run.made(_reading))
        if readings or not run.unreadable:
            save(reading_as(form, readings, theatre).encode("utf-8", "replace"), out)
        return
    if form == "table" and out is None:
        screen = console(_WIDTH)
        for reading in run.made(_reading):
            print_reading(reading, theatre, screen)
        return
    texts = (made.text for made in run.made(partial(_text, form=form, theatre=theatre)))
    first = list(islice(texts, 1))
    if first or not run.unreadable:
        head = reading_as(form, [], theatre) if form == "csv" else ""
        pieces = chain([head], first, texts)
        save_pieces((piece.encode("utf-8", "replace") for piece in pieces), out)
