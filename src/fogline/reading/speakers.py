"""Whose word a claim is: how the speakers of a sentence stand to its events."""

from __future__ import annotations

from fogline.reading.attributions import Attribution
from fogline.reading.context import Context
from fogline.reading.lexicon import any_of, is_cue, words_of


def features(c: Context, found: list[Attribution], start: int, end: int) -> list[str]:
    """How the attributions of a sentence stand to the trigger at tokens ``start`` to ``end``."""
    if not found:
        return ["att=none"]
    out = [f"att=n{min(3, len(found))}"]
    for a in found:
        order = "before" if a.cue < start else "after"
        lo, hi = (a.cue + 1, start) if a.cue < start else (end, a.start)
        between = c.sentence.words[lo:hi] if hi > lo else []
        cue = c.sentence.words[a.cue]
        cut = ("that" if any_of(between[:1], "that_words") else "") + (
            "but" if any_of(between, "speech_cuts") else ""
        )
        name = next((s.kind for s in c.sides if a.start <= s.start < a.end), "none")
        noun = any(is_cue("speaker_nouns", w) for w in c.sentence.words[a.start : a.end])
        inside = a.start <= start < a.end
        out += [
            f"att|{a.form}|{order}", f"att|{a.form}|{order}|{cut}", f"att|cue={cue}|{order}",
            f"att|{a.form}|side={name}|noun={noun}|{order}", f"att|inside={inside}",
            f"att|{order}|gap={min(4, len(between) // 6)}", f"att|{order}|{cut}|noun={noun}",
        ]  # fmt: skip
    return out


def is_labelled(c: Context, found: list[Attribution]) -> bool:
    """Whether a headline names who says it: "X: ...", "... - X"; a place, or a side alone, is only
    what it is about.
    """
    labels = [a for a in found if a.form == "label"]
    known = {k for p in c.spots if p.start >= 0 for k in range(p.start, p.end)}
    known |= {k for side in c.sides for k in range(side.start, side.end)}
    return any(not known.issuperset(range(a.start, a.end)) for a in labels)


def governing(c: Context, found: list[Attribution], start: int) -> list[Attribution]:
    """The chain of speakers over a trigger, outermost first: the nearest cue before it, else one
    behind it, with what quotes that one.
    """
    before = [
        a
        for a in found
        if a.cue < start
        and a.form in {"before", "label", "according", "quoted"}
        and not a.start <= start < a.end
    ]
    after = [
        a
        for a in found
        if a.cue >= start and a.form in {"after", "according", "label", "quoted", "before"}
    ]
    chain: list[Attribution] = []
    for a in before:
        if not chain or a.start >= chain[-1].end:
            chain.append(a)
    if chain:
        last = chain[-1]
        return [a for a in chain if not (a is not last and _closed(c, a, last))]
    return after[:1]


def is_nobody(a: Attribution) -> bool:
    """Whether words name nobody: "several reports", "unconfirmed reports"."""
    return all(word in words_of("vague_words") for word in a.text.casefold().split())


def _closed(c: Context, a: Attribution, b: Attribution) -> bool:
    """Whether the clause of ``a`` ends before ``b`` begins, so that ``b`` is not its content."""
    between = c.sentence.words[a.cue + 1 : b.start]
    return len(between) > 6 or any_of(between, "speech_closes")
