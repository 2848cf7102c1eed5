"""``fogline read``: documents in, claims out."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from fogline.cli.ask import FAILED, fail, save
from fogline.documents import Given, Problem, load
from fogline.exports import print_reading, reading_as
from fogline.model import Document, Reading
from fogline.reading import ModelError, ReadingError, read_document
from fogline.theatre import Theatre, TheatreError
from fogline.theatre import load as load_theatre


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for."""

    inputs: tuple[str, ...]
    example: bool
    theatre: str
    source: str
    published: date | None
    undated: bool
    form: str
    out: Path | None
    model: str


def run(request: Request) -> int:
    """Read all inputs and write the result; 0, or 2 if anything could not be read."""
    if not request.inputs and not request.example:
        return fail("nothing to read: give a file, a folder or - for standard input, or --example")
    try:
        theatre = load_theatre(request.theatre)
        documents, problems = _documents(request, theatre)
        readings, refused = _read_all(documents, theatre, request)
    except (TheatreError, ModelError) as error:
        return fail(str(error))
    problems += refused
    if readings or not problems:
        try:
            _write(readings, theatre, request)
        except OSError as error:
            return fail(f"{request.out}: {error.strerror or error}")
    for problem in problems:
        fail(f"{problem.where}: {problem.why}")
    return FAILED if problems else 0


def _documents(request: Request, theatre: Theatre) -> tuple[list[Document], list[Problem]]:
    documents: list[Document] = []
    problems: list[Problem] = []
    if request.example:
        text = (resources.files("fogline") / "data" / "example.txt").read_text(encoding="utf-8")
        documents.append(
            Document(
                text,
                "example",
                request.source or "fogline example",
                request.published or date(2022, 9, 12),
            )
        )
    for found in load(request.inputs, Given(request.source, request.published, theatre=theatre)):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            documents.append(found.document)
    # Sorted, so that the order of inputs changes nothing.
    return sorted(documents, key=lambda d: (d.id, d.sha256)), problems


def _read_all(
    documents: list[Document], theatre: Theatre, request: Request
) -> tuple[list[Reading], list[Problem]]:
    readings: list[Reading] = []
    problems: list[Problem] = []
    with _progress(documents) as steps:
        for document in steps:
            try:
                readings.append(
                    read_document(document, theatre, undated=request.undated, model=request.model)
                )
            except ReadingError as error:
                problems.append(Problem("not read", str(error)))
    return readings, problems


@contextmanager
def _progress(documents: list[Document]) -> Iterator[Iterable[Document]]:
    """A bar on standard error for long work, nothing where that is no terminal."""
    console = Console(stderr=True)
    long = len(documents) > 3 or sum(len(d.text) for d in documents) > 200_000
    if not (console.is_terminal and long):
        yield documents
        return
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        yield bar.track(documents, total=len(documents))


def _write(readings: list[Reading], theatre: Theatre, request: Request) -> None:
    if request.form == "table":
        _write_tables(readings, theatre, request.out)
        return
    save(reading_as(request.form, readings, theatre).encode("utf-8", "replace"), request.out)


def _write_tables(readings: list[Reading], theatre: Theatre, out: Path | None) -> None:
    if out is None:
        console = Console(width=None if sys.stdout.isatty() else 120)
        for reading in readings:
            print_reading(reading, theatre, console)
        return
    text = io.StringIO()
    for reading in readings:
        print_reading(reading, theatre, Console(file=text, width=120))
    save(text.getvalue().encode("utf-8", "replace"), out)
