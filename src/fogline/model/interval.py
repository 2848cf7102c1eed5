"""When something is said to have happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Interval:
    """Earliest and latest day of an event, both included.

    ``precision`` names how the days were found: ``stated`` (the sentence gives them), ``carried``
    (an earlier sentence gives them), ``published`` (nothing does; the day of publication stands in)
    or ``unknown`` (no publication day either: both days are ``date.min``/``date.max``).

    Raises:
        ValueError: the interval ends before it starts.
    """

    start: date
    end: date
    precision: str = "stated"

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"interval ends ({self.end}) before it starts ({self.start})")
