"""fogline: who says who did what, where, when, and how sure they are."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from fogline.version import VERSION

if TYPE_CHECKING:
    from fogline import brief, front, sources
    from fogline.api import estimate, read
    from fogline.control import Control, Options
    from fogline.ledger import Judgement, Ledger, Query, open_ledger
    from fogline.model import Claim, Document, Mention, Reading

__version__ = VERSION
__all__ = [
    "Claim",
    "Control",
    "Document",
    "Judgement",
    "Ledger",
    "Mention",
    "Options",
    "Query",
    "Reading",
    "__version__",
    "brief",
    "estimate",
    "front",
    "open_ledger",
    "read",
    "sources",
]
# The module that each name of the API comes from.
_FROM = {
    **dict.fromkeys(("estimate", "read"), "fogline.api"),
    **dict.fromkeys(("Control", "Options"), "fogline.control"),
    **dict.fromkeys(("Judgement", "Ledger", "Query", "open_ledger"), "fogline.ledger"),
    **dict.fromkeys(("Claim", "Document", "Mention", "Reading"), "fogline.model"),
}
_ROOMS = ("brief", "exports", "front", "sources", "web")


def __getattr__(name: str) -> Any:
    """Load parts of the API when they are asked for, so that the command line answers at once."""
    if name in _FROM:
        return getattr(import_module(_FROM[name]), name)
    if name in _ROOMS:
        return import_module(f"fogline.{name}")
    raise AttributeError(f"module 'fogline' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The API, and the rooms that have more of it."""
    return sorted({*__all__, *_ROOMS})
