"""Frames that turn a clause round: what is said not to be known, not to be so, or done by nobody."""

from __future__ import annotations

from fogline.reading.context import Context
from fogline.reading.lexicon import words_of
from fogline.reading.triggers import Trigger

_ENDS = frozenset({";", "but", "while", "although", "though", "—", "–", ":", "however"})
_CLAUSE = frozenset({"that", "of", "for", "about"})
_NEAR, _FAR = 3, 6


def denied(c: Context, t: Trigger) -> tuple[int, int] | None:
    """The words that deny a trigger's clause: "no evidence that ...", "nobody is ...", "reports that ... are false", "belies claims
    that ...", "did not launch ...".
    """
    return _without(c, t, "evidence_nouns") or _nobody(c, t) or _false(c, t) or _undone(c, t)


def unconfirmed(c: Context, t: Trigger) -> tuple[int, int] | None:
    """The words that leave a trigger's clause open: "there is no confirmation that ..."."""
    return _without(c, t, "confirmation_nouns")


def _without(c: Context, t: Trigger, nouns: str) -> tuple[int, int] | None:
    """A "no" before one of the nouns, and its clause up to the trigger."""
    words = c.sentence.words
    for k in range(t.start - 1, 0, -1):
        if words[k] in _ENDS:
            return None
        if words[k] in words_of(nouns):
            no = next((j for j in range(k - 1, max(-1, k - _NEAR), -1) if words[j] == "no"), None)
            opened = next(
                (j for j in range(k + 1, min(t.start, k + 1 + _NEAR)) if words[j] in _CLAUSE), None
            )
            if no is None or opened is None:
                return None
            # "that" opens a clause, which may go on behind "and"; what "of" opens ends there.
            return (
                None
                if words[opened] != "that" and {"and", ","} & set(words[opened : t.start])
                else (no, k + 1)
            )
    return None


def _nobody(c: Context, t: Trigger) -> tuple[int, int] | None:
    """A subject that is nobody, right before the trigger and its auxiliaries."""
    words = c.sentence.words
    for k in range(t.start - 1, max(-1, t.start - 1 - _NEAR), -1):
        if words[k] in words_of("nobody"):
            return k, k + 1
        if words[k] == "one" and k and words[k - 1] == "no":
            return k - 1, k + 1
        if words[k] not in words_of("light_words"):
            return None
    return None


def _false(c: Context, t: Trigger) -> tuple[int, int] | None:
    """A report's noun with its clause before the trigger, and behind it that the report is false."""
    words = c.sentence.words
    told = [
        k
        for k in range(max(0, t.start - 3 * _FAR), t.start)
        if words[k] in words_of("report_nouns")
    ]
    if (
        not told
        or (told[-1] and words[told[-1] - 1] in {"few", "no", "not"})
        or not any(w in _CLAUSE for w in words[told[-1] + 1 : t.start])
    ):
        return None
    belied = next(
        (
            k
            for k in range(told[-1] - 1, max(-1, told[-1] - _FAR), -1)
            if words[k] in words_of("belying")
        ),
        None,
    )
    if belied is not None:
        return belied, belied + 1
    for k in range(t.end, min(len(words), t.end + 2 * _FAR)):
        if words[k] in _ENDS or words[k] in {",", "."}:
            return None
        if words[k] in {"is", "are", "was", "were"}:
            at = next(
                (
                    j
                    for j in range(k + 1, min(len(words), k + 1 + _NEAR))
                    if words[j] in words_of("falsehoods")
                ),
                None,
            )
            if at is not None and "not" not in words[k + 1 : at]:
                return at, at + 1
    return None


def _undone(c: Context, t: Trigger) -> tuple[int, int] | None:
    """A "not" before a verb of doing whose object the trigger is: "did not attempt ground offensives"."""
    words = c.sentence.words
    for k in range(t.start - 1, max(0, t.start - _FAR), -1):
        if words[k] in _ENDS or words[k] in {",", "and", "or", "that"}:
            return None
        if words[k] in words_of("doing"):
            return next(
                (
                    (j, j + 1)
                    for j in (k - 1, k - 2)
                    if j >= 0 and words[j] in {"not", "n't", "never"}
                ),
                None,
            )
    return None
