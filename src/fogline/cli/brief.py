"""``fogline brief``: a neutral brief of a day, each sentence with its claims."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from fogline.cli.options import day_option, estimate_of_day_options, format_option, out_option
from fogline.cli.output import check_output, save
from fogline.cli.reporting import fail


@click.command("brief")
@estimate_of_day_options
@day_option(
    "--day",
    required=True,
    help="The day of the brief; without --as-of, it says what was known on that day.",
)
@day_option("--since", help="The day from which changes count; otherwise a week before.")
@format_option("md", "html", "pdf")
@out_option
def command(
    day: date, since: date | None, form: str, out: Path | None, as_of: Any, **given: Any
) -> None:
    """Write a neutral brief of a day, each sentence with its claims: what changed, by sector,
    doubts, denials, forecasts, sources.

    A sentence that names what its claims do not is left out and reported on standard error.
    """
    from fogline.brief import check, compose, write
    from fogline.cli.estimates import EstimateRequest

    check_output(out, form)
    request = EstimateRequest(as_of=as_of or day, **given)
    view, options = request.view(whole=True)
    held = request.estimate_to(view, options, day)
    made = compose(view, held, day, since)
    faults = check(made, held)
    for fault in faults:
        fail(f"left out, its claims do not have the {fault.kind} {fault.what!r}: {fault.sentence}")
    if made.left_out:
        fail(f"left out the charts: {made.left_out}")
    save(write(made.without({f.sentence for f in faults}), form), out)
