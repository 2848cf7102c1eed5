"""A few dozen hints that stand beside the words: where things stand, what kind they are, what the
lexicon says.
"""

from __future__ import annotations

from fogline.reading import actors
from fogline.reading.context import Context, Spot
from fogline.reading.lexicon import words_of
from fogline.reading.pairs import bucket, distance
from fogline.reading.sides import SideMention
from fogline.reading.triggers import Trigger


def of_pair(c: Context, t: Trigger, p: Spot | None) -> list[str]:
    """Hints on a trigger with a place, or with none."""
    e = t.primary or "?"
    shared = [
        f"e={e}", f"genre={c.genre}", f"heading={c.sentence.heading}", f"e={e}|genre={c.genre}",
        f"phrase={t.phrase}", *(f"may={x}" for x in t.events),
    ]  # fmt: skip
    if p is None:
        n, own = min(3, len(c.spots)), bool(c.spots) and not c.spots[0].carried
        return [*shared, "none", f"none|n={n}", f"none|own={own}", f"none|e={e}|n={n}"]
    shared += _way(c, p, e)
    if p.carried and p.start < 0:
        first, many = c.sentence.index == 0, min(5, len(c.triggers))
        return [
            *shared, "carried", f"carried|kind={p.kind}", f"carried|first={first}",
            f"carried|n={many}", f"carried|e={e}",
        ]  # fmt: skip
    return shared + _position(c, t, p, e)


def _way(c: Context, p: Spot, e: str) -> list[str]:
    """How a place of another sentence comes to this one."""
    if p.way is None:
        return []
    ago, same = p.way.steps, e in p.way.told
    own = any(not s.carried for s in c.spots)
    return [
        f"way|rank={p.rank}", f"way|ago={ago}", f"way|times={p.way.often}",
        f"way|titled={p.way.titled}", f"way|told={same}", f"way|told={same}|rank={p.rank}",
        f"way|ago={ago}|rank={p.rank}", f"way|own={own}", f"way|genre={c.genre}",
        f"way|kind={p.kind}|rank={p.rank}",
    ]  # fmt: skip


def _position(c: Context, t: Trigger, p: Spot, e: str) -> list[str]:
    behind = p.start >= t.end
    lo, hi = (t.end, p.head) if behind else (p.end, t.start)
    order = ("c" if p.carried else "") + ("b" if behind else "a")
    nearer = min(3, sum(1 for o in c.triggers if o is not t and distance(o, p) < distance(t, p)))
    crossed = min(3, sum(1 for o in c.triggers if lo <= o.start < hi))
    commas = min(3, sum(1 for k in c.marks if lo <= k < hi))
    return [
        order, f"{order}|gap={bucket(max(0, hi - lo))}", f"{order}|nearer={nearer}",
        f"{order}|crossed={crossed}", f"{order}|commas={commas}", f"kind={p.kind}",
        f"rank={min(2, p.rank)}", f"{order}|bracketed={p.bracketed}", f"{order}|e={e}",
        f"nearer={nearer}|e={e}", f"kind={p.kind}|e={e}",
    ]  # fmt: skip


def of_option(c: Context, t: Trigger, label: str) -> list[str]:
    """Hints on a belligerent as a trigger's actor or target."""
    present = {s.label for s in c.sides}
    n = min(3, len(present))
    if label == actors.NOBODY:
        passive = actors.is_passive(c, t)
        return [
            "nobody", f"nobody|n={n}", f"nobody|genre={c.genre}", f"nobody|genre={c.genre}|n={n}",
            f"nobody|voice={c.own_side is not None}", f"nobody|passive={passive}",
            f"nobody|heading={c.sentence.heading}",
        ]  # fmt: skip
    own = [s for s in c.sides if s.label == label]
    here, some = bool(own), bool(present)
    before = [s for s in own if s.end <= t.start]
    behind = [s for s in own if s.start >= t.end]
    out = [
        f"here={here}|only={present == {label}}",
        f"earlier={c.previous_side == label}|here={here}|some={some}",
        f"main={c.main_side == label}|here={here}|some={some}",
        f"voice={c.own_side == label}|here={here}|some={some}",
        f"recent={actors.recent(c, label)}|here={here}|some={some}",
        f"before={bool(before)}|behind={bool(behind)}|n={n}",
        f"genre={c.genre}|here={here}|some={some}",
        f"inside={any(s.start < t.end and s.end > t.start for s in own)}",
    ]  # fmt: skip
    if c.genre in actors.TERSE:
        out.append(f"label={label}|here={here}")
    if before:
        rivals = sum(1 for o in c.sides if before[-1].end <= o.start < t.start and o.label != label)
        out += [f"ahead|gap={bucket(t.start - before[-1].end)}", f"ahead|rivals={min(2, rivals)}"]
        out += [f"ahead|lead={_lead(c, before[-1])}", f"ahead|kind={before[-1].kind}"]
    if behind:
        out += [
            f"behind|gap={bucket(behind[0].start - t.end)}",
            f"behind|lead={_lead(c, behind[0])}",
        ]
        out.append(f"behind|kind={behind[0].kind}")
    return out


def _lead(c: Context, s: SideMention) -> str:
    word = actors.lead(c, s)
    return word if word in words_of("side_prepositions") else ""
