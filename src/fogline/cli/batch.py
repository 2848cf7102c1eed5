"""``fogline batch``: many documents read in processes, or on a cluster, into Parquet by day."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from fogline.cli.options import (
    DEFAULT_READER,
    PATH,
    count_option,
    day_option,
    theatre_option,
    zone_option,
)
from fogline.cli.reporting import FAILED, fail


@click.command("batch")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--out", required=True, type=PATH, help="The folder for the Parquet files, by day.")
@click.option(
    "--source", default="", metavar="NAME", help="Who published it, if nothing else tells."
)
@day_option("--published", help="Day of publication of documents that do not say it.")
@zone_option
@theatre_option
@click.option("--undated", is_flag=True, help="Read texts whose day of publication is not known.")
@click.option(
    "--reader",
    default=DEFAULT_READER,
    show_default=True,
    metavar="NAME_OR_FILE",
    help="The reader: its name, or a model made by `fogline train`.",
)
@count_option("--workers", 0, 0, "How many processes read; otherwise as many as there are cores.")
def command(
    inputs: tuple[str, ...],
    out: Path,
    published: date | None,
    undated: bool,
    reader: str,
    workers: int,
    **words: str,
) -> int:
    """Read many documents without a ledger, in processes here or on a cluster of Ray.

    INPUT is a file, a folder or a glob of JSONL, Parquet, web archives and all else that `fogline
    add` reads, or an address in object storage (s3://, gs://, az://). What was read is taken into a
    ledger with `fogline add OUT/*/*.parquet`. A batch that was stopped goes on where it was.
    """
    from fogline.batch import Batch, PieceReader
    from fogline.limits import cores

    told = words["source"], published, words["zone"], undated
    given = PieceReader(reader, words["theatre"], *told)
    batch = Batch(given, out, workers or cores())
    batch.run(inputs)
    s = batch.summary
    if s.again:
        fail(f"{s.why_again}: {s.again:,} pieces of the input were read again")
    kept = f" ({s.before:,} steps were done before)" if s.before else ""
    sys.stdout.write(
        f"{s.documents:,} documents, {s.claims:,} claims, {s.unread:,} not read{kept} in {out}\n"
    )
    return FAILED if s.unread else 0
