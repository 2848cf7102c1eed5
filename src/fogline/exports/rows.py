"""Rows of any table of results, and their values as JSON and CSV have them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pyarrow as pa

NESTED = ("cues", "wording")
# Rows that are turned at a time: some MB.
_BATCH = 10_000


def rows_of(view: pa.Table) -> Iterator[dict[str, Any]]:
    """The rows of a table as dictionaries, some at a time."""
    for batch in view.to_batches(max_chunksize=_BATCH):
        yield from batch.to_pylist()


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row's values as JSON has them."""
    return {n: json.loads(v or "[]") if n in NESTED else time_text(v) for n, v in row.items()}


def time_text(value: Any) -> Any:
    """A value with days and times as text, ISO 8601."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value


def cell(name: str, value: Any) -> Any:
    """A value as one cell: lists joined, cues and loaded terms in short."""
    if isinstance(value, list):
        return (" > " if name == "speakers" else "; ").join(value)
    if name not in NESTED:
        return time_text(value)
    terms = json.loads(value or "[]")
    if name == "cues":
        return "; ".join(f"{t['role']}: {t['text']}" for t in terms)
    return "; ".join(f"{t['text']} = {t['neutral']}" for t in terms)
