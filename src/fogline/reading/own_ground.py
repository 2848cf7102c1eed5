"""Whose ground a deed hits: nobody shells what it holds, unless a text says so."""

from __future__ import annotations

from fogline.model import Place, event_type
from fogline.reading.blame import only_holders
from fogline.reading.context import Context
from fogline.reading.verdicts import Decision
from fogline.theatre import Theatre


def is_on_own_ground(
    c: Context, d: Decision, place: Place | None, actor: str, theatre: Theatre
) -> bool:
    """Whether fire or harm would be its doer's on ground behind its own line of the first day, and
    the sentence does not name this side as more than the holder. Where many fight that line tells
    little, and what lay before it may have been taken since.
    """
    start = theatre.baseline
    kind = event_type(d.event)
    if start is None or place is None or len(theatre.labels) != 2:
        return False
    if not (kind.remote or kind.alleged):
        return False  # troops on the ground may attack in the enemy's rear
    if place.kind == "admin" and place.name not in {a.name for a in start.areas}:
        return False  # a part of it may be the other side's
    named = {s.label for s in c.sides} - only_holders(c)
    holder = start.holder_of(place)
    return actor not in named and actor == holder != start.holder
