"""``fogline claims``: the claims of a ledger by time, place, event, speaker, source or words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from fogline.cli.options import (
    LIST,
    area_option,
    as_of_option,
    count_option,
    day_option,
    format_option,
    ledger_option,
    out_option,
    places_option,
    sources_option,
    without_option,
)
from fogline.cli.output import check_output, save
from fogline.cli.reporting import report_unknown_texts


@click.command("claims")
@ledger_option
@places_option("A place in any spelling, or a gazetteer id. May be given again.")
@day_option("--from", "start", help="First day on which the event may have happened.")
@day_option("--to", "end", help="Last day on which the event may have happened.")
@click.option(
    "--event",
    "events",
    default="",
    type=LIST,
    metavar="A,B",
    help="Types of events: capture, withdraw, advance, ...",
)
@click.option(
    "--actor",
    "actors",
    default="",
    type=LIST,
    metavar="A,B",
    help="Acting sides, by their labels in the theatre.",
)
@click.option(
    "--speaker",
    "speakers",
    multiple=True,
    metavar="NAME",
    help="Part of a speaker's name; `source` is the publishers' own voice.",
)
@sources_option
@without_option
@click.option(
    "--status",
    "statuses",
    default="",
    type=LIST,
    metavar="A,B",
    help="actual, future, conditional.",
)
@as_of_option
@click.option(
    "--reader",
    default="",
    metavar="NAME",
    help="Show what this reader read; otherwise each document's newest reading. `all` for all.",
)
@click.option(
    "--text",
    default="",
    metavar="WORDS",
    help='Words of the sentence; "a phrase" in quotes, bridge* for any ending.',
)
@area_option("Only places in it: south, west, north, east in degrees.")
@click.option(
    "--judged",
    default="",
    type=click.Choice(["", "all", "accepted", "corrected", "rejected", "open"]),
    help="By people's judgements; otherwise all but rejected claims.",
)
@click.option(
    "--least",
    default=0.0,
    type=float,
    metavar="P",
    help="Leave out claims that were read rightly with a smaller chance, 0 to 1.",
)
@click.option(
    "--copies", is_flag=True, help="Show every copy of a claim, not only the first print."
)
@count_option("--limit", 0, 0, "At most so many claims.")
@format_option("table", "jsonl", "csv", "parquet")
@out_option
def command(ledger: str, form: str, out: Path | None, **conditions: Any) -> None:
    """Show claims: about when (--from, --to), known by when (--as-of), by place, event, speaker,
    source or words.
    """
    from fogline.exports import view_as
    from fogline.ledger import Query, open_ledger

    query = Query(**conditions)
    check_output(out, form)
    with open_ledger(ledger) as book:
        report_unknown_texts(book.unknown_texts(query))
        written = view_as(form, book.view(query))
    save(written, out)
