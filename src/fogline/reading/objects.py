"""Whether a place is what an event is done to: "captured A, B and C" and "X was liberated", not
"captured a depot in X".
"""

from __future__ import annotations

from fogline.reading.context import Context, Spot
from fogline.reading.lexicon import words_of
from fogline.reading.triggers import Trigger

# A few words may stand between an event and its object: "the strategically important town of X".
_NEAR, _SUBJECT = 7, 8


def is_object(c: Context, t: Trigger, p: Spot) -> bool:
    """Whether forces take, hold or leave the place itself: it is the event's direct object, or the
    subject of its passive.
    """
    if p.start < 0 or p.kind == "country":
        return False
    words = c.sentence.words
    if p.carried and not any(
        w in words_of("settlement_words") for w in words[p.start : p.start + 1]
    ):
        return False
    if p.head >= t.end:
        return _links(words[t.end : p.head], p.kind) and not _by_others(c, t)
    return is_passive(c, t, p)


def is_passive(c: Context, t: Trigger, p: Spot) -> bool:
    """Whether the event is told of the place as its subject: "X and Y were captured", "all of X
    except Y has been liberated".
    """
    end = max((s.end for s in c.spots if s.head == p.head), default=p.end)
    between = c.sentence.words[end : t.start]
    if between and between[0] in words_of("excepting"):
        last = max((s.end for s in c.spots if s.end <= t.start), default=end)
        between = [w for w in c.sentence.words[last : t.start] if w not in words_of("area_words")]
    return (
        end <= t.start
        and len(between) <= _NEAR
        and all(w in words_of("passive_words") for w in between)
    )


def _links(between: list[str], kind: str) -> bool:
    """Whether these words may stand between a verb and the name of its object."""
    nouns = words_of("settlement_words") | words_of("town_nouns")
    listed = [k for k, w in enumerate(between) if w in words_of("listing")]
    if listed and any(w in nouns for w in between[: listed[-1]]):
        between = between[listed[-1] + 1 :]
    if len(between) > _NEAR:
        return False
    known = words_of("before_objects") | words_of("settlement_words")
    if kind == "river":
        known |= words_of("bank_words") | words_of("banks")
    if all(w in known for w in between):
        return True
    # "the strategically important town (of) X": what it is called stands last.
    tail = [w for w in between if w not in words_of("of_words")]
    return (
        bool(tail)
        and tail[-1] in nouns
        and not any(w in words_of("breaks_objects") for w in between)
    )


def _by_others(c: Context, t: Trigger) -> bool:
    """Whether the subject is no armed force: "officials left X", "residents fled X"."""
    words = c.sentence.words
    for k in range(t.start - 1, max(-1, t.start - _SUBJECT), -1):
        if words[k] in words_of("armed") | words_of("breaks_subjects"):
            return False
        if words[k] in words_of("not_forces"):
            return True
    return False
