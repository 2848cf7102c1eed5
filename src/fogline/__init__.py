"""fogline: who says that whom did what, where, when, and how sure they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fogline.api import read
    from fogline.control import Control, Options, estimate
    from fogline.ledger import Judgement, Ledger, Query, open_ledger
    from fogline.model import Claim, Document, Mention, Reading

__version__ = "0.1.0"
__all__ = [
    "Claim", "Control", "Document", "Judgement", "Ledger", "Mention", "Options", "Query", "Reading", "__version__", "estimate", "open_ledger", "read",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Load the parts of the API when they are asked for, so that the command line answers at once."""
    if name == "read":
        from fogline.api import read

        return read
    if name in {"Judgement", "Ledger", "Query", "open_ledger"}:
        from fogline import ledger

        return getattr(ledger, name)
    if name in {"Control", "Options", "estimate"}:
        from fogline import control

        return getattr(control, name)
    if name in {"Claim", "Document", "Mention", "Reading"}:
        from fogline import model

        return getattr(model, name)
    raise AttributeError(f"module 'fogline' has no attribute {name!r}")
