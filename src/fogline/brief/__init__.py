"""Briefs: a neutral, cited account of a day, each sentence checked against its claims."""

from types import SimpleNamespace
from typing import Any

from fogline import claim_text
from fogline.brief.brief import Brief
from fogline.brief.check import check
from fogline.brief.compose import compose
from fogline.brief.write import write
from fogline.theatre import Theatre

__all__ = ["Brief", "check", "compose", "write"]


def worded(theatre: Theatre, row: Any) -> str:  # alias until merged
    """The old name of :func:`fogline.claim_text.statement`, for dictionaries too."""
    told: Any = SimpleNamespace(**row) if isinstance(row, dict) else row
    return claim_text.statement(theatre, told)
