"""``fogline evaluate reading``: a reader against people who annotated the same texts."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fogline.cli.options import PATH
from fogline.cli.output import console
from fogline.cli.reader_choice import ReaderChoice, reader_option
from fogline.cli.reader_options import answers_option
from fogline.cli.reporting import FAILED, fail

if TYPE_CHECKING:
    from fogline.reading import Agreement, Reader
    from fogline.theatre import Theatre

# Characters in a line that does not go to a terminal.
_WIDTH = 120
_COLUMNS = ("precision", "recall", "F1")


@click.command("reading")
@click.argument("files", nargs=-1, required=True, type=PATH)
@reader_option
@answers_option
def reading(files: tuple[Path, ...], reader: ReaderChoice, answers: str) -> int:
    """Compare what a reader reads with FILES: annotated reports (JSONL) and lessons (.txt)."""
    from fogline.reading import measure

    with ExitStack() as kept:

        def opened(theatre: Theatre) -> Reader:
            is_first = reader.large is None
            found = reader.open(theatre, undated=True, ledger=answers)
            if is_first:
                reader.ask_first("the annotated texts")
                kept.enter_context(reader.kept(answers))
            return found

        found = measure(files, opened)
    _print(found)
    for problem in found.failed:
        fail(problem)
    return FAILED if reader.report() or found.failed else 0


def _print(found: Agreement) -> None:
    from rich.table import Table
    from rich.text import Text

    screen = console(_WIDTH)
    counts = f"{found.annotated:,} claims annotated, {found.read:,} read"
    screen.print(Text(f"{found.texts - len(found.failed):,} texts, {counts}"))
    table = Table("")
    for name in _COLUMNS:
        table.add_column(name, justify="right")
    for name in found.right:
        table.add_row(name, *(f"{value:.3f}" for value in found.figures(name)))
    screen.print(table)
    for why, count in sorted(found.dropped.items()):
        screen.print(Text(f"{count:,} {why}"))
