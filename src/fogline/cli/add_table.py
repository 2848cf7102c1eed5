"""``fogline add-table``: rows of a table of events become claims of their sources."""

from __future__ import annotations

import sys
from datetime import date

import click

from fogline.cli.options import day_option, ledger_option, theatre_option
from fogline.cli.reporting import (
    FAILED,
    report_bad_days,
    report_left_out,
    report_no_texts,
    report_unreadable,
)


@click.command("add-table")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@ledger_option
@click.option(
    "--source",
    default="",
    metavar="NAME",
    help="Who published the table; otherwise each row's own source.",
)
@day_option(
    "--published",
    help="The day the table was published; otherwise each row's timestamp, or its event's day.",
)
@click.option(
    "--columns",
    default="",
    metavar="FILE",
    help="A .toml file that names the columns, events and actors of a table of your own.",
)
@click.option(
    "--sheet",
    default="",
    metavar="NAME",
    help="The sheet of an Excel file; otherwise the first one that has rows.",
)
@theatre_option
def command(
    files: tuple[str, ...],
    ledger: str,
    source: str,
    published: date | None,
    columns: str,
    sheet: str,
    theatre: str,
) -> int:
    """Add tables of events (CSV or Excel; ACLED's columns, or your own) as evidence: each row is a
    document, and a claim of its source.

    A row that can't be used is named with its reason; the others are added.
    """
    from fogline import reading
    from fogline.documents import SourceDefaults, load
    from fogline.ledger import open_ledger
    from fogline.theatre import load as load_theatre

    sides = load_theatre(theatre)
    reader = reading.open_reader("tables", sides, columns=columns)
    defaults = SourceDefaults(source, published, theatre=sides)
    rows = load(files, defaults, form="table", columns=columns, sheet=sheet)
    with open_ledger(ledger, create=True) as book:
        summary = book.add(rows, sides, reader=reader)
    report_no_texts(rows.left_out)
    report_unreadable(summary.unreadable)
    faults = report_left_out(summary.left_out)
    again = f", {summary.read_again:,} read again" if summary.read_again else ""
    sys.stdout.write(
        f"rows       {summary.new:,} new, {summary.seen:,} seen before{again}, "
        f"{len(summary.unreadable):,} unreadable\n"
        f"claims     {summary.claims:,}\n"
        f"places     {summary.located:,} located, {summary.ambiguous:,} ambiguous, "
        f"{summary.unknown:,} unknown\n"
    )
    damage = report_bad_days(summary.mended, summary.healed, summary.lost, book.evidence.folder)
    return damage or (FAILED if summary.unreadable or faults else 0)
