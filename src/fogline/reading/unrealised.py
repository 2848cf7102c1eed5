"""Frames in which an event has not happened: needed, likely, supposed, put off, undone, taken back;
those of efforts stand in efforts.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fogline.reading import efforts
from fogline.reading.context import Context
from fogline.reading.frame import Frame
from fogline.reading.lexicon import any_of, endings_of, words_of
from fogline.reading.triggers import Trigger

# Words between a frame's word and its event: "delaying its planned withdrawal".
_REACH = 4
# Words from "lifts" to a siege: "lifts the 28-month-long".
_TO_SIEGE = 8
# Words from "prevent" to "from": "prevented the last of the garrison from".
_TO_KEPT = 7
# Words from a version, or from "mistakenly", to the verb of saying: "version of this report said".
_TO_SAYING = 7


def frame_of(c: Context, t: Trigger) -> Frame | None:
    """The frame of an event, the first that fits; none where the event is told as a fact."""
    return next((f for f in _frames(c, t) if f is not None), None)


def _frames(c: Context, t: Trigger) -> Iterator[Frame | None]:
    yield efforts.among_aims(c, t)
    yield _hypothesis(c, t)
    yield _inverted(c, t)
    yield _led(c, t, "needing", "status", "future")
    yield _likely(c, t)
    yield _led(c, t, "putting_off", "status", "future")
    yield efforts.thwarted(c, t)
    yield _prevented(c, t)
    yield _undone(c, t)
    yield _retracted(c, t)
    yield efforts.sought(c, t)


def _hypothesis(c: Context, t: Trigger) -> Frame | None:
    """A gerund as the subject of "would" or the like: "Taking X would cut the road"."""
    words = c.sentence.words
    opens = t.start == 0 or any_of(words[t.start - 1 : t.start], "hypothesis_openers")
    if not (opens and words[t.start].endswith(endings_of("gerund_endings"))):
        return None
    for k in range(t.end, len(words)):
        if words[k] in words_of("modals"):
            return Frame("status", "conditional", k, k + 1)
        if words[k] in words_of("finite_verbs") or words[k] in words_of("frame_breaks"):
            return None
    return None


def _inverted(c: Context, t: Trigger) -> Frame | None:
    """A condition by the order of its words: "Had they taken X, Y would have fallen"."""
    words = c.sentence.words
    opened = next(
        (
            k
            for k in range(t.start - 1, -1, -1)
            if words[k] in words_of("inverted_auxiliaries")
            and (k == 0 or not words[k - 1][0].isalnum())
        ),
        None,
    )
    if (
        opened is None
        or t.start - opened < 2
        or any_of(words[opened : t.start], "frame_breaks")
        or words[-1] == "?"
    ):
        return None
    behind = words[t.end :]
    return Frame("status", "conditional", opened, opened + 1) if "," in behind else None


def _led(c: Context, t: Trigger, key: str, field: str, value: str) -> Frame | None:
    """A word of a list close before the event, nothing but its phrase between them."""
    words = c.sentence.words
    for k in range(t.start - 1, max(-1, t.start - 1 - _REACH), -1):
        pair = " ".join(words[k : k + 2])
        if words[k] in words_of(key) or pair in words_of(key):
            return Frame(field, value, k, k + (1 if words[k] in words_of(key) else 2))
        if words[k] in words_of("frame_breaks"):
            return None
    return None


def _likely(c: Context, t: Trigger) -> Frame | None:
    """What may come: "the threat of strikes on X", "імовірність запуску ракет"."""
    found = _led(c, t, "likelihoods", "status", "future")
    return replace(found, certainty="possible") if found else None


def _prevented(c: Context, t: Trigger) -> Frame | None:
    """What somebody is kept from: "to block personnel from retreating"."""
    words = c.sentence.words
    led = any_of(words[max(0, t.start - 1) : t.start], "from_words")
    if not (led and words[t.start].endswith(endings_of("gerund_endings"))):
        return None
    for k in range(t.start - 2, max(-1, t.start - 2 - _TO_KEPT), -1):
        if words[k] in words_of("preventing"):
            return Frame("polarity", "negative", k, k + 1)
        if not words[k][0].isalnum():
            return None
    return None


def _undone(c: Context, t: Trigger) -> Frame | None:
    """A siege that is broken or lifted, whichever of the two words is the event's."""
    words = c.sentence.words
    siege = next(
        (
            k
            for k in range(max(0, t.start - _REACH), min(len(words), t.end + _TO_SIEGE))
            if words[k] in words_of("sieges")
        ),
        None,
    )
    if siege is None:
        return None
    near = range(max(0, siege - _TO_SIEGE), min(len(words), siege + _REACH))
    ends = (k for k in near if words[k] in words_of("ending_sieges"))
    ended = next((k for k in ends if not _is_parted(words, k, siege)), None)
    if ended is None or not {siege, ended} & set(range(t.start, t.end)):
        return None
    return Frame("polarity", "negative", ended, ended + 1)


def _is_parted(words: list[str], ended: int, siege: int) -> bool:
    """Whether what ended is not the siege: "broke the defence and completed the siege"."""
    between = words[min(ended, siege) + 1 : max(ended, siege)]
    parting = ("clause_cuts", "frame_breaks", "place_before")
    return "," in between or any(any_of(between, key) for key in parting)


def _retracted(c: Context, t: Trigger) -> Frame | None:
    """What a text takes back: "an earlier version said", "we mistakenly reported"."""
    words = c.sentence.words
    for k in range(t.start):
        version = words[k] in words_of("versions") and any_of(words[k - 1 : k], "earlier_words")
        mistaken = words[k] in words_of("mistaken_words")
        said = any_of(words[k : min(t.start, k + _TO_SAYING)], "saying")
        if (version or mistaken) and said:
            return Frame("polarity", "negative", k, k + 1)
    return None
