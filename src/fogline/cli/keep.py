"""``fogline verify`` and ``fogline ledger``: proof, copies, merging, and custody of single documents."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from fogline.cli.ask import FAILED, fail
from fogline.ledger import LedgerError, open_ledger


def verify(where: str, *, head_only: bool, expect: str) -> int:
    """Walk the ledger and name what does not match; or only print the head."""
    with open_ledger(where) as ledger:
        if head_only:
            sys.stdout.write(f"{ledger.head().hash}\n")
            return 0
        proof = ledger.verify(expect)
    for flaw in proof.flaws:
        sys.stderr.write(f"fogline: {flaw}\n")
    state = f"{len(proof.flaws)} flaws" if proof.flaws else "all match"
    sys.stdout.write(f"{proof.rows:,} rows and {proof.files:,} files of evidence walked: {state}\nhead {proof.head.hash}\n")
    return FAILED if proof.flaws else 0


def backup(where: str, target: str) -> int:
    """Copy a ledger into a new file."""
    path = Path(target)
    if path.exists():
        return fail(f"{target}: there is a file already; name a new one")
    part = path.with_name(f"{path.stem}-part{path.suffix}")
    _remove(part)
    try:
        with open_ledger(where) as ledger, open_ledger(part, empty=True) as copy:
            head = ledger.copy_to(copy)
        part.with_suffix(".evidence").replace(path.with_suffix(".evidence")) if part.with_suffix(".evidence").exists() else None
        part.replace(path)
    finally:
        _remove(part)
    sys.stdout.write(f"{head.seq:,} rows in {target}, bytes in {path.with_suffix('.evidence')}\nhead {head.hash}\n")
    return 0


def _remove(path: Path) -> None:
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    shutil.rmtree(path.with_suffix(".evidence"), ignore_errors=True)


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
    with open_ledger(where) as ledger:
        record = ledger.custody(document)
        part = out.with_name(out.name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        for receipt in record["receipts"]:
            (part / f"{receipt['evidence']}.bin").write_bytes(ledger.evidence.read(receipt["evidence"]))
    text = record["document"]["text"]
    (part / "text.txt").write_bytes(text.encode())
    (part / "custody.json").write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(out)
    sys.stdout.write(f"{len(record['receipts'])} files as received, text.txt and custody.json in {out}\n")
    return 0
