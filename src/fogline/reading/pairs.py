"""Features of a trigger, and of a trigger with a place: which event, if any, the text puts there.

Cheap ones do the work (docs/reading.md has the figures): the trigger's class and neighbours, the
first word before the list of places, the words between, what else competes, and telling words of
the sentence. No parser is needed.
"""

from __future__ import annotations

from bisect import bisect_left

from fogline.reading.context import Context, Spot, word_at
from fogline.reading.lexicon import words_of
from fogline.reading.triggers import Trigger


def bucket(n: int) -> str:
    """Distances in coarse steps."""
    return (
        str(n)
        if n <= 3
        else "4-6"
        if n <= 6
        else "7-10"
        if n <= 10
        else "11-16"
        if n <= 16
        else "17+"
    )


def trigger_features(c: Context, t: Trigger) -> list[str]:
    """Features of a trigger in its sentence, whatever the place."""
    w = c.shapes
    word = c.sentence.words[t.start]
    b1, b2, b3 = word_at(w, t.start - 1), word_at(w, t.start - 2), word_at(w, t.start - 3)
    a1, a2, a3 = word_at(w, t.end), word_at(w, t.end + 1), word_at(w, t.end + 2)
    out = [
        f"w={word}", f"s={word[:5]}", f"k={t.key}", f"b={b1}", f"a={a1}", f"bb={b2} {b1}",
        f"aa={a1} {a2}", f"k={t.key}|b={b1}", f"k={t.key}|a={a1}", f"k={t.key}|bb={b2} {b1}",
        f"k={t.key}|aa={a1} {a2}", f"suffix={word[-3:]}",
        f"k={t.key}|aux={_auxiliary(w, t.start)}", f"k={t.key}|heading={c.sentence.heading}",
    ]  # fmt: skip
    e = t.primary
    out.extend(
        (
            f"e={e}",
            f"e={e}|b={b1}",
            f"e={e}|a={a1}",
            f"e={e}|suffix={word[-3:]}",
            f"e={e}|aux={_auxiliary(w, t.start)}",
        )
    )
    out.extend(f"e={e}|tell={x}" for x in c.telling)
    out.extend(f"e={e}|with={x}" for x in {o.primary for o in c.triggers if o is not t})
    out.extend((f"g={c.genre}", f"g={c.genre}|e={e}", f"g={c.genre}|k={t.key}"))
    out.extend(f"near={x}" for x in {b1, b2, b3, a1, a2, a3})
    out.extend(f"k={t.key}|near={x}" for x in {b1, b2, b3, a1, a2, a3})
    out.extend(f"ev={e}" for e in t.events)
    out.extend(f"k={t.key}|tell={x}" for x in c.telling)
    out.extend(f"k={t.key}|with={o.key}" for o in c.triggers if o is not t)
    if t.phrase:
        out.append("phrase")
    if _inside_phrase(c, t):
        out.append(f"inside|k={t.key}")
    before = [s for s in c.sides if s.end <= t.start and t.start - s.end <= 4]
    after = [s for s in c.sides if s.start >= t.end and s.start - t.end <= 3]
    out.append(f"k={t.key}|sides={bool(before)}{bool(after)}")
    return out


def pair_features(c: Context, t: Trigger, p: Spot | None) -> list[str]:
    """Features of a trigger with a place, or with none; those of classes again by genre."""
    out = _pair_features(c, t, p)
    shared = [f"g={c.genre}|{f}" for f in out if f.startswith(("e=", "o=", "p=none", "rank="))]
    return out + shared


def _pair_features(c: Context, t: Trigger, p: Spot | None) -> list[str]:
    if p is None:
        n = f"p=none|n={min(3, len(c.spots))}"
        plain = [
            "p=none",
            f"p=none|e={t.primary}",
            f"p=none|k={t.key}",
            f"p=none|heading={c.sentence.heading}",
        ]
        return [*plain, n, f"{n}|e={t.primary}", f"{n}|k={t.key}"]
    if p.carried and p.start < 0:
        return _carried_features(c, t, p)
    after = p.start >= t.end
    lo, hi = (t.end, p.head) if after else (p.end, t.start)
    order = ("c" if p.carried else "") + ("a" if after else "b")
    return _position_features(c, t, p, order, lo, hi) + _between_features(c, t, order, lo, hi)


def _position_features(c: Context, t: Trigger, p: Spot, order: str, lo: int, hi: int) -> list[str]:
    """Where the place stands from the trigger, and the words right before and behind it."""
    w, key, e = c.shapes, t.key, t.primary
    prep, prep2, behind = word_at(w, p.head - 1), word_at(w, p.head - 2), word_at(w, p.end)
    rank, gap = _rank(c, t, p), bucket(max(0, hi - lo))
    tb = min(3, sum(1 for o in c.triggers if lo <= o.start < hi))
    out = [
        f"o={order}", f"o={order}|g={gap}", f"prep={prep}", f"prep={prep}|o={order}",
        f"prep2={prep2} {prep}", f"k={key}|prep={prep}", f"k={key}|o={order}",
        f"k={key}|o={order}|g={gap}", f"rank={rank}", f"rank={rank}|k={key}",
        f"rank={rank}|o={order}|prep={prep}", f"tb={tb}", f"tb={tb}|o={order}", f"kind={p.kind}",
        f"kind={p.kind}|k={key}", f"lr={min(2, p.rank)}", f"br={p.bracketed}|o={order}",
        f"afterplace={behind}", f"k={key}|afterplace={behind}", f"kind={p.kind}|prep={prep}",
        f"e={e}|prep={prep}|o={order}", f"e={e}|o={order}|g={gap}", f"e={e}|rank={rank}|o={order}",
        f"e={e}|kind={p.kind}", f"e={e}|prep={prep2} {prep}", f"e={e}|afterplace={behind}",
        f"e={e}|tb={tb}|o={order}",
    ]  # fmt: skip
    if p.head != p.start:
        out.append(f"listprep={prep}")
    relative = _relative(w, t.start)
    if relative and order == "b":
        ahead = w[p.end : relative]
        out += [
            f"antecedent={all(x in _TIES for x in ahead)}",
            f"antecedent={all(x in _TIES for x in ahead)}|e={e}",
        ]
    out += _way_features(p, e)
    word = c.sentence.words[t.start]
    return [*out, f"w={word}|prep={prep}"] if word != key else out


def _way_features(p: Spot, e: str) -> list[str]:
    """How a place of another sentence comes to this one."""
    if p.way is None:
        return []
    ago, same = p.way.steps, e in p.way.told
    return [
        f"way={p.rank}", f"way={p.rank}|e={e}", f"ago={ago}", f"ago={ago}|rank={p.rank}",
        f"times={p.way.often}", f"titled={p.way.titled}", f"told={same}|e={e}",
        f"told={same}|rank={p.rank}", f"ago={ago}|kind={p.kind}",
    ]  # fmt: skip


_TIES = frozenset({",", "<>", ")", "(", "-"})


def _relative(words: list[str], start: int) -> int:
    """Token of the relative word whose clause holds a trigger, or 0; a place right before it is
    what it speaks of.
    """
    for k in range(start - 1, max(0, start - 12), -1):
        if words[k] in words_of("relatives"):
            return k
        if words[k] in words_of("relative_cuts"):
            break
    return 0


# Words between an event and a place of its own: "retreat of Russian units from".
OWN_PLACE = 6


def is_outside(c: Context, t: Trigger, p: Spot) -> bool:
    """Whether a clause that opens behind a place speaks of another one: "in A over B, which they
    hold" is about B, and about what is listed with B. So is "fighting near A after the retreat
    from B".
    """
    if _has_own_place(c, t, p):
        return True
    at = _relative(c.shapes, t.start)
    if not at or c.shapes[at] not in words_of("thing_relatives") or p.carried or p.end > at:
        return False
    near = [s for s in c.spots if s.end <= at and all(x in _TIES for x in c.shapes[s.end : at])]
    inside = any(p.head == s.head or _tied(c, p, s) for s in near)
    return bool(near) and not inside


def _has_own_place(c: Context, t: Trigger, p: Spot) -> bool:
    """Whether an event that is told as an earlier one, behind a place, has a place of its own."""
    words = c.sentence.words
    if p.carried or p.end > t.start:
        return False
    led = any(
        w in words_of("retrospective_leads") for w in words[max(p.end, t.start - 2) : t.start]
    )
    behind = next((s for s in c.spots if s.start >= t.end), None)
    if not led or behind is None or behind.start - t.end > OWN_PLACE:
        return False
    return any(
        w in words_of("from_words") | words_of("inside") for w in words[t.end : behind.start]
    )


def _tied(c: Context, p: Spot, other: Spot) -> bool:
    """Whether a place stands in the other one: "the plant in Enerhodar"."""
    between = c.sentence.words[p.end : other.head]
    known = words_of("place_before") | words_of("articles")
    return len(between) <= 2 and all(w in known for w in between)


def _between_features(c: Context, t: Trigger, order: str, lo: int, hi: int) -> list[str]:
    """The words, triggers and marks between trigger and place."""
    key, e = t.key, t.primary
    between = c.shapes[lo:hi] if hi > lo else []
    over = [o for o in c.triggers if lo <= o.start < hi]
    out = [f"commas={min(3, _commas(c, lo, hi))}|{order}"]
    if len(between) <= 4:
        words = " ".join(between)
        out += [
            f"e={e}|btw={words}|{order}",
            f"btw={words}|{order}",
            f"k={key}|btw={words}|{order}",
        ]
    out.extend(f"in={x}|{order}" for x in sorted(set(between[:10])))
    out.extend(f"cl={x}|{order}" for x in sorted(set(between)) if x in words_of("clause_words"))
    out.extend(f"e={e}|overe={x}|{order}" for x in sorted({o.primary for o in over}))
    out.extend(f"over={o.key}|{order}" for o in over)
    out.extend(f"k={key}|over={o.key}|{order}" for o in over)
    return out


def _carried_features(c: Context, t: Trigger, p: Spot) -> list[str]:
    """A place that the sentence does not take up by any word: only what each is."""
    key, e, rank = t.key, t.primary, p.rank
    first = c.sentence.index == 0
    return [
        "o=x", f"o=x|k={key}", f"o=x|e={e}", f"o=x|rank={rank}", f"o=x|rank={rank}|e={e}",
        f"o=x|kind={p.kind}", f"o=x|kind={p.kind}|e={e}", f"o=x|first={first}",
        f"o=x|first={first}|e={e}", f"o=x|n={len(c.triggers)}", *_way_features(p, e),
    ]  # fmt: skip


def is_word_bound(feature: str) -> bool:
    """Whether a feature names the trigger's own word: training drops these from copies, so that
    rare words work.
    """
    return feature.startswith(("w=", "s=", "k=", "inside|", "suffix="))


def _auxiliary(words: list[str], start: int) -> str:
    return next(
        (x for x in reversed(words[max(0, start - 3) : start]) if x in words_of("auxiliaries")), ""
    )


def _inside_phrase(c: Context, t: Trigger) -> bool:
    return not t.phrase and any(
        o.phrase and o.start <= t.start and t.end <= o.end for o in c.triggers
    )


def distance(t: Trigger, p: Spot) -> int:
    """Words between a trigger and a place; a place before it counts as two further off."""
    return p.head - t.end if p.start >= t.end else t.start - p.end + 2


def _rank(c: Context, t: Trigger, p: Spot) -> int:
    """How many triggers stand closer to the place (0 to 3)."""
    own = distance(t, p)
    return min(3, sum(1 for o in c.triggers if o is not t and distance(o, p) < own))


def _commas(c: Context, lo: int, hi: int) -> int:
    return max(0, bisect_left(c.marks, hi) - bisect_left(c.marks, lo))
