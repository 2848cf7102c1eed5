"""The chain: each row's hash covers the row and the hash before it (S. Haber, W. S. Stornetta
1991).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
# Made once: each row is spelled.
_spelled = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
START = "0" * 64
_UNHASHED = frozenset({"seq", "hash"})


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain ends: number of rows and hash of the last."""

    seq: int = 0
    hash: str = START


def identify(*raw: object) -> str:
    """An id made of raw values: the same values give the same id anywhere."""
    return hashlib.sha256(
        "\x1f".join("" if v is None else str(v) for v in raw).encode("utf-8", "surrogatepass")
    ).hexdigest()[:24]


def content(row: Mapping[str, Any]) -> str:
    """The row in one spelling: JSON with sorted keys. Empty columns are left out, so that columns
    added later change nothing.
    """
    kept = {k: v for k, v in row.items() if v is not None and k not in _UNHASHED}
    return _spelled(kept)


def link(before: str, table: str, row: Mapping[str, Any]) -> str:
    """Hash of a row that follows the hash ``before``."""
    return hashlib.sha256(
        f"{before}\n{table}\n{content(row)}".encode("utf-8", "surrogatepass")
    ).hexdigest()


def extend(head: Head, rows: Iterable[tuple[str, Row]]) -> tuple[Head, dict[str, list[Row]]]:
    """Number and bind rows after ``head``; gives the new head and the rows by table."""
    seq, last = head.seq, head.hash
    tables: dict[str, list[Row]] = {}
    for table, row in rows:
        seq, last = seq + 1, link(last, table, row)
        tables.setdefault(table, []).append({**row, "seq": seq, "hash": last})
    return Head(seq, last), tables
