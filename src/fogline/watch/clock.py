"""The time that a watch goes by."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time and lets it pass.

    A watch plans by ``seconds``, which no one sets, so that a clock that is put forward or back
    neither stops it nor makes it hurry. ``now`` is what it notes for people, and for its next
    start.
    """

    def now(self) -> datetime:
        """The date and time of day, in UTC."""

    def seconds(self) -> float:
        """Seconds since some moment; they only grow."""

    def sleep(self, seconds: float) -> None:
        """Wait so many seconds."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The date and time of day, in UTC."""
        return datetime.now(UTC)

    def seconds(self) -> float:
        """Seconds since some moment; they only grow."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait so many seconds."""
        time.sleep(seconds)
