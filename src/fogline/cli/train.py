"""``fogline train``: annotated files become a model of the reader."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from fogline.cli.options import FILE, PATH


@click.command("train")
@click.argument("files", nargs=-1, required=True, type=PATH)
@click.option("--out", required=True, type=FILE, help="The model file to write.")
@click.option(
    "--reader",
    type=click.Choice(["linear", "encoder", "of-the-day"]),
    default="linear",
    show_default=True,
    help="Which reader: linear takes minutes, encoder an hour; of-the-day is what tells reports "
    "of the war from other texts.",
)
def command(files: tuple[Path, ...], out: Path, reader: str) -> None:
    """Train a reader on annotated reports (JSONL) and lessons (.txt).

    Needs the extra 'train'; the encoder needs 'train-encoder' and its base weights.
    """
    from fogline.reading import train_model

    record = train_model(files, out, reader=reader)
    sys.stdout.write(json.dumps(record, indent=1, ensure_ascii=False) + "\n")
