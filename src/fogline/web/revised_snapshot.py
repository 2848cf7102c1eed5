"""A snapshot after judgements: the claims that they are about are read again, and no others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fogline.ledger import Ledger, Query
from fogline.web.ledger_snapshot import LedgerSnapshot


def revised(ledger: Ledger, old: LedgerSnapshot, version: str, asked: Query) -> LedgerSnapshot:
    """A snapshot at another state of the ledger, in which only the claims of a query changed.

    The query names whole groups of copies: which print stands for the others may change.
    """

    def table(before: pa.Table, **conditions: object) -> pa.Table:
        others = before.filter(pc.invert(pc.is_in(before["id"], pa.array(asked.ids))))
        return pa.concat_tables([others, ledger.view(asked, **conditions)])

    each = table(old.with_copies.rows, copies=True) if old.every_print else None
    once = table(old.rows)
    if each is None and np.any(once["copies"].to_numpy()):
        each = ledger.view(Query(copies=True))
    found = LedgerSnapshot.of(version, once, once if each is None else each, old.theatre)
    rejected = old.rejected.rows if old.rejected else old.rows.slice(0, 0)
    found = found.with_rejected(table(rejected, judged="rejected", copies=True))
    if old.every_version is None or old.last_edit is None:
        return replace(found, last_edit=old.last_edit)
    every = table(old.every_version.rows, copies=True, versions=True)
    return found.with_versions(every, old.last_edit)
