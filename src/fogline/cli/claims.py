"""``fogline claims``: a view of the ledger."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from fogline.cli.ask import needs_file, save
from fogline.exports import view_as
from fogline.ledger import LedgerError, Query, open_ledger


def run(ledger: str, query: Query, form: str, out: Path | None) -> int:
    """Print or write the claims of a query."""
    needs_file(form, out)
    with open_ledger(ledger) as book:
        written = view_as(form, book.view(query))
    save(written, out)
    return 0


def moment(value: str) -> date | datetime | None:
    """A day, or a moment with its offset.

    Raises:
        LedgerError: neither.
    """
    if not value:
        return None
    try:
        return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
    except ValueError as error:
        raise LedgerError(
            f"as of {value!r}: give a day, YYYY-MM-DD, or a moment with its offset, 2022-09-10T18:00+03:00"
        ) from error


def box(value: str) -> tuple[float, float, float, float] | None:
    """South, west, north, east.

    Raises:
        LedgerError: not four numbers.
    """
    if not value:
        return None
    try:
        south, west, north, east = (float(v) for v in value.split(","))
    except ValueError as error:
        raise LedgerError(
            f"area {value!r}: give south,west,north,east in degrees, such as 49.5,37,50,38"
        ) from error
    if not (-90 <= south < north <= 90 and -180 <= west < east <= 180):
        raise LedgerError(
            f"area {value!r}: south must be below north, and west before east; give south,west,north,east, such as 49.5,37,50,38"
        )
    return south, west, north, east
