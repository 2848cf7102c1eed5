"""Claims about whole territories: the words that say how much of one, beside which river, and what
is left out.
"""

from __future__ import annotations

from fogline.model import event_type
from fogline.reading import objects
from fogline.reading.aspect import aspect
from fogline.reading.context import Context, Spot
from fogline.reading.lexicon import any_of, words_of
from fogline.reading.triggers import Trigger

Marked = tuple[str, tuple[int, int]]
_KINDS = frozenset({"admin", "region", "country", "river"})
_NEAR, _REACH, _ASIDE, _CLOSE = 7, 12, 24, 5


def territory(c: Context, t: Trigger, p: Spot) -> list[Marked]:
    """Cues (role and tokens) of a territory: ``whole`` ("all of", "completed their withdrawal"),
    ``most`` ("almost all of"), ``bank`` ("west of the Oskil", "the right bank"), ``except``
    ("except A and B"), its aspect; and of any
    place ``disputed`` ("falsely") and ``aim`` ("the goal of
    capturing").
    """
    found: list[Marked] = _aside(c, t, p)
    named = p.start >= 0 and (not p.carried or c.sentence.words[p.start] in words_of("admin_heads"))
    bank = _bank(c, p) if named else None
    if bank:
        found.append(("bank", bank))
    if p.kind not in _KINDS or not named:
        return found
    how_much = _quantity(c, t, p) or _manner(c, t) or _borders(c, t, p)
    if how_much:
        found.append((_degree(c, how_much), how_much))
    left_out = _exception(c, p)
    if left_out:
        found.append(("except", left_out))
    told = aspect(c, t, p) if is_territorial(t.primary) else None
    return [*found, told] if told else found


def governs(c: Context, t: Trigger, p: Spot) -> bool:
    """Whether an event governs a territory with how much of it: "controls all of the oblast"."""
    if p.kind not in _KINDS or p.head < t.end or not is_territorial(t.primary):
        return False
    between = c.sentence.words[t.end : p.head]
    quantity = words_of("wholly") | words_of("mostly")
    return any(w in quantity for w in between) and all(
        w in quantity | words_of("nearly") | _within(p) for w in between
    )


def is_territorial(event: str) -> bool:
    """Whether an event says who holds a territory."""
    return event_type(event).territorial


def _within(p: Spot) -> frozenset[str]:
    """Words that may stand between a quantity and a territory; banks, for a river's."""
    return (
        words_of("within_quantity") | words_of("bank_words") | words_of("banks")
        if p.kind == "river"
        else words_of("within_quantity")
    )


def _degree(c: Context, at: tuple[int, int]) -> str:
    words = c.sentence.words
    before = words[max(0, at[0] - 2) : at[0]]
    nearly = bool(before) and (
        before[-1] in words_of("nearly")
        or (before[-1] in words_of("definite_articles") and before[0] in words_of("nearly"))
    )
    return "most" if nearly or words[at[0]] in words_of("mostly") else "whole"


def _quantity(c: Context, t: Trigger, p: Spot) -> tuple[int, int] | None:
    """Words of quantity ("all of", "the rest of", "most of") before the list that the place stands
    in.

    The event stands before these words or behind the place: "the rest of occupied X" says nothing
    of the whole.
    """
    words = c.sentence.words
    within = _within(p)
    for k in range(p.head - 1, max(-1, p.head - _NEAR), -1):
        if words[k] in words_of("wholly") | words_of("mostly"):
            governed = governs(c, t, p) or objects.is_passive(c, t, p)
            if any_of(words[k + 1 : p.head], "direction_words"):
                return None  # "the entire northern part of"
            return (k, k + 1) if governed else None
        if words[k] not in within:
            return None
    return None


def _manner(c: Context, t: Trigger) -> tuple[int, int] | None:
    """Words of manner: "completely", "fully" beside the event, or "completed" before its noun."""
    words = c.sentence.words
    for k in (*range(max(0, t.start - 3), t.start), *range(t.start, min(len(words), t.end + 3))):
        if words[k] in words_of("completely") and (k >= t.start or not _broken(words, k, t.start)):
            return k, k + 1
    for k in range(max(0, t.start - 4), t.end):
        if words[k] in words_of("completed") and not _broken(words, k, t.start):
            return k, k + 1
    return None


def _broken(words: list[str], start: int, end: int) -> bool:
    return any_of(words[start:end], "phrase_breaks")


def _borders(c: Context, t: Trigger, p: Spot) -> tuple[int, int] | None:
    """Borders, as in "captured Luhansk Oblast's administrative borders": they are what was reached,
    or held.
    """
    words = c.sentence.words
    if p.start < t.end or any(w not in words_of("within_quantity") for w in words[t.end : p.start]):
        return None
    at = next(
        (k for k in range(p.end, min(len(words), p.end + 4)) if words[k] in words_of("borders")),
        None,
    )
    return (p.end, at + 1) if at is not None else None


def _bank(c: Context, p: Spot) -> tuple[int, int] | None:
    """A bank: "west of the Oskil River", "the right bank (of the Dnipro)", "right-bank Kherson
    Oblast", "to the left bank".
    """
    rivers = [s for s in c.spots if s.kind == "river" and s.start >= 0 and p.kind in _KINDS]
    words = c.sentence.words
    for river in rivers:
        if river is not p and not 0 <= river.start - p.end <= _NEAR:
            continue
        start = next(
            (
                k
                for k in range(river.start - 1, max(-1, river.start - 6), -1)
                if words[k] in words_of("banks")
            ),
            None,
        )
        if start is not None and all(
            w in words_of("bank_words") for w in words[start + 1 : river.start]
        ):
            while start and words[start - 1] in words_of("banks") | {"(", ")"}:
                start -= 1  # "the left (east) bank"
            return _goal(words, start), river.end
    for k in range(max(0, p.start - 5), p.start):
        if words[k] in words_of("sides_of_rivers") and any_of(words[k + 1 : k + 3], "bank_nouns"):
            at = next(j for j in range(k, len(words)) if words[j] in words_of("bank_nouns"))
            if p.kind in _KINDS or (words[k + 1] == "-" and at == p.start - 1):
                return _goal(words, k), at + 1
    return None


def _goal(words: list[str], start: int) -> int:
    """Where the words of a bank begin: with the "to" of a withdrawal to it, if there is one ("to
    the west of" is none).
    """
    if not any(w in words_of("shores") for w in words[start : start + 7]):
        return start
    back = [k for k in range(max(0, start - 2), start) if words[k] in words_of("goals")]
    return back[0] if back else start


def _exception(c: Context, p: Spot) -> tuple[int, int] | None:
    """What is left out: "except (for) A and B" close behind a territory, to the last place of that
    list.
    """
    words = c.sentence.words
    at = next(
        (
            k
            for k in range(p.end, min(len(words), p.end + _REACH))
            if words[k] in words_of("excepting")
        ),
        None,
    )
    if at is None:
        return None
    heads = {s.head for s in c.spots if 0 <= s.start - at <= 5}
    ends = [s.end for s in c.spots if s.head in heads]
    return (at, max(ends)) if ends else None


def left_out(c: Context, t: Trigger, p: Spot) -> tuple[int, int] | None:
    """The words that except a place from what is told of a territory: "all of X except A and B".
    Words that may also add ("besides A") except where all is told of; what is excepted from what is
    denied is told ("far from all towns except A").
    """
    words = c.sentence.words
    if p.carried or p.start < 0 or not is_territorial(t.primary):
        return None
    all_of = any_of(words, "wholly")
    for k in range(p.head - 1, max(-1, p.head - 1 - _CLOSE), -1):
        but = all_of and words[k] in words_of("but_words") and k == p.head - 1
        may_add = all_of and words[k] in words_of("excepting")
        if but or may_add or words[k] in words_of("excepting_only"):
            denied = any(any_of(words[:k], key) for key in ("never_words", "no_words", "far_words"))
            return None if denied else (k, p.end)
        if not words[k].isalnum():
            return None
    return None


def _aside(c: Context, t: Trigger, p: Spot) -> list[Marked]:
    """Words by which the text itself doubts the claim, or calls it an aim, or one that failed.

    Of a town these stand close before the event ("efforts to seize X"); whole territories are
    spoken of more loosely.
    """
    words = c.sentence.words
    near = range(max(0, t.start - _ASIDE), min(len(words), t.end + _ASIDE))
    doubted = [k for k in near if words[k] in words_of("disputing") or _unverified(words, k)]
    if p.kind in _KINDS:
        sought = [k for k in near if words[k] in words_of("goals_of_war" if k >= t.end else "aims")]
    else:
        before = range(max(0, t.start - _CLOSE), t.start)
        sought = [
            k
            for k in before
            if words[k] in words_of("aims") | words_of("failing") and not _broken(words, k, t.start)
        ]
    return [
        (role, (found[0], found[0] + 1))
        for role, found in (("disputed", doubted), ("aim", sought))
        if found
    ]


def _unverified(words: list[str], k: int) -> bool:
    """Whether a word stands in "cannot verify this claim" or "unable to confirm"."""
    return words[k] in words_of("verifying") and any(
        w in words_of("unable") for w in words[max(0, k - 4) : k]
    )
