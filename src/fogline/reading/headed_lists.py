"""Lists under a head, as notes to maps have them: "Liberated: A, B and C" puts one event at all."""

from __future__ import annotations

from fogline.reading.context import Context
from fogline.reading.lexicon import words_of
from fogline.reading.text import Sentence
from fogline.reading.verdicts import Decision
from fogline.theatre import Theatre

# The word lists of heads, with the event that they put at each place of the list.
_HEADS = (("heads_of_taken", "capture"), ("heads_of_held", "hold"))
# A head has a few words at most ("Newly liberated settlements:").
_LONGEST = 5
# Such a list says its event outright.
CHANCE = 0.95
_MARKS = frozenset({",", ";", ".", "-", "–", "—", "•", "(", ")"})


def head_of(s: Sentence) -> tuple[int, int, str] | None:
    """The token of the word that says what happened, that of the colon, and the event; none where
    the sentence has no such head.
    """
    end = next((k for k, w in enumerate(s.words[: _LONGEST + 1]) if w == ":"), 0)
    found = [(k, event) for k in range(end) for key, event in _HEADS if s.words[k] in words_of(key)]
    return (found[0][0], end, found[0][1]) if len(found) == 1 else None


def listed(c: Context) -> list[Decision]:
    """The events of a sentence that is a head and a list of places, and nothing else."""
    head = head_of(c.sentence)
    if head is None:
        return []
    at, colon, event = head
    trigger = next((t for t in c.triggers if t.start == at and t.end == at + 1), None)
    places = [spot for spot in c.spots if spot.start > colon and not spot.carried]
    named = {k for spot in places for k in range(spot.start, spot.end)}
    s = c.sentence
    plain = all(
        k in named or w in _MARKS or w in words_of("list_joins") or s.tokens[k].is_name
        for k, w in enumerate(s.words[colon + 1 :], colon + 1)
    )
    if trigger is None or not plain:
        return []
    return [Decision(trigger, spot, event, CHANCE) for spot in places]


def is_listed(c: Context, d: Decision) -> bool:
    """Whether a decision is one of such a list."""
    head = head_of(c.sentence)
    return head is not None and d.trigger.start == head[0] and d in listed(c)


def side(c: Context, d: Decision, theatre: Theatre) -> str | None:
    """Who took or holds the places of a list: the side that its head names, else whom its speaker
    means; none where that is in doubt.

    A side's own channel calls its own gains liberated; whose ground is occupied, the theatre says.
    """
    named = {m.label for m in c.sides if m.end <= d.spot.start} if d.spot else set()
    if named:
        return named.pop() if len(named) == 1 else None
    if d.event == "capture":
        return c.voice
    words = next((deictic for deictic in theatre.deictics if deictic.attributive), None)
    return words.side(c.voice) if words else None
