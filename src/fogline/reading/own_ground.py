"""Whose ground a deed is on: nobody shells its own rear, nor beats attacks back in the enemy's,
unless a text says so.
"""

from __future__ import annotations

from fogline.model import Place, event_type
from fogline.reading.blame import only_holders
from fogline.reading.context import Context
from fogline.reading.lexicon import words_of
from fogline.reading.verdicts import Decision
from fogline.theatre import Theatre


def is_out_of_place(
    c: Context, d: Decision, place: Place | None, actor: str, theatre: Theatre
) -> bool:
    """Whether fire or harm would be its doer's behind its own line of the first day, or a defence
    behind the enemy's, and the sentence does not name this side as more than the holder. Where many
    fight that line tells little, and what lay before it may have been taken since.
    """
    start = theatre.baseline
    if start is None or place is None or len(theatre.labels) != 2:
        return False
    if place.kind == "admin" and place.name not in {a.name for a in start.areas}:
        return False  # a part of it may be the other side's
    holder = start.holder_of(place)
    if holder == start.holder or actor in _named(c) - only_holders(c):
        return False
    kind = event_type(d.event)
    own = actor == holder
    return own if kind.remote or kind.alleged else d.event == "repel" and not own


def attacker_at_hand(c: Context, d: Decision, place: Place | None, theatre: Theatre) -> str | None:
    """Who fired where a sentence in Ukrainian or Russian names nobody, but the text names the side
    that attacks: "Ворог застосував дрони. Є влучання в Одесі". None behind that side's own line.
    """
    start, kind = theatre.baseline, event_type(d.event)
    latin = c.sentence.words[d.trigger.start].isascii()
    if start is None or latin or len(theatre.labels) != 2 or not (kind.remote or kind.alleged):
        return None
    attacker = next(x for x in theatre.labels if x != start.holder)
    if attacker not in c.named or c.sides:
        return None
    return None if place is not None and start.holder_of(place) == attacker else attacker


def _named(c: Context) -> set[str]:
    """The sides that a sentence names; air defence may be anybody's."""
    words = c.sentence.words
    return {s.label for s in c.sides if words[s.start] not in words_of("air_defence")}
