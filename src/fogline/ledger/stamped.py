"""Stamps on the chain: a seal binds all rows under one root, authorities attest its hash, and their
receipts are rows.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from fogline.ledger import timestamps
from fogline.ledger.chain import Head, identify
from fogline.ledger.dialect import LedgerError
from fogline.ledger.merkle import Tree
from fogline.ledger.records import TOOL
from fogline.ledger.schema import ACTS, CHAINED, STAMPS
from fogline.ledger.stored import ActRow, StampRow
from fogline.ledger.walk import row_hashes
from fogline.ledger.write import Appender, head_of, ledger_of, writing
from fogline.require import MissingError
from fogline.stamps import Attested, StampError, Trusted, stamp_kinds

SEALED = "sealed"
_SEAL = re.compile(r"ledger (\w+), rows 1 to (\d+), Merkle root ([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Seal:
    """An act that says the Merkle root of all rows before it; ``head`` is its own hash."""

    ledger: str
    rows: int
    root: str
    head: Head


@dataclass(frozen=True, slots=True)
class StampCheck:
    """A stamp and what it attests: that rows 1 to ``row.rows`` were there by then. ``why`` says
    why that could not be checked here.
    """

    row: StampRow
    attested: Attested | None
    why: str = ""


def message(head: str) -> bytes:
    """What is stamped: the head as ``fogline verify --head`` prints it, so that other tools check a
    receipt against that file.
    """
    return f"{head}\n".encode()


class Stamps:
    """The seals and stamps of one ledger."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def seal(self) -> Head:
        """Where the chain is sealed: the last seal, if nothing but stamps came after it, or one
        that is made now.
        """
        with writing(self._engine) as connection:
            last, sealed = head_of(connection), _last_seal(connection)
            others = [t for t in CHAINED if t is not STAMPS]
            newest = max(
                connection.execute(select(func.max(t.c.seq))).scalar() or 0 for t in others
            )
            if sealed is not None and sealed.seq == newest:
                return Head(sealed.seq, sealed.hash)
            detail = _words(connection, last)
            act = {
                "id": identify(SEALED, detail), "kind": SEALED, "at": timestamps.now(),
                "tool": TOOL, "detail": detail,
            }  # fmt: skip
            appender = Appender(connection)
            appender.append([("acts", act)])
            return appender.close()

    def keep(self, head: Head, kind: str, receipt: bytes, authority: str) -> bool:
        """Keep a receipt for a head; gives whether it is new.

        Raises:
            StampError: it is not for this head.
        """
        stamp_kinds()[kind].check(receipt, message(head.hash), Trusted())
        row = {
            "id": identify(kind, head.hash, hashlib.sha256(receipt).hexdigest()), "kind": kind,
            "head": head.hash, "rows": head.seq, "authority": authority or None,
            "at": timestamps.now(), "receipt": base64.b64encode(receipt).decode(), "tool": TOOL,
        }  # fmt: skip
        with writing(self._engine) as connection:
            appender = Appender(connection)
            added = appender.append([("stamps", row)])
            appender.close()
        return bool(added)

    @staticmethod
    def message(head: Head) -> bytes:
        """What is stamped of a head."""
        return message(head.hash)

    @staticmethod
    def receipt(row: StampRow) -> bytes:
        """A stamp's receipt as the authority gave it."""
        return receipt_of(row)

    @staticmethod
    def head(row: StampRow) -> Head:
        """What a stamp is for."""
        return Head(row.rows, row.head)

    def standing(self) -> tuple[StampRow, ...]:
        """The newest stamp of each kind and authority on each head, in their order."""
        with self._engine.connect() as connection:
            return standing(connection)

    def head_of(self, digest: bytes) -> Head:
        """The head that a receipt's SHA-256 is of.

        Raises:
            LedgerError: none in this chain.
        """
        with self._engine.connect() as connection:
            last = head_of(connection).seq
            for seq, hash in enumerate(row_hashes(connection, last), 1):
                if hashlib.sha256(message(hash)).digest() == digest:
                    return Head(seq, hash)
        raise LedgerError(
            "the receipt", "it is for no head of this ledger",
            "stamp the file that `fogline ledger stamp --request head.txt` writes",
        )  # fmt: skip


def standing(connection: Connection) -> tuple[StampRow, ...]:
    """The newest stamp of each kind and authority on each head, in their order."""
    rows = connection.execute(select(STAMPS).order_by(STAMPS.c.seq)).mappings()
    newest: dict[tuple[str, str, str | None], StampRow] = {}
    for row in rows:
        newest[row["kind"], row["head"], row["authority"]] = StampRow(**row)
    return tuple(newest.values())


def receipt_of(row: StampRow) -> bytes:
    """A stamp's receipt as the authority gave it."""
    return base64.b64decode(row.receipt)


def seal_of(act: ActRow) -> Seal | None:
    """What a seal says; none where an act is no seal."""
    said = _SEAL.fullmatch(act.detail or "") if act.kind == SEALED else None
    head = Head(act.seq, act.hash)
    return Seal(said[1], int(said[2]), said[3], head) if said else None


def _last_seal(connection: Connection) -> ActRow | None:
    own = ledger_of(connection)
    rows = connection.execute(
        select(ACTS).where(ACTS.c.kind == SEALED).order_by(ACTS.c.seq.desc())
    ).mappings()
    acts = (ActRow(**row) for row in rows)
    return next((a for a in acts if (s := seal_of(a)) is not None and s.ledger == own), None)


def _words(connection: Connection, last: Head) -> str:
    tree = Tree()
    for hash in row_hashes(connection, last.seq):
        tree.add(hash)
    return f"ledger {ledger_of(connection)}, rows 1 to {last.seq}, Merkle root {tree.root()}"


class SealsInChain:
    """Checks the seals that a walk of the chain meets; those of merged ledgers are of other
    chains.
    """

    def __init__(self) -> None:
        self._tree, self._ledger = Tree(), ""

    def flaw(self, table: str, row: Mapping[str, Any]) -> str:
        """What is wrong with a row as a seal, given the rows before it; then count it in."""
        why = ""
        if table == "acts":
            self._ledger = self._ledger or row["id"]
            seal = seal_of(ActRow(**row))
            if seal is not None and seal.ledger == self._ledger:
                right = seal.rows == self._tree.size and seal.root == self._tree.root()
                why = "" if right else f"row {row['seq']}: the seal does not fit the rows before it"
        self._tree.add(row["hash"])
        return why


def check(
    rows: Iterable[StampRow], heads: Mapping[str, int], trusted: Trusted
) -> tuple[tuple[StampCheck, ...], tuple[str, ...]]:
    """What stamps attest, and the flaws of those that do not fit; ``heads`` tells the rows of the
    hashes that the chain has.
    """
    checks, flaws = [], []
    for row in rows:
        named = f"stamp {row.id} (row {row.seq}, {row.kind})"
        if heads.get(row.head) != row.rows:
            flaws.append(f"{named}: the head that it stamps is not row {row.rows} of this chain")
            continue
        try:
            kind = stamp_kinds().get(row.kind)
            if kind is None:
                checks.append(StampCheck(row, None, f"{row.kind} is no kind that fogline knows"))
                continue
            attested = kind.check(receipt_of(row), message(row.head), trusted)
            checks.append(StampCheck(row, attested))
        except MissingError as error:
            checks.append(StampCheck(row, None, str(error)))
        except (StampError, ValueError, TypeError) as error:
            flaws.append(f"{named}: {error}")
    return tuple(checks), tuple(flaws)
