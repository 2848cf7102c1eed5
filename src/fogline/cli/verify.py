"""``fogline verify``: proof that nothing in a ledger was altered."""

from __future__ import annotations

import sys

import click

from fogline.cli.options import ledger_option
from fogline.cli.reporting import FAILED, fail


@click.command("verify")
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
def command(ledger: str, head: bool, expect: str) -> int:
    """Check the chain and the bytes, and name the first row and every file that does not match."""
    from fogline.ledger import open_ledger

    with open_ledger(ledger) as book:
        if head:
            sys.stdout.write(f"{book.head().hash}\n")
            return 0
        proof = book.verify(expect.strip().lower())
    for flaw in proof.flaws:
        fail(flaw)
    c = proof.coverage
    state = f"{len(proof.flaws)} flaws" if proof.flaws else "all match"
    sys.stdout.write(
        f"{proof.rows:,} rows and {proof.files:,} files of evidence walked: {state}\n"
        f"{c.prints:,} of {c.documents:,} documents compared with the others: {c.links:,} links, "
        f"{c.copies:,} pairs of claims printed twice\n"
        f"head {proof.head.hash}\n"
    )
    return FAILED if proof.flaws else 0
