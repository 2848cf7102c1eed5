"""Pauses grow, have a limit, and no clock makes them endless."""

from __future__ import annotations

import random

import pytest

from fogline.watch.durations import in_words, seconds_of
from fogline.watch.pauses import ADDRESS_LIMIT, JITTER, left, pause, spread


def test_pauses_double_with_failures_up_to_a_limit() -> None:
    assert [pause(600, n, 3600) for n in range(5)] == [600, 1200, 2400, 3600, 3600]
    assert pause(600, 10_000, 3600) == 3600
    assert pause(7200, 3, ADDRESS_LIMIT) == 7200  # never shorter than the interval


def test_pauses_are_spread() -> None:
    chance = random.Random(1)
    found = [spread(100, chance) for _ in range(500)]
    assert 100 * (1 - JITTER) <= min(found) < 95
    assert 105 < max(found) <= 100 * (1 + JITTER)


@pytest.mark.parametrize(
    ("due", "now", "expected"), [(50, 10, 40), (10, 50, 0), (1e9, 10, 120), (10, 1e9, 0)]
)
def test_a_clock_that_was_set_neither_stops_nor_hurries(
    due: float, now: float, expected: float
) -> None:
    assert left(due, now, 120) == expected


@pytest.mark.parametrize(
    ("words", "seconds"),
    [("90 s", 90), ("30 min", 1800), ("1.5h", 5400), ("2 days", 172800), ("1 day", 86400)],
)
def test_lengths_of_time(words: str, seconds: float) -> None:
    assert seconds_of(words) == seconds
    assert seconds_of(in_words(seconds)) == seconds


@pytest.mark.parametrize("words", ["", "30", "min", "-5 min", "1 week", "1e3 s", "5 min 3 s"])
def test_what_is_no_length_of_time(words: str) -> None:
    assert seconds_of(words) is None
