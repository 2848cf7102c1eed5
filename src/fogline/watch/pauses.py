"""When a source is visited next: its interval, longer after failures, and never on the dot."""

from __future__ import annotations

from random import Random

# The longest pause after failures, in seconds: an hour for an address, for a busy feed names an
# item for a few hours only; ten minutes for a folder, which costs nobody else anything.
ADDRESS_LIMIT, FOLDER_LIMIT = 3_600.0, 600.0
# A page or file that can't be read: the first pause, the longest, and when it is given up.
ITEM_FIRST, ITEM_LIMIT, ITEM_GIVEN_UP = 1_800.0, 86_400.0, 30 * 86_400.0
# Seconds after which a visit leaves the rest for the next one, so that no source keeps the others
# waiting.
TURN_SECONDS = 600.0
# Pauses differ by so much, so that many sources are not asked in the same second for ever.
JITTER = 0.1
# Doublings after which any pause has met its limit; more would only make large numbers.
_DOUBLINGS = 20


def pause(every: float, failures: int, limit: float) -> float:
    """Seconds to the next visit: the interval, doubled with each failure in a row to the limit."""
    return min(every * 2.0 ** min(failures, _DOUBLINGS), max(every, limit))


def spread(seconds: float, chance: Random) -> float:
    """A pause made a little shorter or longer."""
    return seconds * chance.uniform(1 - JITTER, 1 + JITTER)


def left(due: float, now: float, longest: float) -> float:
    """Seconds until a moment that was noted, both in seconds since 1970.

    A clock that was put back since would make the wait endless: it is ``longest`` at most.
    """
    return min(max(0.0, due - now), longest)
