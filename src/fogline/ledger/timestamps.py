"""Moments as the ledger writes them: UTC, to the second, in a spelling that sorts by time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta


def spell(moment: datetime) -> str:
    """A moment with an offset, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def now() -> str:
    """The moment it is, to the microsecond, so that what one person does in a row keeps its
    order.
    """
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def end_of(day: date) -> str:
    """The last second of a day: what is only known to be of that day is known by then."""
    return f"{day.isoformat()}T23:59:59Z"


def days_after(moment: str, days: int) -> str:
    """A moment some days later or, below zero, earlier."""
    return spell(datetime.fromisoformat(moment) + timedelta(days=days))
