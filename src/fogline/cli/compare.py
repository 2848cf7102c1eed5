"""``fogline compare``: where two sources differ."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from fogline.cli.options import by_option, estimate_options, format_option, out_option
from fogline.cli.output import check_output, save


@click.command("compare")
@click.argument("one")
@click.argument("two")
@estimate_options
@by_option
@format_option("table", "csv", "parquet", "geojson")
@out_option
def command(one: str, two: str, by: str, form: str, out: Path | None, **given: Any) -> None:
    """List where and for how long sources ONE and TWO differ about who holds a place, and how it
    ended.
    """
    from fogline.cli.estimates import EstimateRequest
    from fogline.exports import view_as
    from fogline.sources import compare

    check_output(out, form)
    rows = compare(EstimateRequest(**given).estimated(), one, two, by=by)
    save(view_as(form, rows.drop_columns(["id", "lat", "lon"]) if form == "table" else rows), out)
