"""Who did it together: "Russian and Syrian warplanes", "Iraqi forces and their Kurdish allies"."""

from __future__ import annotations

from fogline.reading.context import Context
from fogline.reading.lexicon import any_of, words_of
from fogline.reading.sides import ATTRIBUTIVE, SideMention
from fogline.reading.triggers import Trigger

# Events of which a side that is named beside the actor is one more actor. A fight is between them.
TOGETHER = frozenset({"capture", "advance", "attack", "shell", "strike", "withdraw"})
_BETWEEN = 3  # words between two sides that act together: "forces and"


def partner(c: Context, t: Trigger, event: str, actor: str) -> str | None:
    """The side that is named together with the actor nearest to a trigger, or none."""
    own = [k for k, s in enumerate(c.sides) if s.label == actor]
    if event not in TOGETHER or not own:
        return None
    k = min(own, key=lambda n: abs(c.sides[n].start - t.start))
    for one, two, other in ((k - 1, k, k - 1), (k, k + 1, k + 1)):
        if one < 0 or two >= len(c.sides):
            continue
        label = c.sides[other].label
        if label != actor and _together(c, t, c.sides[one], c.sides[two]):
            return label
    return None


def _together(c: Context, t: Trigger, one: SideMention, two: SideMention) -> bool:
    """Whether two sides are joined as one subject: no "between" sets them against each other, and
    they are not the supporters of a third.
    """
    words = c.sentence.words
    between = words[one.end : two.start]
    if ATTRIBUTIVE in {one.kind, two.kind} or not any_of(between, "and_words"):
        return False
    known = words_of("force_nouns") | words_of("and_words") | words_of("own_allies")
    against = any_of(words[max(0, one.start - 2) : one.start], "not_together")
    crossed = any(one.end <= o.start < two.start for o in c.triggers)
    return (
        len(between) <= _BETWEEN and all(w in known for w in between) and not against
        and not crossed
    )  # fmt: skip
