"""Exports: readings and views as files and tables, and all that follows from a ledger in formats
that other programs open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fogline.exports.kinds import KINDS
from fogline.exports.readings import reading_as
from fogline.exports.table import print_reading
from fogline.exports.view import view_as

if TYPE_CHECKING:
    from fogline.exports.written import export

__all__ = ["KINDS", "export", "print_reading", "reading_as", "view_as"]


def __getattr__(name: str) -> Any:
    """Load what needs the front only when it is asked for: a reading is written without it."""
    if name == "export":
        from fogline.exports.written import export

        return export
    raise AttributeError(f"module 'fogline.exports' has no attribute {name!r}")
