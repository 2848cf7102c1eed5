"""``fogline sources``: the scoreboard of the sources."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fogline.cli.options import (
    by_option,
    count_option,
    estimate_options,
    format_option,
    out_option,
)
from fogline.cli.output import check_output, console, save
from fogline.escaping import escape_controls

if TYPE_CHECKING:
    from fogline.sources import Scoreboard

# Characters in a line that does not go to a terminal.
_WIDTH = 120
# What a figure is called for people; the others by their column (docs/sources.md).
_CALLED = {
    "confirmed": "borne out",
    "confirmed_certain": "borne out, called certain",
    "confirmed_probable": "borne out, called probable",
    "confirmed_possible": "borne out, called possible",
    "open": "undecided",
    "forecast_brier_7d": "forecasts' odds, 7 days ahead (0 best, .25 a coin)",
    "forecast_brier_30d": "forecasts' odds, 30 days ahead (0 best, .25 a coin)",
    "lag_days": "days after the change",
    "losses_passed_over": "losses not mentioned",
}


@click.command("sources")
@estimate_options
@by_option
@count_option("--least", 1, 10, "Leave out sources with fewer claims about control.")
@format_option("table", "csv", "parquet")
@out_option
def command(by: str, least: int, form: str, out: Path | None, **given: Any) -> None:
    """Score the sources by what came true, each by the estimate without it, with 90 % intervals
    and the number behind each figure; none of fewer than ten.
    """
    from fogline.cli.estimates import EstimateRequest
    from fogline.exports import view_as
    from fogline.sources import score

    check_output(out, form)
    board = score(EstimateRequest(**given).estimated(), by=by, least=least)
    if form == "table" and out is None:
        _print(board)
    else:
        save(view_as(form, board.table()), out)


def _print(board: Scoreboard) -> None:
    """One block a source: figures with intervals and the number behind each."""
    from rich.table import Table
    from rich.text import Text

    screen = console(_WIDTH)
    for row in board.rows:
        side = f", {row.side}" if row.side else ""
        table = Table(
            title=Text(escape_controls(f"{row.name}{side}: {row.claims:,} claims about control")),
            title_justify="left",
            show_header=False,
        )
        for name in (f.name for f in fields(row) if f.name not in {"name", "side", "claims"}):
            called = _CALLED.get(name, name.replace("_", " "))
            table.add_row(Text(called), Text(str(getattr(row, name))))
        screen.print(table)
