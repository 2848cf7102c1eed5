"""What efforts are made for: sought, one of some aims, or come to nothing."""

from __future__ import annotations

from collections.abc import Iterable

from fogline.reading.context import Context
from fogline.reading.frame import Frame
from fogline.reading.lexicon import any_of, endings_of, is_cue, words_of
from fogline.reading.triggers import Trigger

# Words between an effort's word and its event.
_REACH = 4
# Words from what was tried to "has failed".
_TO_FAILURE = 10
# Words from "failure" to what was tried: "the failure of its initial".
_FROM_FAILURE = 6
# Words from "but" to "unsuccessful": "but have been largely".
_TO_UNSUCCESS = 4
# Events that an effort alone does not bring about.
_TAKING = frozenset({"capture", "withdraw"})


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


def among_aims(c: Context, t: Trigger) -> Frame | None:
    """One of some aims; of those that somebody failed to reach, what did not come about."""
    at = listed_aim(c, t)
    if at is None:
        return None
    failed = _failing(c, range(at))
    if failed is not None:
        return Frame("polarity", "negative", failed, failed + 1)
    return Frame("status", "future", at, at + 1)


def thwarted(c: Context, t: Trigger) -> Frame | None:
    """An attempt that came to nothing: "foiled an attempt to take X", "a bid to take X failed"."""
    words, t = c.sentence.words, _first_joined(c, t)
    if not t.start:
        return None
    tried = _before_to(words, t)
    led = tried >= 0 and is_cue("attempts", words[tried])
    if not led or (tried == t.start - 1 and words[tried].isascii()):
        return None
    before = range(max(0, tried - _REACH), tried)
    failed = _failing(c, (*before, *_behind(c, t, tried)))
    if failed is None:
        failed = _failure_of(words, tried)
    return None if failed is None else Frame("polarity", "negative", failed, failed + 1)


def sought(c: Context, t: Trigger) -> Frame | None:
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


def _predicate(words: list[str], start: int) -> int | None:
    """The first word of a clause without a subject that is no auxiliary or adverb."""
    behind = range(start, min(len(words), start + _TO_UNSUCCESS))
    light = words_of("light_words")
    return next((k for k in behind if words[k] not in light and not _is_adverb(words[k])), None)


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
    tried = _before_to(words, t)
    if tried >= 0 and words[tried + 1] in words_of("infinitive_words"):
        return tried if _is_effort(words[tried]) else None
    if t.start > 1 and words[t.start - 1] in words_of("effort_prepositions"):
        near = range(t.start - 2, max(-1, t.start - 2 - _REACH), -1)
        gerund = words[t.start].endswith(endings_of("gerund_endings"))
        return next((k for k in near if _is_effort(words[k])), None) if gerund else None
    return None


def _before_to(words: list[str], t: Trigger) -> int:
    """The token before the "to" of an event, or before the event where the language has none: "an
    attempt to quickly take X".
    """
    to = t.start - 1 - (t.start > 0 and _is_adverb(words[t.start - 1]))
    return to - (to >= 0 and words[to] in words_of("infinitive_words"))


def _is_effort(word: str) -> bool:
    return is_cue("attempts", word) or word in words_of("seeking")


def _is_adverb(word: str) -> bool:
    return word.endswith(endings_of("adverb_endings"))
