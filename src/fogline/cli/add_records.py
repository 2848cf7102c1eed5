"""``fogline add`` of what `fogline batch` read, and the report of what was added."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from fogline.cli.reporting import FAILED, report_bad_days, report_unreadable

if TYPE_CHECKING:
    from pathlib import Path

    from fogline.ledger import Summary
    from fogline.reading import Reader


# How the names of these files end.
_ENDING = ".parquet"


def are_records(inputs: Iterable[str]) -> bool:
    """Whether all inputs are files of records, by their endings."""
    return all(name.lower().endswith(_ENDING) for name in inputs)


def add_records(inputs: Iterable[str], ledger: str, reader: Reader) -> int:
    """Append files of records to a ledger, in bulk; gives the exit code."""
    from fogline.batch import record_files, records
    from fogline.ledger import open_ledger

    files = record_files(inputs)
    with open_ledger(ledger, create=True) as book:
        bulk = book.bulk(reader)
        for file in files:
            for some in records(file):
                bulk.add(some)
        folder = book.evidence.folder
    return report_added(bulk.summary, folder)


def report_added(summary: Summary, folder: Path) -> int:
    """Say what was added, what could not be read, and what is damaged in the ``folder`` of the
    evidence; gives the exit code.
    """
    report_unreadable(summary.unreadable)
    again = f", {summary.read_again:,} read again by a newer reader" if summary.read_again else ""
    edited = f" ({summary.edited:,} edited after it was published)" if summary.edited else ""
    sys.stdout.write(
        f"documents  {summary.new:,} new{edited}, {summary.seen:,} seen before{again}, "
        f"{summary.near_copies:,} near-copies, {len(summary.unreadable):,} unreadable\n"
        f"claims     {summary.claims:,}\n"
        f"places     {summary.located:,} located, {summary.ambiguous:,} ambiguous, "
        f"{summary.unknown:,} unknown\n"
    )
    damage = report_bad_days(summary.mended, summary.healed, summary.lost, folder)
    return damage or (FAILED if summary.unreadable else 0)
