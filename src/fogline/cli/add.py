"""``fogline add``: publications become documents and claims of a ledger."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from fogline.cli.add_records import add_records, are_records, report_added
from fogline.cli.options import (
    count_option,
    day_option,
    ledger_option,
    theatre_option,
    workers_option,
    zone_option,
)
from fogline.cli.progress import progress
from fogline.cli.reader_choice import ReaderChoice, reader_option
from fogline.cli.registries import ListsFormats
from fogline.cli.reporting import FAILED, report_left_out, report_no_texts

if TYPE_CHECKING:
    from fogline.documents import SourceDefaults
    from fogline.reading import Reader
    from fogline.theatre import Theatre


@click.command("add", cls=ListsFormats)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@ledger_option
@click.option(
    "--source",
    default="",
    metavar="NAME",
    help="Who published it; otherwise domains and channels tell, by the theatre's publishers.",
)
@click.option(
    "--publishers",
    default="",
    metavar="FILE",
    help="A .toml file of publishers of your own, beside the theatre's.",
)
@day_option("--published", help="Day of publication of documents that do not say it.")
@zone_option
@theatre_option
@click.option(
    "--undated", is_flag=True, help="Take in texts whose day of publication is not known."
)
@reader_option
@workers_option
@count_option("--pages", 1, 500, "The most pages of one feed or sitemap.")
@click.option("--allow-private", is_flag=True, help="Fetch from addresses of private networks too.")
def command(
    inputs: tuple[str, ...],
    ledger: str,
    published: date | None,
    theatre: str,
    undated: bool,
    reader: ReaderChoice,
    pages: int,
    allow_private: bool,
    workers: int | None,
    **words: str,
) -> int:
    """Take publications into a ledger, read them, and keep the bytes.

    INPUT is a file in one of the formats below, a folder, a glob, the address of a page, feed or
    sitemap, or - for standard input; or .parquet files of `fogline batch`, which are read already.
    """
    from fogline.documents import SourceDefaults
    from fogline.theatre import load

    sides = load(theatre, words["publishers"])
    if are_records(inputs):
        return add_records(inputs, ledger, reader.open(sides, undated=undated))
    given = SourceDefaults(words["source"], published, zone=words["zone"], theatre=sides)
    fetching = {"private": allow_private, "pages": pages}
    with reader.pool(sides, undated=undated, workers=workers, ledger=ledger) as pool:
        reader.ask_first("each text that is added")
        return _add(inputs, ledger, given, (sides, pool, reader), fetching)


def _add(
    inputs: tuple[str, ...],
    ledger: str,
    given: SourceDefaults,
    reading: tuple[Theatre, Reader, ReaderChoice],
    fetching: dict[str, Any],
) -> int:
    """Add the inputs, remember which addresses were visited, and say what was added."""
    from fogline.documents import Fetcher, load
    from fogline.ledger import open_ledger

    theatre, reader, chosen = reading
    with open_ledger(ledger, create=True) as book:
        chosen.keep(book)
        web = Fetcher(known=partial(book.visited, setting=reader.fingerprint), **fetching)
        try:
            found = load(inputs, given, web)
            with progress("adding", found.expected, chosen.told) as step:
                summary = book.add(found, theatre, reader=reader, progress=step, visits=web.visits)
        finally:
            web.close()
        # A page that could not be kept is fetched again, and so is the list that names it.
        kept = {url: visit for url, visit in web.visits.items() if url not in summary.unkept}
        book.remember(kept, reader.fingerprint)
    report_no_texts(found.left_out)
    faults = report_left_out(summary.left_out)
    stopped = chosen.report()
    return report_added(summary, book.evidence.folder) or (FAILED if faults or stopped else 0)
