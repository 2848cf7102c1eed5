"""Limits that several rooms hold to."""

from __future__ import annotations

# The most bytes of a map, and the most characters of it: it is mostly coordinates.
MAX_MAP = 50_000_000
