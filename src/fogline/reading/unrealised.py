"""Frames in which an event has not happened: needed, supposed, put off, undone, taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fogline.reading.context import Context
from fogline.reading.lexicon import any_of, endings_of, is_cue, words_of
from fogline.reading.triggers import Trigger

# Words between a frame's word and its event: "delaying its planned withdrawal".
_REACH = 4
# Words from what was tried to "has failed".
_TO_FAILURE = 10
# Words from "failure" to what was tried: "the failure of its initial".
_FROM_FAILURE = 6
# Words from "lifts" to a siege: "lifts the 28-month-long".
_TO_SIEGE = 8
# Words from "prevent" to "from": "prevented the last of the garrison from".
_TO_KEPT = 7
# Words from "but" to "unsuccessful": "but have been largely".
_TO_UNSUCCESS = 4
# Events that an effort alone does not bring about.
_TAKING = frozenset({"capture", "withdraw"})
# Words from a version, or from "mistakenly", to the verb of saying: "version of this report said".
_TO_SAYING = 7


@dataclass(frozen=True, slots=True)
class Frame:
    """What a frame makes of an event: the field that it decides, with its value and tokens."""

    field: str
    value: str
    start: int
    end: int


def frame_of(c: Context, t: Trigger) -> Frame | None:
    """The frame of an event, the first that fits; none where the event is told as a fact."""
    return next((f for f in _frames(c, t) if f is not None), None)


def _frames(c: Context, t: Trigger) -> Iterator[Frame | None]:
    yield _among_aims(c, t)
    yield _hypothesis(c, t)
    yield _inverted(c, t)
    yield _led(c, t, "needing", "status", "future")
    yield _led(c, t, "putting_off", "status", "future")
    yield _thwarted(c, t)
    yield _prevented(c, t)
    yield _undone(c, t)
    yield _retracted(c, t)
    yield _sought(c, t)


def listed_aim(c: Context, t: Trigger) -> int | None:
    """The token of the aims that a gerund is one of: "its objectives, including taking X and
    reaching Y"; none where something done, or behind "of" a side, stands between.
    """
    words = c.sentence.words
    at = next((k for k in range(t.start - 1, 0, -1) if words[k] in words_of("aim_nouns")), None)
    if at is None or not words[t.start].endswith(endings_of("gerund_endings")):
        return None
    near = range(at + 1, min(t.start, at + 1 + _REACH))
    opened = next((k for k in near if words[k] in words_of("listing_words")), None)
    if opened is None:
        return None
    deeds = (words[o.start] for o in c.triggers if opened < o.start < t.start)
    named = any(opened < s.start < t.start for s in c.sides)
    over = named and words[opened] in words_of("of_words")
    done = any(deed.endswith(endings_of("participle_endings")) for deed in deeds)
    return None if over or done else at


def _among_aims(c: Context, t: Trigger) -> Frame | None:
    """One of some aims; of those that somebody failed to reach, what did not come about."""
    at = listed_aim(c, t)
    if at is None:
        return None
    failed = _failing(c, range(at))
    if failed is not None:
        return Frame("polarity", "negative", failed, failed + 1)
    return Frame("status", "future", at, at + 1)


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


def _thwarted(c: Context, t: Trigger) -> Frame | None:
    """An attempt that came to nothing: "foiled an attempt to take X", "a bid to take X failed"."""
    words, t = c.sentence.words, _first_joined(c, t)
    if not t.start:
        return None
    # "to", where the language has it, right before the event: "an attempt to quickly take X".
    to = t.start - 1 - _is_adverb(words[t.start - 1])
    tried = to - (words[to] in words_of("infinitive_words"))
    led = tried >= 0 and is_cue("attempts", words[tried])
    if not led or (tried == t.start - 1 and words[tried].isascii()):
        return None
    before = range(max(0, tried - _REACH), tried)
    failed = _failing(c, (*before, *_behind(c, t, tried)))
    if failed is None:
        failed = _failure_of(words, tried)
    return None if failed is None else Frame("polarity", "negative", failed, failed + 1)


def _behind(c: Context, t: Trigger, tried: int) -> range:
    """The tokens behind an event that may say that the attempt failed: of its clause, and none
    behind a verb of trying ("are trying to free X and beat back ...").
    """
    words = c.sentence.words
    if is_cue("trying", words[tried]):
        return range(0)
    cut = [k for k in range(t.end, len(words)) if words[k] in words_of("clause_cuts")]
    return range(t.end, min(cut[0] if cut else len(words), t.end + _TO_FAILURE))


def _failure_of(words: list[str], tried: int) -> int | None:
    """The noun of a failure before what failed: "the failure of its initial campaign"."""
    near = range(max(0, tried - _FROM_FAILURE), tried)
    nouns = (k for k in near if words[k] in words_of("failures"))
    return next((k for k in nouns if words[k + 1] in words_of("of_words")), None)


def _failing(c: Context, tokens: Iterable[int]) -> int | None:
    """The first of these tokens that says that something came to nothing, not that it did not:
    "have not abandoned", "is unlikely to have failed".
    """
    words = c.sentence.words
    for k in tokens:
        if is_cue("thwarting", words[k]):
            before = words[max(0, k - _REACH) : k]
            denied = any_of(before, "never_words") or any_of(before, "unlikely_words")
            return None if denied else k
    return None


def _sought(c: Context, t: Trigger) -> Frame | None:
    """What efforts are made for: "efforts to gain control of X", "concentrated on capturing X";
    denied where they came to nothing: "sought to take X but were unsuccessful".
    """
    words = c.sentence.words
    aim = _aim_of(c, _first_joined(c, t))
    if aim is None:
        return None
    around = words[max(0, aim - _REACH) : aim] + words[t.end : t.end + _TO_FAILURE]
    if any_of(around, "succeeding"):
        return None
    but = next((k for k in range(t.end, len(words)) if words[k] in words_of("but_words")), None)
    if but is not None:
        failed = _predicate(words, but + 1)
        if failed is not None and is_cue("thwarting", words[failed]):
            return Frame("polarity", "negative", failed, failed + 1)
    failed = _failing(c, range(max(0, aim - _REACH), aim))
    if failed is not None:
        return Frame("polarity", "negative", failed, failed + 1)
    if (t.primary or t.events[0]) not in _TAKING:
        return None  # "launched an effort to advance" advanced
    return Frame("status", "future", aim, aim + 1)


def _predicate(words: list[str], start: int) -> int | None:
    """The first word of a clause without a subject that is no auxiliary or adverb."""
    behind = range(start, min(len(words), start + _TO_UNSUCCESS))
    light = words_of("light_words")
    return next((k for k in behind if words[k] not in light and not _is_adverb(words[k])), None)


def _is_adverb(word: str) -> bool:
    return word.endswith(endings_of("adverb_endings"))


def _first_joined(c: Context, t: Trigger) -> Trigger:
    """The event that this one is joined to: "to encircle and seize"."""
    joined = any_of(c.sentence.words[max(0, t.start - 1) : t.start], "and_words")
    return next((o for o in c.triggers if joined and o.end == t.start - 1), t)


def _aim_of(c: Context, t: Trigger) -> int | None:
    """The token of the effort whose "to" or "on" an event follows; of a verb of trying, where the
    language has no "to".
    """
    words = c.sentence.words
    if t.start and is_cue("trying", words[t.start - 1]):
        return t.start - 1
    to = t.start - 1 - _is_adverb(words[t.start - 1])
    if t.start and to > 0 and words[to] in words_of("infinitive_words"):
        return to - 1 if _is_effort(words[to - 1]) else None
    if t.start > 1 and words[t.start - 1] in words_of("effort_prepositions"):
        near = range(t.start - 2, max(-1, t.start - 2 - _REACH), -1)
        gerund = words[t.start].endswith(endings_of("gerund_endings"))
        return next((k for k in near if _is_effort(words[k])), None) if gerund else None
    return None


def _is_effort(word: str) -> bool:
    return is_cue("attempts", word) or word in words_of("seeking")


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
