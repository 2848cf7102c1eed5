"""Healing: bytes that come again are kept again where those of the ledger were damaged or lost."""

from __future__ import annotations

from sqlalchemy import Engine, select

from fogline.ledger.evidence import EvidenceFolder
from fogline.ledger.schema import RECEIPTS
from fogline.ledger.verify import kept_files
from fogline.model import Evidence

# Documents whose receipts are looked up at one time.
_BATCH = 64


class Healing:
    """Looks after the bytes of documents that the ledger knows, and counts the files ``healed``.

    Only files that the ledger has a receipt for are kept again.
    """

    def __init__(self, engine: Engine, evidence: EvidenceFolder) -> None:
        self._engine, self._evidence = engine, evidence
        self._was_gone = not evidence.folder.is_dir()
        self._met: set[tuple[str, str]] = set()
        self._bytes: dict[str, Evidence] = {}
        # An export is the evidence of each of its messages: looked at once.
        self._right: set[str] = set()
        self.healed = 0

    def meet(self, document: str, evidence: Evidence) -> None:
        """Take note of the bytes that a known document came in."""
        if evidence.sha256 in self._right:
            return
        self._met.add((document, evidence.sha256))
        self._bytes[evidence.sha256] = evidence
        if len(self._met) >= _BATCH:
            self.heal()

    def heal(self) -> None:
        """Keep again what was noted, if it is the ledger's and is not kept as it should be."""
        if not self._met:
            return
        c = RECEIPTS.c
        query = select(c.document, c.evidence).where(c.document.in_({d for d, _ in self._met}))
        with self._engine.connect() as connection:
            receipts = {(document, sha) for document, sha in connection.execute(query)}
        own = {sha for _, sha in self._met & receipts}
        flawed = [self._bytes[sha] for sha in sorted(own) if self._evidence.flaw(sha)]
        self._evidence.keep(flawed)
        self.healed += len(flawed)
        self._met, self._bytes, self._right = set(), {}, own

    def still_lost(self) -> int:
        """How many files of evidence are missing, where their folder was gone at the start."""
        if not self._was_gone:
            return 0
        with self._engine.connect() as connection:
            return sum(bool(self._evidence.flaw(f.sha256)) for f in kept_files(connection))
