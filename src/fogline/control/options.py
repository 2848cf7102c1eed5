"""What an estimate is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fogline.errors import FoglineError, UsageError

# Days of an estimate: twenty years.
LONGEST = 7305


class ControlError(FoglineError):
    """A question about control that can't be answered; the message says why and what to do."""


@dataclass(frozen=True)
class Options:
    """``start`` and ``end`` are the first and last day, both included; without them the first
    and the last claim's. A theatre with a baseline is always estimated from the baseline's day
    on, for that is when it is known who held what.

    ``theatre`` is a name or the path of a TOML file. ``learn`` lets weak claims' strengths and the
    rates of change be learned, in at most ``iterations`` steps (0: as many as the packaged file
    says). ``neighbours`` lets places speak for those around them.

    Raises:
        UsageError: the days end before they start, or span more than twenty years.
    """

    theatre: str = "ukraine"
    start: date | None = None
    end: date | None = None
    learn: bool = True
    iterations: int = 0
    neighbours: bool = True

    def __post_init__(self) -> None:
        if self.start and self.end and not 0 <= (self.end - self.start).days < LONGEST:
            raise UsageError(
                f"from {self.start} to {self.end}",
                "give a last day that is not before the first, at most twenty years on",
            )
        if self.iterations < 0:
            raise UsageError(f"iterations {self.iterations}", "give 0 or more")
