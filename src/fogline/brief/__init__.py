"""Briefs: a neutral, cited account of a day, each sentence checked against its claims."""

from fogline.brief.brief import Brief
from fogline.brief.check import check
from fogline.brief.compose import compose
from fogline.brief.write import write

__all__ = ["Brief", "check", "compose", "write"]
