"""Whether a place is what an event is done to: "captured A, B and C", "X was liberated" and "X,
which they captured", not "captured a depot in X".
"""

from __future__ import annotations

from fogline.reading.context import Context, Spot
from fogline.reading.lexicon import any_of, endings_of, words_of
from fogline.reading.triggers import Trigger

# A few words may stand between an event and its object: "the strategically important town of X".
_NEAR, _SUBJECT = 7, 8
_WIDE = frozenset({"admin", "region", "country"})
_TO_SUBJECT = 3  # words from "which" to who did it


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
        between = words[t.end : p.head]
        return _links(between, p.kind) and not _by_others(c, t)
    return is_passive(c, t, p) or (
        _is_nearest(c, t, p) and (_is_relative(c, t, p) or _is_called_again(c, t))
    )


def is_passive(c: Context, t: Trigger, p: Spot) -> bool:
    """Whether the event is told of the place as its subject: "X and Y were captured", "all of X
    except Y has been liberated".
    """
    end = max((s.end for s in c.spots if s.head == p.head), default=p.end)
    words = c.sentence.words
    between = words[end : t.start]
    if not between and any_of(words[max(0, p.head - 1) : p.head], "place_before"):
        return False  # "forces in X captured a school"
    if words[t.start].endswith(endings_of("gerund_endings")):
        return False  # "tanks stand in X since withdrawing them from storage"
    if between and between[0] in words_of("excepting"):
        last = max((s.end for s in c.spots if s.end <= t.start), default=end)
        between = [w for w in words[last : t.start] if w not in words_of("area_words")]
    return (
        end <= t.start
        and len(between) <= _NEAR
        and all(w in words_of("passive_words") for w in between)
    )


def _is_nearest(c: Context, t: Trigger, p: Spot) -> bool:
    """Whether a settlement is the last that the sentence names before an event."""
    later = any(p.end <= s.start < t.start and s.kind not in _WIDE for s in c.spots)
    return p.kind not in _WIDE and p.end <= t.start and not later


def _is_relative(c: Context, t: Trigger, p: Spot) -> bool:
    """Whether a relative clause tells of the place: "X, which A's forces captured on Monday"."""
    words = c.sentence.words
    at = next((k for k in range(p.end, t.start) if words[k] in words_of("object_relatives")), -1)
    if at < 0 or at - p.end > _NEAR:
        return False
    other = any(at < x.start < t.start and x.primary for x in c.triggers)
    done_by = not other and any(
        at < s.start <= at + _TO_SUBJECT and s.end <= t.start for s in c.sides
    )
    behind = words[t.end : t.end + 1]
    ends = not behind or behind[0] in words_of("breaks_objects") or not behind[0][:1].isalpha()
    return done_by and ends


def _is_called_again(c: Context, t: Trigger) -> bool:
    """Whether an event is done to "the city" that the sentence has named."""
    words = c.sentence.words
    ahead = words[t.end : t.end + _NEAR]
    at = next((k for k, w in enumerate(ahead) if w in words_of("one_settlement")), 0)
    known = words_of("before_objects")
    if (
        not at
        or ahead[at - 1] not in words_of("articles")
        or any(w not in known for w in ahead[:at])
    ):
        return False
    behind = t.end + at + 1
    return not any_of(words[behind : behind + 1], "of_words") and not any(
        s.start == behind for s in c.spots
    )


def _links(between: list[str], kind: str) -> bool:
    """Whether these words may stand between a verb and the name of its object."""
    nouns = words_of("settlement_words") | words_of("town_nouns")
    listed = [k for k, w in enumerate(between) if w in words_of("listing")]
    if listed and _counts(between[: listed[-1]], nouns):
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


def _counts(words: list[str], nouns: frozenset[str]) -> bool:
    """Whether words behind a verb count settlements: "captured several villages"."""
    at = next((k for k, w in enumerate(words) if w in nouns), 0)
    known = words_of("before_objects") | words_of("counting")
    return at > 0 and all(w in known or w.isdecimal() for w in words[:at])


def _by_others(c: Context, t: Trigger) -> bool:
    """Whether the subject is no armed force: "officials left X", "residents fled X"."""
    words = c.sentence.words
    for k in range(t.start - 1, max(-1, t.start - _SUBJECT), -1):
        if words[k] in words_of("armed") | words_of("breaks_subjects"):
            return False
        if words[k] in words_of("not_forces"):
            return True
    return False
