"""``fogline read``: documents become claims, printed or written to a file."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fogline.cli.options import (
    day_option,
    format_option,
    out_option,
    theatre_option,
    zone_option,
)
from fogline.cli.output import console, save
from fogline.cli.reader_choice import ReaderChoice, answers_option, reader_option
from fogline.cli.registries import ListsFormats
from fogline.cli.reporting import FAILED, report_left_out, report_no_texts, report_unreadable
from fogline.errors import UsageError

if TYPE_CHECKING:
    from fogline.documents import SourceDefaults, Unreadable
    from fogline.model import Document, Reading
    from fogline.reading import Reader
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
def command(
    inputs: tuple[str, ...],
    example: bool,
    theatre: str,
    source: str,
    published: date | None,
    undated: bool,
    form: str,
    out: Path | None,
    reader: ReaderChoice,
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
    opened = reader.open(sides, undated=undated, ledger=words["answers"])
    reader.ask_first(f"{len(documents):,} texts")
    with reader.kept(words["answers"]):
        readings, refused = _read_all(documents, opened, reader)
    unreadable += refused
    if readings or not unreadable:
        _write(readings, sides, form, out)
    report_unreadable(unreadable)
    faults = report_left_out(one for reading in readings for one in reading.left_out)
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


def _read_all(
    documents: list[Document], reader: Reader, chosen: ReaderChoice
) -> tuple[list[Reading], list[Unreadable]]:
    from fogline.documents import Unreadable
    from fogline.reading import ReadingError, read_ahead

    readings: list[Reading] = []
    refused: list[Unreadable] = []
    with _progress(documents, read_ahead(reader, documents, lambda d: d), chosen.told) as steps:
        for document in steps:
            try:
                reading = reader.read(document)
            except ReadingError as error:
                refused.append(Unreadable(_NOT_READ, str(error)))
                continue
            readings.append(reading)
            if reading.refused:
                refused.append(Unreadable(document.id, reading.refused))
    left = len(documents) - len(readings) - sum(one.where == _NOT_READ for one in refused)
    if left:
        refused.append(Unreadable(_NOT_READ, f"{left:,} more texts, for the same reason"))
    return readings, refused


@contextmanager
def _progress(
    documents: list[Document], steps: Iterable[Document], told: Callable[[], str]
) -> Iterator[Iterable[Document]]:
    """A bar on standard error for long work, with what is ``told`` of it; nothing where that is no
    terminal.
    """
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
        yield steps
        return
    columns = (
        TextColumn("reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[told]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=shown, transient=True) as bar:
        task = bar.add_task("", total=len(documents), told="")

        def counted() -> Iterator[Document]:
            for document in steps:
                yield document
                bar.update(task, advance=1, told=told())

        yield counted()


def _write(readings: list[Reading], theatre: Theatre, form: str, out: Path | None) -> None:
    from rich.console import Console

    from fogline.exports import print_reading, reading_as

    if form != "table":
        save(reading_as(form, readings, theatre).encode("utf-8", "replace"), out)
        return
    text = io.StringIO()
    screen = console(_WIDTH) if out is None else None
    for reading in readings:
        print_reading(reading, theatre, screen or Console(file=text, width=_WIDTH))
    if out is not None:
        save(text.getvalue().encode("utf-8", "replace"), out)
