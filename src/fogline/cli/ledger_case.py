"""``fogline ledger export``: documents with their bytes, records and proofs, for someone else."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fogline.cli.options import PATH, ledger_option, new_path
from fogline.cli.scratch import scratch
from fogline.errors import UsageError
from fogline.require import require

if TYPE_CHECKING:
    from fogline.ledger import Ledger


@click.command("export")
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@ledger_option
@click.option("--out", required=True, type=PATH, help="The folder to make.")
@click.option(
    "--format", "form", type=click.Choice(["folder", "bag"]), default="folder", show_default=True,
    help="One document's files, or a case of several as a bag (BagIt) with what proves it.",
)  # fmt: skip
def export(documents: tuple[str, ...], ledger: str, out: Path, form: str) -> None:
    """Write documents' bytes as received, their texts, and records (who read and judged them)."""
    from fogline.ledger import open_ledger

    new_path(out, "name a new folder")
    if form == "folder" and len(documents) > 1:
        why = "a folder holds one document"
        raise UsageError(f"{len(documents)} documents", why, "give --format bag")
    if not out.absolute().parent.is_dir():
        raise UsageError(str(out), "its folder does not exist", "make it first")
    with open_ledger(ledger) as book, scratch(out) as place:
        part = place / "case"
        said = _bag(book, documents, part) if form == "bag" else _folder(book, documents[0], part)
        part.replace(out)
    sys.stdout.write(f"{said} in {out}\n")


def _folder(book: Ledger, document: str, folder: Path) -> str:
    record = book.custody(document)
    folder.mkdir()
    for receipt in record.receipts:
        sha = receipt.evidence
        (folder / f"{sha}.bin").write_bytes(book.evidence.whole(sha))
    record.write(folder)
    return f"{len(record.receipts)} files as received, text.txt and custody.json"


def _bag(book: Ledger, documents: tuple[str, ...], folder: Path) -> str:
    from fogline.version import VERSION

    bagit = require("bagit", "stamp")
    made = book.write_case(documents, folder)
    about = {
        "Bag-Software-Agent": f"fogline {VERSION}",
        "Internal-Sender-Description": f"{made.documents} documents of a ledger of fogline",
        "External-Identifier": book.head().hash,
    }
    bagit.make_bag(str(folder), about, checksums=["sha256", "sha512"])
    if made.unproven:
        sys.stderr.write(
            f"fogline: {made.unproven} of {made.documents} documents have rows that no stamp"
            " covers: run `fogline ledger stamp` and export again\n"
        )
    stamped = f"{made.stamps} stamps of row {made.sealed + 1:,}" if made.stamps else "no stamp"
    return f"{made.documents} documents, {made.files} files as received, {stamped}"
