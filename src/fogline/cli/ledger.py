"""``fogline ledger``: copies, merging, repair, upgrades and stamps of a ledger, and cases out of
it.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from fogline.cli import ledger_case, ledger_stamp
from fogline.cli.options import ledger_option, new_path
from fogline.cli.reporting import DAMAGED, fail
from fogline.cli.scratch import scratch

# A file in a folder of evidence whose ledger is not there yet.
_UNFINISHED = ".unfinished"


@click.group("ledger")
def command() -> None:
    """A ledger as a whole: backup, restore, merge, repair, upgrade, stamps, and cases out of it."""


@command.command()
@click.argument("file")
@ledger_option
def backup(file: str, ledger: str) -> int:
    """Copy the ledger, rows and bytes as they are, into a new FILE.

    Damage is named and goes along as it is; the exit code is then 3.
    """
    from fogline.ledger import open_ledger

    path = new_path(Path(file), "name a new file")
    folder = path.with_name(f"{path.name}.evidence")
    if (folder / _UNFINISHED).is_file():
        shutil.rmtree(folder)
    new_path(folder, "name a new file")
    with scratch(path) as place:
        part = place / path.name
        with open_ledger(ledger) as book, open_ledger(part, empty=True) as copy:
            copied = book.copy_to(copy)
        if copy.evidence.folder.exists():
            (copy.evidence.folder / _UNFINISHED).touch()
            copy.evidence.folder.replace(folder)
        part.replace(path)
        (folder / _UNFINISHED).unlink(missing_ok=True)
    sys.stdout.write(f"{copied.head.seq:,} rows in {file}, bytes in {folder}\n")
    return _damage(copied.head.hash, copied.flaws, f"{file} is a copy of a damaged ledger")


def _damage(head: str, flaws: tuple[str, ...], told: str) -> int:
    """Print the head of a copy, and name its flaws; gives the exit code."""
    sys.stdout.write(f"head {head}\n")
    for flaw in flaws:
        fail(flaw)
    if not flaws:
        return 0
    fail(f"{told}: what is wrong with it is named above ({len(flaws):,}), all else is whole")
    return DAMAGED


@command.command()
@click.argument("file")
@ledger_option
@click.option(
    "--salvage",
    is_flag=True,
    help="Also a backup that does not verify: all that is left, with the damage named.",
)
def restore(file: str, ledger: str, salvage: bool) -> int:
    """Copy a backup FILE, once it is verified, into a new ledger."""
    from fogline.ledger import LedgerError, open_ledger

    with open_ledger(file) as saved:
        flaws = () if salvage else saved.verify(mendable=False).flaws
        if flaws:
            raise LedgerError(
                f"backup {file} does not verify, nothing was restored",
                flaws[0],
                "`--salvage` restores what is left",
            )
        with open_ledger(ledger, empty=True) as book:
            copied = saved.copy_to(book)
    sys.stdout.write(f"{copied.head.seq:,} rows restored\n")
    return _damage(copied.head.hash, copied.flaws, f"{ledger} was restored from a damaged backup")


@command.command()
@ledger_option
def repair(ledger: str) -> int:
    """Mend what is made from the rows: copies that were not looked for, and the index of words.

    Rows are never changed. Bytes are mended by adding the same files again.
    """
    from fogline.ledger import open_ledger

    with open_ledger(ledger) as book:
        done = book.repair()
        proof = book.verify()
    sys.stdout.write(
        f"compared   {done.documents:,} documents that were not compared with the others\n"
        f"paired     {done.pairs:,} pairs of claims that are copies of each other\n"
        f"words      {'indexed anew' if done.words else 'the index fits'}\n"
        f"removed    {done.parts:,} unfinished files of evidence\n"
    )
    for flaw in proof.flaws:
        fail(flaw)
    return DAMAGED if proof.flaws else 0


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
