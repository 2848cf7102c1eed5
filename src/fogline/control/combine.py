"""Rows of numbers by their distinct combinations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from fogline.control.places import Numbers


def distinct(columns: Sequence[Any]) -> tuple[Numbers, Any]:
    """The distinct rows of some columns of whole numbers, in order, shape (rows, columns), and
    each row's position among them.
    """
    table = np.column_stack(columns).astype(np.int64)
    if not len(table):
        return table.astype(np.int32), np.zeros(0, dtype=np.int64)
    low = table.min(axis=0)
    # One number a row sorts many times faster than the row does.
    whole = np.ravel_multi_index(tuple((table - low).T), tuple(np.ptp(table, axis=0) + 1))
    numbers, inverse = np.unique(whole, return_inverse=True)
    rows = np.column_stack(np.unravel_index(numbers, tuple(np.ptp(table, axis=0) + 1))) + low
    return rows.astype(np.int32), inverse.reshape(-1)
