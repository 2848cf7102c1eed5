"""Cue words of a sentence, where they stand, and which kind of judgement they serve."""

from __future__ import annotations

from dataclasses import dataclass

from fogline.reading.context import Context
from fogline.reading.lexicon import any_of, is_cue, words_of

ROLES = ("probable", "possible", "conditional", "future", "negative", "unattributed")


@dataclass(frozen=True, slots=True)
class CueWord:
    """The word at token ``at``, for one of :data:`ROLES`."""

    at: int
    role: str
    word: str


def find(c: Context) -> list[CueWord]:
    """All cue words of the sentence; the month May is none."""
    out: list[CueWord] = []
    for k, word in enumerate(c.sentence.words):
        if word in words_of("ambiguous_months") and c.sentence.tokens[k].is_name and k > 0:
            continue
        out.extend(CueWord(k, role, word) for role in ROLES if is_cue(role, word))
    return out


def features(c: Context, cues: list[CueWord], start: int, end: int, key: str) -> list[str]:
    """Where each cue stands from the trigger at tokens ``start`` to ``end``."""
    out = []
    for cue in cues:
        inside = start <= cue.at < end
        lo, hi = (end, cue.at) if cue.at >= end else (cue.at + 1, start)
        between = c.sentence.words[lo:hi] if hi > lo else []
        order = "in" if inside else "after" if cue.at >= end else "before"
        gap = (
            "0"
            if not between
            else "2"
            if len(between) <= 2
            else "5"
            if len(between) <= 5
            else "12"
            if len(between) <= 12
            else "far"
        )
        cut = any_of(between, "cue_cuts")
        said = any(is_cue("saying", w) for w in between)
        other = any(lo <= t.start < hi for t in c.triggers)
        out += [
            f"{cue.role}|{order}|{gap}", f"{cue.role}|{order}|cut={cut}", f"{cue.word}|{order}",
            f"{cue.word}|{order}|{gap}", f"{cue.role}|{order}|cut={cut}|other={other}",
            f"{cue.word}|{order}|cut={cut}|other={other}", f"{cue.role}|said={said}|{order}",
        ]  # fmt: skip
        if gap in {"0", "2"}:
            out.append(f"{cue.word}|{order}|k={key}")
    return out


def purpose(c: Context, start: int) -> str:
    """How a verb is led in: ``to`` (purpose or infinitive, with the word before), an auxiliary, or
    nothing.
    """
    words = c.sentence.words
    for k in range(start - 1, max(-1, start - 4), -1):
        if words[k] in words_of("to_words"):
            return f"to|{words[k - 1] if k else ''}"
        if words[k] in words_of("auxiliaries"):
            return words[k]
        if words[k] in words_of("cue_cuts"):
            break
    return ""
