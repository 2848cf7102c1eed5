"""Who does it, and to whom: each belligerent at hand is weighed as the actor (or target) of a
trigger.
"""

from __future__ import annotations

from fogline.reading.context import Context
from fogline.reading.efforts import listed_aim
from fogline.reading.lexicon import any_of, endings_of, is_cue, words_of
from fogline.reading.sides import SideMention
from fogline.reading.triggers import Trigger

NOBODY = "-"
# Headlines and posts leave out whom everybody knows; elsewhere who usually attacks must not decide,
# for that changes.
TERSE = frozenset({"brief", "post"})


def options(c: Context, labels: tuple[str, ...]) -> list[str]:
    """Labels that may act in a sentence: those it names, those at hand, and nobody."""
    found = [s.label for s in c.sides]
    at_hand = [x for x in (c.previous_side, c.main_side, c.own_side, *c.earlier_sides) if x]
    others = list(labels) if len(labels) == 2 else []
    return [*list(dict.fromkeys([*found, *at_hand, *others])), NOBODY]


def recent(c: Context, label: str) -> int:
    """How many other sides the sentences before name later than this one; -1 if they don't."""
    return c.earlier_sides.index(label) if label in c.earlier_sides else -1


def features(c: Context, t: Trigger, event: str, label: str) -> list[str]:
    """Features of one label as the actor of a trigger that expresses ``event``."""
    present = {s.label for s in c.sides}
    passive = is_passive(c, t)
    if label == NOBODY:
        return _nobody(c, t, event, min(3, len(present)), passive)
    own = [s for s in c.sides if s.label == label]
    out = [
        f"in={bool(own)}|only={present == {label}}",
        f"in={bool(own)}|only={present == {label}}|{event}",
        f"prev={c.previous_side == label}|in={bool(own)}|any={bool(present)}",
        f"main={c.main_side == label}|in={bool(own)}|any={bool(present)}",
        f"main={c.main_side == label}|{event}|in={bool(own)}|any={bool(present)}",
        f"g={c.genre}|in={bool(own)}|any={bool(present)}|main={c.main_side == label}|{event}",
        f"g={c.genre}|in={bool(own)}|any={bool(present)}",
        f"voice={c.own_side == label}|any={bool(present)}|{event}|in={bool(own)}",
        f"recent={recent(c, label)}|in={bool(own)}|any={bool(present)}",
        f"recent={recent(c, label)}|in={bool(own)}|{event}",
    ]  # fmt: skip
    if c.genre in TERSE:
        out += [f"label={label}|{event}|in={bool(own)}", f"label={label}|in={bool(own)}"]
    before = [s for s in own if s.end <= t.start]
    after = [s for s in own if s.start >= t.end]
    if before:
        out += _mention(c, t, event, before[-1], "b", passive)
        out.append(f"firstside={c.sides[0].label == label}|{event}")
        if len(before) > 1:
            out.append(f"many|{event}")
    if after:
        out += _mention(c, t, event, after[0], "a", passive)
    if not before and not after and own:
        out.append(f"inside|{event}")
    out.append(f"b={bool(before)}|a={bool(after)}|{event}|passive={passive}")
    lead = " ".join(c.shapes[max(0, t.start - 2) : t.start])
    out.append(f"lead={lead}|{event}|b={bool(before)}|a={bool(after)}|n={min(2, len(present))}")
    return out + _rivals(c, t, event, label, passive)


def _nobody(c: Context, t: Trigger, event: str, n: int, passive: bool) -> list[str]:
    """Whether the text leaves the actor out; ``n`` sides are named."""
    by = any_of(c.sentence.words[t.end : t.end + 8], "agent_words")
    return [
        f"nobody|{event}", f"nobody|n={n}", f"nobody|n={n}|{event}",
        f"nobody|passive={passive}|{event}", f"nobody|heading={c.sentence.heading}|{event}",
        f"nobody|g={c.genre}|n={n}", f"nobody|g={c.genre}|n={n}|{event}",
        f"nobody|voice={c.own_side is not None}|n={n}|{event}|g={c.genre}",
        f"nobody|by={by}|passive={passive}|{event}",
        f"nobody|before={_subject_before(c, t)}|{event}|passive={passive}",
    ]  # fmt: skip


def _rivals(c: Context, t: Trigger, event: str, label: str, passive: bool) -> list[str]:
    """What the nearest other sides on either hand say of this one: "liberated from B" speaks for A,
    "killed by A" for B.
    """
    others = [s for s in c.sides if s.label != label]
    own = any(s.label == label for s in c.sides)
    out = []
    before = next((s for s in reversed(others) if s.end <= t.start), None)
    after = next((s for s in others if s.start >= t.end), None)
    for order, s in (("b", before), ("a", after)):
        if s is None:
            continue
        prep, speaker = lead(c, s), _speaks(c, s)
        near = (t.start - s.end if order == "b" else s.start - t.end) <= 4
        out += [
            f"r{order}|prep={prep}|{event}|own={own}",
            f"r{order}|prep={prep}|passive={passive}|own={own}",
            f"r{order}|speaker={speaker}|{event}|own={own}",
            f"r{order}|near={near}|{event}|own={own}|passive={passive}",
            f"r{order}|k={t.key}|near={near}|prep={prep}",
        ]  # fmt: skip
    return out


def lead(c: Context, s: SideMention) -> str:
    """The word before a side, its article stepped over."""
    words = c.sentence.words
    prep = words[s.start - 1] if s.start else "<s>"
    if prep in words_of("articles"):
        return words[s.start - 2] if s.start > 1 else "<s>"
    return prep


def _speaks(c: Context, s: SideMention) -> bool:
    """Whether a side is named as one that says something."""
    words = c.sentence.words
    head = words[s.end] if s.end < len(words) else "</s>"
    return any(is_cue("saying", w) for w in words[s.end : s.end + 6]) or is_cue(
        "speaker_nouns", head
    )


def _mention(
    c: Context, t: Trigger, event: str, s: SideMention, order: str, passive: bool
) -> list[str]:
    words = c.sentence.words
    lo, hi = (s.end, t.start) if order == "b" else (t.end, s.start)
    between = words[lo:hi]
    rivals = sum(1 for o in c.sides if lo <= o.start < hi and o.label != s.label)
    crossed = sum(1 for o in c.triggers if lo <= o.start < hi)
    gap = (
        str(len(between))
        if len(between) < 3
        else "5"
        if len(between) <= 5
        else "10"
        if len(between) <= 10
        else "far"
    )
    prep, speaker = lead(c, s), _speaks(c, s)
    head = words[s.end] if s.end < len(words) else "</s>"
    cut = any_of(between, "clause_cuts")
    by = prep in words_of("agent_words")
    handed = words[t.start : s.start]
    if order == "a" and any_of(handed, "hands") and any_of(handed, "of_words"):
        hands = [f"a|hands|{event}", "a|hands"]
    else:
        hands = [f"a|to|{event}"] if order == "a" and prep in words_of("to_words") else []
    near = f"rivals={min(2, rivals)}|crossed={min(2, crossed)}"
    out = [
        f"{order}|gap={gap}", f"{order}|gap={gap}|{event}",
        f"{order}|rivals={min(2, rivals)}|{event}", f"{order}|crossed={min(2, crossed)}|{event}",
        f"{order}|prep={prep}", f"{order}|prep={prep}|{event}", f"{order}|prep={prep}|k={t.key}",
        f"{order}|head={head}", f"{order}|head={head}|{event}",
        f"{order}|speaker={speaker}|crossed={min(2, crossed)}",
        f"{order}|by={by}|passive={passive}|{event}", f"{order}|cut={cut}|rivals={min(2, rivals)}",
        f"{order}|kind={s.kind}|speaker={speaker}", f"{order}|kind={s.kind}|{event}",
        f"{order}|{near}|speaker={speaker}|passive={passive}",
        f"{order}|k={t.key}|rivals={min(2, rivals)}|gap={gap}",
        f"{order}|k={t.key}|passive={passive}|by={by}",
    ]  # fmt: skip
    out += hands
    if len(between) <= 3:
        out.append(f"{order}|btw={' '.join(between)}|{event}")
    return out


def is_passive(c: Context, t: Trigger) -> bool:
    """Whether a trigger is a passive: "was seized", "shelled by"."""
    words = c.sentence.words
    be = any_of(words[max(0, t.start - 3) : t.start], "be_words")
    by = any_of(words[t.end : t.end + 8], "agent_words")
    participle = words[t.start].endswith(endings_of("participle_endings"))
    return participle and (
        be
        or by
        or (
            c.sentence.heading and t.start > 0 and words[t.start - 1] not in words_of("auxiliaries")
        )
    )


def _subject_before(c: Context, t: Trigger) -> bool:
    return any(s.end <= t.start for s in c.sides)


def named_by(c: Context, t: Trigger) -> str | None:
    """The side that a trigger's own word names ("occupied"), or the one that a hyphen ties to it
    ("rebel-held").
    """
    words = c.sentence.words
    tied = t.start - 1 if t.start > 1 and words[t.start - 1] == "-" else t.start
    return next(
        (s.label for s in c.sides if s.start <= t.start < s.end or s.end == tied != t.start), None
    )


def participle(c: Context, t: Trigger) -> str | None:
    """The subject of the clause that a participle goes on: "A pursued B, capturing X" is A's
    capture; none elsewhere.
    """
    words = c.sentence.words
    gerund = endings_of("gerund_endings")
    if not (t.start > 2 and words[t.start - 1] == "," and words[t.start].endswith(gerund)):
        return None
    if listed_aim(c, t) is not None:
        return None  # "its objectives, including destroying B's army, capturing X"
    start = max((k + 1 for k in range(t.start) if _opens_clause(words, k)), default=0)
    subjects = [
        s
        for s in c.sides
        if start <= s.start and s.end < t.start and lead(c, s) not in words_of("before_no_subject")
    ]
    subjects = [
        s for s in subjects if not any(w in words_of("saying") for w in words[s.end : s.end + 3])
    ]
    return subjects[0].label if subjects else None


def _opens_clause(words: list[str], k: int) -> bool:
    """Whether a word opens a clause with a subject of its own: not "after breaking through"."""
    verb = any(w.endswith(endings_of("gerund_endings")) for w in words[k + 1 : k + 3])
    return words[k] in words_of("clause_starts") and not verb


def choose(chances: list[float], labels: list[str]) -> str | None:
    """The label of the highest chance; ties go to the earlier one."""
    best = max(range(len(labels)), key=lambda k: (chances[k], -k))
    return None if labels[best] == NOBODY else labels[best]
