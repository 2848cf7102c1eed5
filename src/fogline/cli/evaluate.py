"""``fogline evaluate``: estimates against tables of what happened."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fogline.cli.evaluate_reading import reading
from fogline.cli.options import PATH, count_option, day_option, estimate_options
from fogline.cli.output import console
from fogline.cli.reporting import report_unknown_texts

if TYPE_CHECKING:
    from rich.table import Table

    from fogline.cli.estimates import ViewByDay
    from fogline.control import Control

# Characters in a line that does not go to a terminal.
_WIDTH = 160
_COLUMNS = ("places", "days", "balanced", "brier", "log", "found 3/7", "false/100", "calibration")


@click.group("evaluate")
def command() -> None:
    """Compare estimates with tables of what happened, and readers with people."""


@command.command("control")
@click.argument("truth", type=PATH)
@estimate_options
@day_option("--score-from", help="First day that is scored; otherwise the estimate's first day.")
@click.option(
    "--before",
    default="",
    metavar="LABEL",
    help="Who held places before their first row; otherwise those days are not scored.",
)
@count_option(
    "--as-known", 0, 0, "Also score what was known on each day, estimated anew every N days."
)
@count_option("--inject", 0, 0, "Also score the estimate with N wrong claims among the others.")
@click.option(
    "--kind",
    type=click.Choice(["regional", "local", "swapped"]),
    default="regional",
    show_default=True,
    help="Wrong claims: regions captured whole, towns behind the front, or sides exchanged.",
)
@count_option("--seed", 0, 1, "Which wrong claims are drawn.")
def control(
    truth: Path,
    score_from: date | None,
    before: str,
    as_known: int,
    inject: int,
    kind: str,
    seed: int,
    **given: Any,
) -> None:
    """Score the estimate against TRUTH, a CSV of id, name, lat, lon, date, state, beside three
    simpler rules on the same claims.
    """
    from fogline.cli.estimates import EstimateRequest, ViewByDay
    from fogline.ledger import open_ledger

    request = EstimateRequest(**given)
    held = request.estimated()
    wrong = (kind, inject, seed) if inject else None
    with open_ledger(request.ledger) as ledger:
        then = ViewByDay(ledger, request)
        _score(held, truth, score_from, before, (then, as_known) if as_known else None, wrong)
    report_unknown_texts(tuple(then.unknown.values()), "by a day that was scored")


command.add_command(reading)


def _score(
    held: Control,
    truth: Path,
    first: date | None,
    before: str,
    known: tuple[ViewByDay, int] | None,
    wrong: tuple[str, int, int] | None,
) -> None:
    from rich.text import Text

    from fogline.control import evaluate

    found = evaluate(held, truth, first=first, before=before or None, known=known, wrong=wrong)
    screen = console(_WIDTH)
    screen.print(
        Text(
            f"{found.truth}, {found.first} to {found.last}: {found.places:,} places, "
            f"{found.joined:.1%} of the moving ones found"
        )
    )
    rows = list(found.scores.items())
    for month, (moved, stayed) in found.months.items():
        rows += [(month, moved), (f"{month}, places that stayed", stayed)]
    figures = [(name, None if score is None else asdict(score)) for name, score in rows]
    screen.print(_table(figures))
    estimate = found.scores["estimate"]
    if estimate is not None:
        curve = "  ".join(f"{p:.2f}: {t:.2f}, {n:,}" for p, t, n in estimate.curve)
        screen.print(Text(f"calibration (mean chance: share true, place-days)  {curve}"))


def _table(rows: list[tuple[str, dict[str, Any] | None]]) -> Table:
    """A row for each score's figures by name; the months of the estimate stand below."""
    from rich.table import Table

    table = Table("")
    for name in _COLUMNS:
        table.add_column(name, justify="right")
    for name, of in rows:
        if of is None:
            table.add_row(name, "nothing to score")
            continue
        hit = "-" if of["found_3"] is None else f"{of['found_3']:.3f}/{of['found_7']:.3f}"
        shares = [f"{of[key]:.3f}" for key in ("days", "balanced", "brier", "log")]
        rates = (hit, f"{of['false_per_100']:.1f}", f"{of['calibration']:.3f}")
        table.add_row(name, f"{of['places']:,}", *shares, *rates)
    return table
