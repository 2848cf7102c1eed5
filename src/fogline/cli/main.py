"""The commands of fogline."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import click

import fogline
from fogline.cli import control, front, ledger, web
from fogline.cli.ask import DAY

FORMATS = ("table", "jsonl", "csv", "html")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(fogline.__version__, prog_name="fogline")
def commands() -> None:
    """Read what is published about a war: who says that whom did what, where, when, and how sure they are."""


@commands.command()
@click.argument("inputs", nargs=-1, metavar="[INPUT]...")
@click.option("--example", is_flag=True, help="Read the report that comes with fogline.")
@click.option(
    "--theatre",
    default="ukraine",
    show_default=True,
    help="A theatre's name, or a .toml file of your own.",
)
@click.option(
    "--source", default="", metavar="NAME", help="Who published it; decides whom 'the enemy' means."
)
@click.option(
    "--published",
    type=DAY,
    metavar="YYYY-MM-DD",
    help="Day of publication; relative days are measured from it.",
)
@click.option(
    "--undated",
    is_flag=True,
    help="Read texts with relative days although their day of publication is not known.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to a file instead of the screen.",
)
@click.option("--model", default="", metavar="FILE", help="A model made by `fogline train`.")
def read(
    inputs: tuple[str, ...],
    example: bool,
    theatre: str,
    source: str,
    published: datetime | None,
    undated: bool,
    form: str,
    out: Path | None,
    model: str,
) -> None:
    """Read reports and print their claims, each bound to its words.

    INPUT is a file (.txt, .md, .html, .pdf, .docx, .jsonl with one document a line, a Telegram export, a saved feed, .warc), a folder, a glob, or - for standard input.
    """
    from fogline.cli.read import Request, run

    day: date | None = published.date() if published else None
    sys.exit(run(Request(inputs, example, theatre, source, day, undated, form, out, model)))


@commands.group()
def gazetteer() -> None:
    """Places: what is known, and files of your own."""


@gazetteer.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--theatre", default="ukraine", show_default=True)
def import_(file: Path, theatre: str) -> None:
    """Add a gazetteer file to a theatre: a CSV (id,name,name_LANG...,kind,region,lat,lon,spellings), or a GeoNames table."""
    from fogline.cli.places import take_in

    sys.exit(take_in(file, theatre))


@gazetteer.command()
@click.argument("name")
@click.option("--theatre", default="ukraine", show_default=True)
def find(name: str, theatre: str) -> None:
    """List the places that a name may mean, in any spelling or script."""
    from fogline.cli.places import look_up

    sys.exit(look_up(name, theatre))


@commands.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The model file to write.",
)
def train(files: tuple[Path, ...], out: Path) -> None:
    """Train the reader on annotated reports (JSONL) and lessons (.txt). Needs the extra 'train'."""
    from fogline.cli.train import run

    sys.exit(run(files, out))


for _command in (*ledger.COMMANDS, *control.COMMANDS, *front.COMMANDS, *web.COMMANDS):
    commands.add_command(_command)


def main() -> None:
    """Entry point of the ``fogline`` command."""
    commands()
