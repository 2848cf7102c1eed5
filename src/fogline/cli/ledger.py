"""``fogline ledger``: copies, merging, upgrades and stamps of a ledger, and cases out of it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from fogline.cli import ledger_case, ledger_stamp
from fogline.cli.options import ledger_option, new_path


@click.group("ledger")
def command() -> None:
    """A ledger as a whole: backup, restore, merge, upgrade, stamps, and cases out of it."""


@command.command()
@click.argument("file")
@ledger_option
def backup(file: str, ledger: str) -> None:
    """Copy the ledger, rows and bytes as they are, into a new FILE."""
    from fogline.ledger import open_ledger

    path = new_path(Path(file), "name a new file")
    folder = new_path(path.with_name(f"{path.name}.evidence"), "name a new file")
    with tempfile.TemporaryDirectory(prefix=".fogline-", dir=path.absolute().parent) as name:
        part = Path(name) / path.name
        with open_ledger(ledger) as book, open_ledger(part, empty=True) as copy:
            head = book.copy_to(copy)
        if copy.evidence.folder.exists():
            copy.evidence.folder.replace(folder)
        part.replace(path)
    sys.stdout.write(f"{head.seq:,} rows in {file}, bytes in {folder}\nhead {head.hash}\n")


@command.command()
@click.argument("file")
@ledger_option
def restore(file: str, ledger: str) -> None:
    """Copy a backup FILE, once it is verified, into a new ledger."""
    from fogline.ledger import LedgerError, open_ledger

    with open_ledger(file) as saved:
        flaws = saved.verify().flaws
        if flaws:
            raise LedgerError(f"backup {file} does not verify, nothing was restored: {flaws[0]}")
        with open_ledger(ledger, empty=True) as book:
            head = saved.copy_to(book)
    sys.stdout.write(f"{head.seq:,} rows restored\nhead {head.hash}\n")


@command.command()
@click.argument("others", nargs=-1, required=True, metavar="OTHER...")
@ledger_option
def merge(others: tuple[str, ...], ledger: str) -> None:
    """Take every row and file of OTHER ledgers in, each once."""
    from fogline.ledger import open_ledger

    with open_ledger(ledger, create=True) as book:
        for other in others:
            with open_ledger(other) as theirs:
                added = book.merge(theirs)
            counts = ", ".join(f"{n:,} {table}" for table, n in added.items() if table != "acts")
            sys.stdout.write(f"{other}: {counts or 'nothing new'}\n")


@command.command()
@ledger_option
def upgrade(ledger: str) -> None:
    """Bring a ledger of an older fogline to this version's schema."""
    from fogline.ledger import open_ledger

    with open_ledger(ledger, upgrade=True) as book:
        sys.stdout.write(f"ledger {ledger} has this version's schema\nhead {book.head().hash}\n")


command.add_command(ledger_case.export)
command.add_command(ledger_stamp.stamp)
