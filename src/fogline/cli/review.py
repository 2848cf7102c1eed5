"""``fogline review``: people judge claims."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from fogline.cli import sheets
from fogline.cli.ask import save
from fogline.ledger import Judgement, Ledger, LedgerError, Query, open_ledger


def _claims(ledger: Ledger, query: Query | None = None) -> dict[str, dict[str, Any]]:
    view = ledger.view(query or Query(judged="all", reader="all"), as_read=True, copies=True)
    return {row["id"]: row for row in view.to_pylist()}


def write(where: str, query: Query, out: Path) -> int:
    """Write claims for judging."""
    as_csv = sheets.is_csv(out)
    with open_ledger(where) as ledger:
        claims = _claims(ledger, query)
    save((sheets.as_sheet(claims) if as_csv else sheets.as_tasks(claims)).encode(), out)
    sys.stdout.write(f"{len(claims):,} claims in {out}\n")
    if not as_csv:
        config = out.with_suffix(".xml")
        save(sheets.labelling().encode(), config)
        sys.stdout.write(f"labelling configuration for Label Studio in {config}\n")
    return 0


def take_in(where: str, file: Path, who: str) -> int:
    """Keep the judgements of a file, all or none."""
    as_csv = sheets.is_csv(file)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise LedgerError(f"{file}: not UTF-8: save it as CSV in UTF-8") from error
    with open_ledger(where) as ledger:
        parse = sheets.from_sheet if as_csv else sheets.from_tasks
        try:
            made = list(parse(text, _claims(ledger), who))
        except csv.Error as error:
            raise LedgerError(
                f"{file}: not a CSV that can be read ({error}): a quote may be open"
            ) from error
        kept = ledger.judge(made)
    sys.stdout.write(f"{kept:,} judgements kept\n")
    return 0


def agreement(where: str) -> int:
    """Print how far coders agree."""
    with open_ledger(where) as ledger:
        rows = ledger.agreement()
    sys.stdout.write(f"{'field':<10}  alpha  claims  values\n")
    for row in rows:
        shown = "   - " if row.alpha is None else f"{row.alpha:5.2f}"
        sys.stdout.write(f"{row.field:<10}  {shown}  {row.claims:6,}  {row.values:6,}\n")
    if any(row.alpha is None for row in rows):
        sys.stdout.write(
            "-: undefined, for all values are the same or no claim was judged by two\n"
        )
    return 0


def step(where: str, query: Query, who: str) -> int:
    """Go through claims one by one; each judgement is kept at once."""
    if not who:
        raise LedgerError("say who judges, with --who NAME")
    with open_ledger(where) as ledger:
        rows = ledger.view(query, copies=True).to_pylist()
        if not rows:
            sys.stdout.write("no claims to judge\n")
        for n, row in enumerate(rows, 1):
            _show(row, f"{n} of {len(rows)}")
            if not _judge(ledger, row, who):
                break
    return 0


def _show(row: dict[str, Any], number: str) -> None:
    console = Console(highlight=False)
    console.rule(f"{number}  {row['id']}")
    console.print(
        Text(
            " | ".join(
                str(v) for v in (row["source"], row["published"], row["title"], row["url"]) if v
            )
        )
    )
    words = Text(row["sentence"])
    words.stylize(
        "bold underline",
        row["trigger_start"] - row["sentence_start"],
        row["trigger_end"] - row["sentence_start"],
    )
    console.print(words)
    for name in sheets.FIELDS:
        value = (
            f"{row['name']} ({row['place'] or row['place_status']})"
            if name == "place" and row["name"]
            else sheets.spell(row[name])
        )
        console.print(Text(f"  {name:<10} {value or '-'}"))


def _judge(ledger: Ledger, row: dict[str, Any], who: str) -> bool:
    """Ask until the claim is judged or passed over; false to stop."""
    while True:
        answer = click.prompt(
            "accept, correct, reject, skip, quit",
            type=click.Choice(["a", "c", "r", "s", "q"]),
            show_choices=True,
        )
        if answer in {"s", "q"}:
            return bool(answer == "s")
        if answer == "c":
            _correct(ledger, row, who)
            continue
        why = click.prompt("why", default="", show_default=False)
        ledger.judge([Judgement(row["id"], who, "accept" if answer == "a" else "reject", why=why)])
        return True


def _correct(ledger: Ledger, row: dict[str, Any], who: str) -> None:
    name = click.prompt("field", type=click.Choice(sheets.FIELDS))
    value = click.prompt("right value (- for none)")
    why = click.prompt("why", default="", show_default=False)
    try:
        ledger.judge(
            [Judgement(row["id"], who, "correct", name, None if value == "-" else value, why)]
        )
        sys.stdout.write(f"kept: {name} is {value}\n")
    except LedgerError as error:
        sys.stdout.write(f"not kept: {error}\n")
