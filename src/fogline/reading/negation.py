"""Negation by a whole clause: what is said not to be known, not to be so, or done by nobody."""

from __future__ import annotations

from fogline.reading.context import Context
from fogline.reading.lexicon import any_of, words_of
from fogline.reading.triggers import Trigger

_NEAR, _FAR = 3, 6


def denied(c: Context, t: Trigger) -> tuple[int, int] | None:
    """The words that deny a trigger's clause: "no evidence that ...", "nobody is ...", "reports
    that ... are false", "belies claims that ...", "did not launch ...".
    """
    return _without(c, t, "evidence_nouns") or _nobody(c, t) or _false(c, t) or _undone(c, t)


def unconfirmed(c: Context, t: Trigger) -> tuple[int, int] | None:
    """The words that leave a trigger's clause open: "there is no confirmation that ...", "has not
    confirmed the loss of".
    """
    return _without(c, t, "confirmation_nouns") or _not_confirmed(c, t)


def _not_confirmed(c: Context, t: Trigger) -> tuple[int, int] | None:
    words = c.sentence.words
    for k in range(t.start - 1, max(0, t.start - 1 - 2 * _FAR), -1):
        if words[k] in words_of("denial_ends") or words[k] in {",", ";"}:
            return None
        if words[k] in words_of("confirming"):
            at = _never(words, k)
            return (at, k + 1) if at is not None else None
    return None


def _never(words: list[str], verb: int) -> int | None:
    """Where a "not" stands before a verb, right there or a word away."""
    near = (j for j in (verb - 1, verb - 2) if j >= 0 and words[j] in words_of("never_words"))
    return next(near, None)


def _without(c: Context, t: Trigger, nouns: str) -> tuple[int, int] | None:
    """A "no" before one of the nouns, and its clause up to the trigger."""
    words = c.sentence.words
    for k in range(t.start - 1, 0, -1):
        if words[k] in words_of("denial_ends"):
            return None
        if words[k] in words_of(nouns):
            no = next(
                (
                    j
                    for j in range(k - 1, max(-1, k - _NEAR), -1)
                    if words[j] in words_of("no_words")
                ),
                None,
            )
            opened = next(
                (
                    j
                    for j in range(k + 1, min(t.start, k + 1 + _NEAR))
                    if words[j] in words_of("clause_openers")
                ),
                None,
            )
            if no is None or opened is None:
                return None
            # "that" opens a clause, which may go on behind "and"; what "of" opens ends there.
            return (
                None
                if words[opened] not in words_of("that_words")
                and any_of(words[opened : t.start], "joins")
                else (no, k + 1)
            )
    return None


def _nobody(c: Context, t: Trigger) -> tuple[int, int] | None:
    """A subject that is nobody, right before the trigger and its auxiliaries."""
    words = c.sentence.words
    for k in range(t.start - 1, max(-1, t.start - 1 - _NEAR), -1):
        if words[k] in words_of("nobody"):
            return k, k + 1
        if words[k] in words_of("one_nouns") and k and words[k - 1] in words_of("no_words"):
            return k - 1, k + 1
        if words[k] not in words_of("light_words"):
            return None
    return None


def _false(c: Context, t: Trigger) -> tuple[int, int] | None:
    """A report's noun with its clause before the trigger, and that it is false: before the noun
    ("belies claims that", "called fictitious the report that"), or behind the trigger.
    """
    words = c.sentence.words
    told = [
        k
        for k in range(max(0, t.start - 3 * _FAR), t.start)
        if words[k] in words_of("report_nouns")
    ]
    if (
        not told
        or (told[-1] and words[told[-1] - 1] in words_of("few_words"))
        or not any_of(words[told[-1] + 1 : t.start], "clause_openers")
    ):
        return None
    return _belied(words, told[-1]) or _untrue(words, t.end)


def _belied(words: list[str], noun: int) -> tuple[int, int] | None:
    for k in range(noun - 1, max(-1, noun - _FAR), -1):
        if words[k] in words_of("denial_ends") or words[k] == ",":
            return None
        called = words[k] in words_of("falsehoods") and not any_of(words[:k], "not_words")
        if called or words[k] in words_of("belying"):
            return k, k + 1
    return None


def _untrue(words: list[str], behind: int) -> tuple[int, int] | None:
    """Behind a trigger: "... are false", "... does not correspond to reality"."""
    for k in range(behind, min(len(words), behind + 2 * _FAR)):
        if words[k] in words_of("denial_ends") or words[k] in {",", "."}:
            return None
        near = range(k + 1, min(len(words), k + 1 + _NEAR))
        if words[k] in words_of("never_words") or words[k] in words_of("no_words"):
            at = next((j for j in near if words[j] in words_of("truths")), None)
            return (k, at + 1) if at is not None else None
        at = next((j for j in near if words[j] in words_of("falsehoods")), None)
        if words[k] in words_of("copulas") and at is not None:
            return None if any_of(words[k + 1 : at], "not_words") else (at, at + 1)
    return None


def _undone(c: Context, t: Trigger) -> tuple[int, int] | None:
    """A "not" before a verb of doing whose object the trigger is: "did not attempt ground
    offensives".
    """
    words = c.sentence.words
    for k in range(t.start - 1, max(0, t.start - _FAR), -1):
        if words[k] in words_of("denial_ends") or words[k] in words_of("undone_cuts"):
            return None
        if words[k] in words_of("doing"):
            at = _never(words, k)
            return (at, at + 1) if at is not None else None
    return None
