"""Sources: who was right, first, late, silent and sure, and where two of them differ."""

from fogline.sources.cases import cases
from fogline.sources.compare import compare
from fogline.sources.score import Scoreboard, score

__all__ = ["Scoreboard", "cases", "compare", "score"]
