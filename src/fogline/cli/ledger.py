"""The commands that work on a ledger."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from fogline.cli.ask import DAY, ledger_option, parts, plainly

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
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
@click.option(
    "--published",
    type=DAY,
    metavar="YYYY-MM-DD",
    help="Day of publication of what does not say it.",
)
@click.option(
    "--zone",
    default="",
    metavar="ZONE",
    help="Time zone of times without an offset, such as Europe/Kyiv; they are refused otherwise.",
)
@click.option(
    "--theatre",
    default="ukraine",
    show_default=True,
    help="A theatre's name, or a .toml file of your own.",
)
@click.option(
    "--undated", is_flag=True, help="Take in texts whose day of publication is not known."
)
@click.option("--model", default="", metavar="FILE", help="A model made by `fogline train`.")
@click.option(
    "--pages",
    default=500,
    show_default=True,
    type=click.IntRange(1),
    help="The most pages of one feed or sitemap.",
)
@click.option("--allow-private", is_flag=True, help="Fetch from addresses of private networks too.")
def add(
    inputs: tuple[str, ...],
    ledger: str,
    published: datetime | None,
    allow_private: bool,
    pages: int,
    undated: bool,
    **words: str,
) -> None:
    """Take publications into a ledger, read them, and keep the bytes.

    INPUT is a file (.txt, .md, .html, .pdf, .docx, .jsonl, a Telegram export, a saved feed, .warc), a folder, a glob, the address of a page, feed or sitemap, or - for standard input.
    """
    from fogline.cli.add import Request, run

    day = published.date() if published else None
    with plainly():
        sys.exit(
            run(
                Request(
                    inputs,
                    ledger,
                    published=day,
                    undated=undated,
                    private=allow_private,
                    pages=pages,
                    **words,
                )
            )
        )


@click.command()
@ledger_option
@click.option(
    "--place",
    "places",
    multiple=True,
    metavar="NAME",
    help="A place in any spelling, or a gazetteer id. May be given again.",
)
@click.option(
    "--from",
    "start",
    type=DAY,
    metavar="YYYY-MM-DD",
    help="First day that the event may have happened on.",
)
@click.option(
    "--to",
    "end",
    type=DAY,
    metavar="YYYY-MM-DD",
    help="Last day that the event may have happened on.",
)
@click.option(
    "--event", "events", default="", metavar="A,B", help="capture, withdraw, advance, ..."
)
@click.option(
    "--actor",
    "actors",
    default="",
    metavar="A,B",
    help="Belligerents by their labels in the theatre.",
)
@click.option(
    "--speaker",
    "speakers",
    multiple=True,
    metavar="NAME",
    help="Part of a speaker's name; `source` is the publishers' own voice.",
)
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="NAME",
    help="Only this publisher. May be given again.",
)
@click.option(
    "--without", multiple=True, metavar="NAME", help="Leave this publisher out. May be given again."
)
@click.option(
    "--status", "statuses", default="", metavar="A,B", help="actual, future, conditional."
)
@click.option(
    "--as-of", default="", metavar="DAY_OR_MOMENT", help="Only what was published by then."
)
@click.option(
    "--reader", default="", metavar="NAME", help="This reader's readings instead of the newest."
)
@click.option(
    "--text",
    default="",
    metavar="WORDS",
    help='Words of the sentence; "a phrase" in quotes, bridge* for any ending.',
)
@click.option("--area", default="", metavar="S,W,N,E", help="South, west, north, east in degrees.")
@click.option(
    "--judged",
    default="",
    type=click.Choice(["", "all", "accepted", "corrected", "rejected", "open"]),
    help="By people's judgements; all but rejected ones otherwise.",
)
@click.option(
    "--copies", is_flag=True, help="Show every print of a copied claim, not only the first."
)
@click.option(
    "--limit", default=0, type=click.IntRange(0), metavar="N", help="At most so many claims."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl", "csv", "parquet"]),
    default="table",
    show_default=True,
)
@click.option("--out", type=_FILE, help="Write to a file instead of the screen.")
def claims(
    ledger: str,
    places: tuple[str, ...],
    start: datetime | None,
    end: datetime | None,
    as_of: str,
    area: str,
    form: str,
    out: Path | None,
    **given: object,
) -> None:
    """Show claims: about when (--from, --to), known by when (--as-of), by place, event, speaker, source or words."""
    from fogline.cli.claims import box, moment, run
    from fogline.ledger import Query

    with plainly():
        lists = {name: parts(str(given.pop(name))) for name in ("events", "actors", "statuses")}
        days = {"start": start.date() if start else None, "end": end.date() if end else None}
        query = Query(places=places, as_of=moment(as_of), area=box(area), **lists, **days, **given)  # type: ignore[arg-type]
        sys.exit(run(ledger, query, form, out))


@click.command()
@ledger_option
@click.option(
    "--head",
    is_flag=True,
    help="Only print the head of the chain, to be published or timestamped elsewhere.",
)
@click.option(
    "--expect",
    default="",
    metavar="HASH",
    help="A head that was published: it must be in the chain.",
)
def verify(ledger: str, head: bool, expect: str) -> None:
    """Walk the chain and the bytes, and name the first row and every file that does not match."""
    from fogline.cli import keep

    with plainly():
        sys.exit(keep.verify(ledger, head_only=head, expect=expect))


@click.command()
@ledger_option
@click.option("--who", default="", metavar="NAME", help="Who judges.")
@click.option(
    "--export",
    "export",
    type=_FILE,
    metavar="FILE",
    help="Write claims for judging: .csv, or .json for Label Studio.",
)
@click.option(
    "--import",
    "import_",
    type=_FILE,
    metavar="FILE",
    help="Take judgements in from a .csv, or a .json of Label Studio.",
)
@click.option(
    "--agreement",
    is_flag=True,
    help="Print how far coders agree (Krippendorff's alpha) on each field.",
)
@click.option(
    "--place",
    "places",
    multiple=True,
    metavar="NAME",
    help="Only claims about this place. May be given again.",
)
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="NAME",
    help="Only claims of this publisher. May be given again.",
)
@click.option(
    "--judged",
    default="open",
    show_default=True,
    type=click.Choice(["all", "accepted", "corrected", "rejected", "open"]),
    help="Claims in this state.",
)
@click.option(
    "--limit", default=0, type=click.IntRange(0), metavar="N", help="At most so many claims."
)
def review(
    ledger: str,
    who: str,
    export: Path | None,
    import_: Path | None,
    agreement: bool,
    **given: object,
) -> None:
    """Judge claims one by one: accept, correct a field, or reject, each with a reason."""
    from fogline.cli import review as command
    from fogline.ledger import Query

    with plainly():
        query = Query(**given)  # type: ignore[arg-type]
        if agreement:
            sys.exit(command.agreement(ledger))
        if export:
            sys.exit(command.write(ledger, query, export))
        if import_:
            sys.exit(command.take_in(ledger, import_, who))
        sys.exit(command.step(ledger, query, who))


@click.group("ledger")
def ledger_group() -> None:
    """A ledger as a whole: backup, restore, merge, upgrade, and the custody record of a document."""


@ledger_group.command()
@click.argument("file")
@ledger_option
def backup(file: str, ledger: str) -> None:
    """Copy the ledger, rows and bytes as they are, into a new FILE."""
    from fogline.cli import keep

    with plainly():
        sys.exit(keep.backup(ledger, file))


@ledger_group.command()
@click.argument("file")
@ledger_option
def restore(file: str, ledger: str) -> None:
    """Copy a backup FILE into a new ledger."""
    from fogline.cli import keep

    with plainly():
        sys.exit(keep.restore(file, ledger))


@ledger_group.command()
@click.argument("others", nargs=-1, required=True, metavar="OTHER...")
@ledger_option
def merge(others: tuple[str, ...], ledger: str) -> None:
    """Take every row and file of OTHER ledgers in, each once."""
    from fogline.cli import keep

    with plainly():
        sys.exit(keep.merge(ledger, others))


@ledger_group.command()
@ledger_option
def upgrade(ledger: str) -> None:
    """Bring a ledger of an older fogline to this version's schema."""
    from fogline.cli import keep

    with plainly():
        sys.exit(keep.upgrade(ledger))


@ledger_group.command()
@click.argument("document")
@ledger_option
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The folder to make.")
def export(document: str, ledger: str, out: Path) -> None:
    """Write a document's bytes as received, its text, and its custody record into a new folder."""
    from fogline.cli import keep

    with plainly():
        sys.exit(keep.export(ledger, document, out))


COMMANDS = (add, claims, verify, review, ledger_group)
