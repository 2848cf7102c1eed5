"""``fogline publish``: the page as a folder of plain files that any web host serves."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from fogline.cli.options import PATH, day_option, ledger_option, served_theatre_option
from fogline.require import require

_MB = 1e6


@click.command("publish")
@ledger_option
@click.option(
    "--out",
    required=True,
    type=PATH,
    help="The folder to make; one of an earlier site is replaced.",
)
@served_theatre_option
@day_option("--from", "start", help="First day of the map; otherwise the theatre's first day.")
@day_option("--to", "end", help="Last day of the map; otherwise the last claim's day.")
@click.option("--title", default="", metavar="WORDS", help="The site's name on its pages.")
@click.option(
    "--texts",
    is_flag=True,
    help="Publish sentences and documents too; otherwise only the words that mark a claim.",
)
def command(
    ledger: str,
    out: Path,
    theatre: str,
    start: date | None,
    end: date | None,
    title: str,
    texts: bool,
) -> None:
    """Write the map and its evidence as plain files for any web host: no server, no secrets, and
    no texts unless you ask for them.
    """
    for library in ("fastapi", "jinja2", "limits"):
        require(library, "web")
    from fogline.web import Settings, publish

    settings = Settings(ledger, theatre, start, end, texts=texts)
    made = publish(settings, out, title=title, say=_tell)
    click.echo(
        f"{out}: {made.files:,} files, {made.size / _MB:.1f} MB; "
        f"{made.days:,} days, {made.places:,} places"
    )


def _tell(words: str) -> None:
    sys.stderr.write(f"fogline: {words}\n")
