"""``fogline sources`` and ``fogline compare``."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from fogline.cli.ask import needs_file, save
from fogline.cli.held import Request, estimated
from fogline.exports import view_as
from fogline.sources import Scoreboard, score
from fogline.sources import compare as compare_sources


def sources(request: Request, by: str, least: int, form: str, out: Path | None) -> int:
    """Print or write the scoreboard."""
    needs_file(form, out)
    _, held = estimated(request)
    board = score(held, by=by, least=least)
    if form == "table" and out is None:
        _draw(board)
    else:
        save(view_as(form, board.table()), out)
    return 0


def _draw(board: Scoreboard) -> None:
    """One block a source: figures with intervals and the number behind each."""
    console = Console(width=None if sys.stdout.isatty() else 120)
    for row in board.rows:
        side = f", {row['side']}" if row["side"] else ""
        table = Table(
            title=f"{row['name']}{side}: {row['claims']:,} claims about control",
            title_justify="left",
            show_header=False,
        )
        for name, value in row.items():
            if name not in {"name", "side", "claims"}:
                table.add_row(Text(name.replace("_", " ")), Text(str(value)))
        console.print(table)


def compare(request: Request, one: str, two: str, by: str, form: str, out: Path | None) -> int:
    """Print or write where two sources differ."""
    needs_file(form, out)
    _, held = estimated(request)
    rows = compare_sources(held, one, two, by=by)
    save(view_as(form, rows.drop_columns(["id", "lat", "lon"]) if form == "table" else rows), out)
    return 0
