"""``fogline train``: annotated files become a model of the reader."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path

import click

from fogline.cli.options import FILE, PATH, ledger_option
from fogline.cli.output import save
from fogline.errors import UsageError


@click.command("train")
@click.argument("files", nargs=-1, type=PATH)
@click.option("--out", required=True, type=FILE, help="The model file to write.")
@click.option(
    "--reader",
    type=click.Choice(["linear", "encoder", "of-the-day"]),
    default="linear",
    show_default=True,
    help="Which reader: linear takes minutes, encoder an hour; of-the-day is what tells reports "
    "of the war from other texts.",
)
@click.option(
    "--from-reader",
    "teacher",
    default="",
    metavar="NAME",
    help="Train also on what this reader, such as llm, read in --ledger and people reviewed.",
)
@partial(ledger_option, required=False)
def command(files: tuple[Path, ...], out: Path, reader: str, teacher: str, ledger: str) -> None:
    """Train a reader on annotated reports (JSONL) and lessons (.txt).

    Needs the extra 'train'; the encoder needs 'train-encoder' and its base weights.
    """
    from fogline.reading import train_model

    if teacher:
        files = (*files, _taught(teacher, ledger, out))
    if not files:
        raise UsageError("train: name annotated files", "or give --from-reader llm --ledger FILE")
    record = train_model(files, out, reader=reader)
    sys.stdout.write(json.dumps(record, indent=1, ensure_ascii=False) + "\n")


def _taught(teacher: str, ledger: str, out: Path) -> Path:
    """What a reader read, in a file beside the model, where people can look at it."""
    from fogline.cli.training_rows import training_rows
    from fogline.ledger import open_ledger

    if not ledger:
        raise UsageError(f"from reader {teacher!r}", "no ledger is named", "give --ledger FILE")
    with open_ledger(ledger) as book:
        rows = training_rows(book, teacher)
    file = out.with_suffix(".jsonl")
    save(("\n".join(rows) + "\n").encode(), file)
    sys.stderr.write(f"fogline: {len(rows):,} texts that {teacher} read are in {file}\n")
    return file
