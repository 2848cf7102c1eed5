"""``fogline review``: people judge claims, in the terminal or in files."""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fogline.cli.options import FILE, count_option, ledger_option, places_option, sources_option
from fogline.cli.output import console, save
from fogline.errors import FoglineError, UsageError

if TYPE_CHECKING:
    from fogline.ledger import Ledger, Query
    from fogline.model import ClaimRow

# Characters in a line where the output is no terminal.
_WIDTH = 120


@click.command("review")
@ledger_option
@click.option("--who", default="", metavar="NAME", help="Who judges.")
@click.option(
    "--export",
    type=FILE,
    metavar="FILE",
    help="Write claims for judging: .csv, or .json for Label Studio.",
)
@click.option(
    "--import",
    "import_",
    type=FILE,
    metavar="FILE",
    help="Take judgements in from a .csv, or a .json of Label Studio.",
)
@click.option(
    "--agreement",
    is_flag=True,
    help="Print how far coders agree (Krippendorff's alpha) on each field.",
)
@places_option("Only claims about this place. May be given again.")
@sources_option
@click.option(
    "--judged",
    default="open",
    show_default=True,
    type=click.Choice(["all", "accepted", "corrected", "rejected", "open"]),
    help="Claims in this state.",
)
@count_option("--limit", 0, 0, "At most so many claims.")
def command(
    ledger: str,
    who: str,
    export: Path | None,
    import_: Path | None,
    agreement: bool,
    **conditions: Any,
) -> None:
    """Judge claims one by one: accept, correct a field, or reject, each with a reason."""
    from fogline.ledger import Query, open_ledger

    query = Query(**conditions)
    if not (agreement or export or import_ or who):
        raise UsageError("say who judges, with --who NAME")
    with open_ledger(ledger) as book:
        if agreement:
            _print_agreement(book)
        elif export:
            _export(book, query, export)
        elif import_:
            _import(book, import_, who)
        else:
            _step(book, query, who)


def _claims(ledger: Ledger, query: Query | None = None) -> Mapping[str, ClaimRow]:
    from fogline.ledger import Query
    from fogline.model import claim_rows

    asked = query or Query(judged="all", reader="all")
    return {row.id: row for row in claim_rows(ledger.view(asked, as_read=True, copies=True))}


def _export(ledger: Ledger, query: Query, out: Path) -> None:
    """Write claims for judging."""
    from fogline.cli import review_files

    as_csv = review_files.is_csv(out)
    claims = _claims(ledger, query)
    written = review_files.as_csv(claims) if as_csv else review_files.as_tasks(claims)
    save(written.encode(), out)
    sys.stdout.write(f"{len(claims):,} claims in {out}\n")
    if not as_csv:
        config = out.with_suffix(".xml")
        save(review_files.labelling().encode(), config)
        sys.stdout.write(f"labelling configuration for Label Studio in {config}\n")


def _import(ledger: Ledger, file: Path, who: str) -> None:
    """Keep the judgements of a file, all or none.

    Raises:
        FoglineError: a file that can't be read.
    """
    from fogline.cli import review_files

    parse = review_files.from_csv if review_files.is_csv(file) else review_files.from_tasks
    try:
        made = list(parse(file.read_text(encoding="utf-8-sig"), _claims(ledger), who))
    except UnicodeDecodeError as error:
        raise FoglineError(str(file), "not UTF-8: save it as CSV in UTF-8") from error
    except csv.Error as error:
        raise FoglineError(
            str(file), f"not a CSV that can be read ({error}): a quote may be open"
        ) from error
    sys.stdout.write(f"{ledger.judge(made):,} judgements kept\n")


def _print_agreement(ledger: Ledger) -> None:
    """Print how far coders agree on each field."""
    rows = ledger.agreement()
    sys.stdout.write(f"{'field':<10}  alpha  claims  values\n")
    for row in rows:
        alpha = "   - " if row.alpha is None else f"{row.alpha:5.2f}"
        sys.stdout.write(f"{row.field:<10}  {alpha}  {row.claims:6,}  {row.values:6,}\n")
    if any(row.alpha is None for row in rows):
        sys.stdout.write(
            "-: undefined, because all values are the same or no claim was judged by two\n"
        )


def _step(ledger: Ledger, query: Query, who: str) -> None:
    """Go through claims one by one; each judgement is kept at once."""
    from fogline.model import claim_rows

    rows = sorted(claim_rows(ledger.view(query, copies=True)), key=_is_agreed)
    if not rows:
        sys.stdout.write("no claims to judge\n")
    for n, row in enumerate(rows, 1):
        _show(row, f"{n} of {len(rows)}")
        if not _judge(ledger, row.id, who):
            break


def _is_agreed(row: ClaimRow) -> bool:
    """Whether nothing is known to speak against a claim; those that two readers read differently
    come before the others.
    """
    return not row.is_disputed


def _show(row: ClaimRow, number: str) -> None:
    """A claim with its document, its sentence and its fields."""
    from rich.text import Text

    from fogline.cli.review_files import FIELDS, spell

    screen = console(_WIDTH)
    screen.rule(f"{number}  {row.id}")
    document = (row.source, row.published, row.title, row.url)
    screen.print(Text(" | ".join(v for v in document if v)))
    words, trigger = Text(row.sentence), row.trigger_in_sentence
    words.stylize("bold underline", trigger.start, trigger.end)
    screen.print(words)
    for name in FIELDS:
        value = (
            f"{row.name} ({row.place or row.place_status})"
            if name == "place" and row.name
            else spell(row, name)
        )
        screen.print(Text(f"  {name:<10} {value or '-'}"))


def _judge(ledger: Ledger, claim: str, who: str) -> bool:
    """Ask until the claim is judged or passed over; false to stop."""
    from fogline.ledger import Judgement

    while True:
        answer = click.prompt(
            "accept, correct, reject, skip, quit",
            type=click.Choice(["a", "c", "r", "s", "q"]),
            show_choices=True,
        )
        if answer in {"s", "q"}:
            return bool(answer == "s")
        if answer == "c":
            _correct(ledger, claim, who)
            continue
        why = click.prompt("why", default="", show_default=False)
        ledger.judge([Judgement(claim, who, "accept" if answer == "a" else "reject", why=why)])
        return True


def _correct(ledger: Ledger, claim: str, who: str) -> None:
    from fogline.cli.review_files import FIELDS
    from fogline.ledger import Judgement, LedgerError

    name = click.prompt("field", type=click.Choice(FIELDS))
    value = click.prompt("right value (- for none)")
    why = click.prompt("why", default="", show_default=False)
    corrected = Judgement(claim, who, "correct", name, None if value == "-" else value, why)
    try:
        ledger.judge([corrected])
        sys.stdout.write(f"kept: {name} is {value}\n")
    except LedgerError as error:
        sys.stdout.write(f"not kept: {error}\n")
