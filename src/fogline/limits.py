"""Limits that several rooms hold to."""

from __future__ import annotations

import os

# The most bytes of a map, and the most characters of it: it is mostly coordinates.
MAX_MAP = 50_000_000


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
