"""``fogline verify``: proof that nothing in a ledger was altered."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fogline.cli.options import FILE, ledger_option
from fogline.cli.reporting import FAILED, fail

if TYPE_CHECKING:
    from fogline.ledger import StampCheck


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
@click.option(
    "--roots",
    type=FILE,
    metavar="PEM",
    help="Root certificates that you trust: each stamp of RFC 3161 must lead to one of them.",
)
@click.option(
    "--block-headers",
    type=FILE,
    metavar="FILE",
    help="Headers of Bitcoin's blocks from a node that you trust, 80 bytes in hex, one a line.",
)
def command(
    ledger: str, head: bool, expect: str, roots: Path | None, block_headers: Path | None
) -> int:
    """Check the chain, the bytes and the stamps, and name the first row and every file that does
    not match.
    """
    from fogline.ledger import open_ledger
    from fogline.stamps import Trusted

    trusted = Trusted.of_files(roots, block_headers)

    with open_ledger(ledger) as book:
        if head:
            sys.stdout.write(f"{book.head().hash}\n")
            return 0
        proof = book.verify(expect.strip().lower(), trusted)
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
    for stamp in proof.stamps:
        sys.stdout.write(f"{_said(stamp)}\n")
    return FAILED if proof.flaws else 0


def _said(stamp: StampCheck) -> str:
    """What a stamp attests, in words."""
    rows, found = f"rows 1 to {stamp.row.rows:,}", stamp.attested
    if found is None:
        return f"stamp of {rows} ({stamp.row.kind}) not checked: {stamp.why}"
    by = f"{found.by} ({stamp.row.kind})"
    if found.state == "pending":
        return (
            f"stamp of {rows} waits for a block at {by}; ask with `fogline ledger stamp --upgrade`"
        )
    if found.state == "block":
        return f"{rows} were there by {by}, if {found.note}; give --block-headers to check that"
    at = f"{found.at:%Y-%m-%dT%H:%M:%SZ}" if found.at else "an unknown time"
    vouched = "" if found.state == "proven" else "; give --roots to check who that is"
    return f"{rows} were there by {at}, says {by}{vouched}"
