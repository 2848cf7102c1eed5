"""``fogline control``: who held each place on each day, as a table of changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fogline.cli.options import (
    Area,
    area_option,
    estimate_options,
    format_option,
    out_option,
    places_option,
)
from fogline.cli.output import check_output, save, words
from fogline.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from fogline.control import Control

# The summary lists at most so many changes, at places with so much evidence of their own.
_LISTED, _SPOKEN_OF = 60, 0.5


@click.command("control")
@estimate_options
@places_option("Only this place. May be given again.")
@area_option("Only places in it: south, west, north, east in degrees.")
@click.option(
    "--learned",
    is_flag=True,
    help="Show instead what the estimate learned about each kind of claim.",
)
@format_option("table", "csv", "parquet", "geojson")
@out_option
def command(
    places: tuple[str, ...],
    area: Area | None,
    learned: bool,
    form: str,
    out: Path | None,
    **given: Any,
) -> None:
    """Estimate who held each place on each day: a probability for each side, with the days on
    which it changes.
    """
    from fogline.cli.estimates import EstimateRequest, check_places
    from fogline.exports import view_as

    request = EstimateRequest(**given)
    check_output(out, form)
    if learned and (form == "geojson" or places or area):
        raise UsageError(
            "--learned is a table of kinds of claims, not of places: "
            "leave --place, --area and geojson out"
        )
    view, options = request.view()
    check_places(options, places)
    held = request.estimate(view, options)
    if learned:
        save(view_as(form, _learned(held)), out)
        return
    chosen = held.within(area, places)
    start = max(request.start, held.first) if request.start else held.first
    rows = held.changes(chosen, start)
    if form == "table":
        save(words(_summary(held, rows, chosen, start, whole=not places)), out)
    else:
        save(view_as(form, rows), out)


def _learned(held: Control) -> pa.Table:
    """The learned table: the chances that the actor holds the place, that another side does, and
    that it is contested, before and after learning.
    """
    import pyarrow as pa

    rows = held.table
    columns = {
        n: [getattr(row, n) for row in rows]
        for n in ("event", "relation", "status", "standing", "voice", "side", "claims")
    }
    return pa.table(
        {
            **columns,
            "before": [" / ".join(f"{p:.2f}" for p in row.before) for row in rows],
            "learned": [" / ".join(f"{p:.2f}" for p in row.after) for row in rows],
            "wrong": [row.wrong for row in rows],
        }
    )


def _summary(held: Control, rows: pa.Table, chosen: np.ndarray, start: date, *, whole: bool) -> str:
    """What the estimate rests on, how many places each side holds, and the changes of state."""
    import pyarrow as pa

    from fogline.exports import view_as

    lines = _basis(held)
    for day in (start, held.last):
        states = held.holder(held.day(day), chosen)
        counts = ", ".join(
            f"{states.count(s):,} {s}" for s in (*held.states, "unclear") if states.count(s)
        )
        lines.append(f"{day}  {counts}")
    voices = held.claims.voices
    lines += [
        f"copying    {voices[c.voice]} repeats {voices[c.of]} "
        f"({c.share:.0%} of {c.claims:,} claims)"
        for c in held.copying
    ]
    if whole:
        count, rows = _last_changes(rows)
        lines.append(
            f"{count:,} changes of state; the last {rows.num_rows} at places that claims speak of; "
            "--format csv has all"
        )
    regions = [held.places[held.position[i]].region for i in rows["id"].to_pylist()]
    shown = rows.drop_columns(["id", "lat", "lon"]).add_column(
        1, "region", pa.array(regions, pa.string())
    )
    return "\n".join(lines) + "\n" + view_as("table", shown).decode()


def _basis(held: Control) -> list[str]:
    """The claims that were used, and how the learning ended."""
    used = ", ".join(f"{n:,} {reason}" for reason, n in held.used.items() if n)
    ended = "converged" if held.converged else "did not converge"
    return [
        f"claims     {used}",
        f"learning   {ended} after {held.iterations} steps "
        f"(last change {held.last_change:.4f}); {held.evidence:,.0f} nats of evidence",
    ]


def _last_changes(rows: pa.Table) -> tuple[int, pa.Table]:
    """How many changes of state there are, and the last of those that claims speak of."""
    import pyarrow as pa

    ids, states = rows["id"].to_pylist(), rows["state"].to_pylist()
    days, evidence = rows["date"].to_pylist(), rows["evidence"].to_pylist()
    moved = [k for k in range(1, len(ids)) if ids[k] == ids[k - 1] and states[k] != states[k - 1]]
    spoken_of = sorted((k for k in moved if evidence[k] >= _SPOKEN_OF), key=lambda k: days[k])
    return len(moved), rows.take(pa.array(spoken_of[-_LISTED:], pa.int64()))
