"""``fogline verify`` and ``fogline ledger``: proof, copies, merging, and custody of single documents."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from fogline.cli.ask import FAILED, fail
from fogline.ledger import LedgerError, open_ledger


def verify(where: str, *, head_only: bool, expect: str) -> int:
    """Walk the ledger and name what does not match; or only print the head."""
    with open_ledger(where) as ledger:
        if head_only:
            sys.stdout.write(f"{ledger.head().hash}\n")
            return 0
        proof = ledger.verify(expect.strip().lower())
    for flaw in proof.flaws:
        sys.stderr.write(f"fogline: {flaw}\n")
    state = f"{len(proof.flaws)} flaws" if proof.flaws else "all match"
    sys.stdout.write(
        f"{proof.rows:,} rows and {proof.files:,} files of evidence walked: {state}\nhead {proof.head.hash}\n"
    )
    return FAILED if proof.flaws else 0


def backup(where: str, target: str) -> int:
    """Copy a ledger into a new file."""
    path = Path(target)
    folder = path.with_name(f"{path.name}.evidence")
    for there in (path, folder):
        if there.exists():
            return fail(f"{there}: there already; name a new file")
    with tempfile.TemporaryDirectory(prefix=".fogline-", dir=path.absolute().parent) as name:
        part = Path(name) / path.name
        with open_ledger(where) as ledger, open_ledger(part, empty=True) as copy:
            head = ledger.copy_to(copy)
        if copy.evidence.folder.exists():
            copy.evidence.folder.replace(folder)
        part.replace(path)
    sys.stdout.write(f"{head.seq:,} rows in {target}, bytes in {folder}\nhead {head.hash}\n")
    return 0


def restore(source: str, where: str) -> int:
    """Copy a backup, once it verifies, into an empty ledger."""
    with open_ledger(source) as saved:
        flaws = saved.verify().flaws
        if flaws:
            raise LedgerError(f"backup {source} does not verify, nothing was restored: {flaws[0]}")
        with open_ledger(where, empty=True) as ledger:
            head = saved.copy_to(ledger)
    sys.stdout.write(f"{head.seq:,} rows restored\nhead {head.hash}\n")
    return 0


def merge(where: str, others: tuple[str, ...]) -> int:
    """Take other ledgers in."""
    with open_ledger(where, create=True) as ledger:
        for other in others:
            with open_ledger(other) as theirs:
                added = ledger.merge(theirs)
            counts = ", ".join(f"{n:,} {table}" for table, n in added.items() if table != "acts")
            sys.stdout.write(f"{other}: {counts or 'nothing new'}\n")
    return 0


def upgrade(where: str) -> int:
    """Bring a ledger to this version's schema."""
    with open_ledger(where, upgrade=True) as ledger:
        sys.stdout.write(f"ledger {where} has this version's schema\nhead {ledger.head().hash}\n")
    return 0


def export(where: str, document: str, out: Path) -> int:
    """Write a document's bytes as received, its text and its custody record into a new folder."""
    if out.exists():
        return fail(f"{out}: there already; name a new folder")
    with (
        open_ledger(where) as ledger,
        tempfile.TemporaryDirectory(prefix=".fogline-", dir=out.absolute().parent) as name,
    ):
        record = ledger.custody(document)
        part = Path(name) / "document"
        part.mkdir()
        for receipt in record["receipts"]:
            sha = receipt["evidence"]
            if flaw := ledger.evidence.flaw(sha):
                raise LedgerError(
                    f"evidence {ledger.evidence.path(sha)}: {flaw}; nothing was exported: run `fogline verify`"
                )
            (part / f"{sha}.bin").write_bytes(ledger.evidence.read(sha))
        (part / "text.txt").write_bytes(record["document"]["text"].encode())
        (part / "custody.json").write_text(
            json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        part.replace(out)
    sys.stdout.write(
        f"{len(record['receipts'])} files as received, text.txt and custody.json in {out}\n"
    )
    return 0
