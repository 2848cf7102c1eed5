"""Mending what is made from the rows, where an interrupted run left it short, or another program
changed it. The rows themselves stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from fogline.ledger import dialect, read_only
from fogline.ledger.copy_check import unpaired, unprinted
from fogline.ledger.evidence import EvidenceFolder
from fogline.ledger.portable import batches, reading
from fogline.ledger.write import Appender, writing

# Documents a transaction; other writers wait that long.
_DOCUMENTS = 64


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair did: documents compared with the others, pairs of copies found, whether the
    index of words was made anew, and unfinished files of evidence that were removed.
    """

    documents: int
    pairs: int
    words: bool
    parts: int


class Leftovers:
    """What interrupted runs left of one ledger: looked for once while it is open."""

    def __init__(self, engine: Engine, evidence: EvidenceFolder) -> None:
        self._engine, self._evidence = engine, evidence
        self.mended = False

    def mend(self) -> int:
        """Compare what was not compared, and remove unfinished files; gives how many documents.

        Raises:
            LedgerError: a ledger that is read-only.
        """
        if self.mended:
            return 0
        documents = _compare_all(self._engine)
        self._evidence.sweep()
        self.mended = True
        return documents


def _compare_all(engine: Engine) -> int:
    """Compare documents with the others that should have been; gives how many.

    Raises:
        LedgerError: a ledger that is read-only.
    """
    read_only.refuse(engine)
    with reading(engine) as connection:
        missing = unprinted(connection)
    for some in batches(iter(missing), _DOCUMENTS):
        with writing(engine) as connection:
            appender = Appender(connection)
            for document in some:
                appender.bind(document)
            appender.close()
    return len(missing)


def repair(engine: Engine, evidence: EvidenceFolder) -> Repaired:
    """Find the copies that were not looked for, and make the index of words anew if it is not that
    of the sentences.
    """
    documents = _compare_all(engine)
    with writing(engine) as connection:
        appender = Appender(connection)
        pairs = list(unpaired(connection))
        appender.append(pairs)
        appender.close()
        words = bool(dialect.words_flaw(connection))
        if words:
            dialect.rebuild_words(connection)
    return Repaired(documents, len(pairs), words, evidence.sweep())
