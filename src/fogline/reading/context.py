"""A sentence made ready for deciding: its words with places, sides, numbers and dates folded into
classes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from fogline.model import Mention
from fogline.reading.anaphors import taken_up_at
from fogline.reading.layout import Layout
from fogline.reading.lexicon import any_of, words_of
from fogline.reading.sides import SideMention, SidesBefore
from fogline.reading.taken_up import TakenUp, Way
from fogline.reading.text import Sentence
from fogline.reading.triggers import Trigger


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a sentence: tokens ``start`` to ``end``, its index among the document's places,
    the first token of the list that it stands in, its rank in that list, and whether it is only
    carried over from another sentence, then with how. ``abroad`` is what lies in no country of the
    theatre, nor beside them.
    """

    start: int
    end: int
    index: int
    kind: str
    head: int
    rank: int
    carried: bool = False
    bracketed: bool = False
    way: Way | None = None
    abroad: bool = False

    @property
    def listed(self) -> bool:
        """Whether it is one of a list of another sentence, taken up as a whole."""
        return self.way is not None and self.way.listed


@dataclass(slots=True)
class Context:
    """What the deciders look at. ``about_war`` is false where a sentence tells of something else,
    ``named`` are the sides that the text names by names of their own, ``year`` the one of
    publication, 0 for none. ``own_side`` is that of ``voice``, where the text names it or only two
    fight: an ally's outlet mostly tells of others.
    """

    sentence: Sentence
    sides: list[SideMention]
    spots: list[Spot]
    triggers: list[Trigger]
    shapes: list[str]
    previous_side: str | None
    main_side: str | None
    voice: str | None
    genre: str = "prose"
    earlier_sides: tuple[str, ...] = ()
    telling: list[str] = field(default_factory=list)
    marks: tuple[int, ...] = ()
    about_war: bool = True
    named: frozenset[str] = frozenset()
    own_side: str | None = None
    year: int = 0


def build(
    sentence: Sentence,
    layout: Layout,
    mentions: list[tuple[int, Mention]],
    triggers: list[Trigger],
    before: SidesBefore,
    earlier: Sequence[TakenUp] = (),
) -> Context:
    """The context of one sentence; ``mentions`` are its places with their index in the document,
    ``earlier`` those of the sentences around, on which it may go on speaking without naming them.
    """
    sides = layout.sides[sentence.index]
    ranges = [(_tokens(sentence, m), k, m) for k, m in mentions]
    shapes = list(sentence.words)
    for side in sides:
        for k in range(side.start, side.end):
            shapes[k] = "<side>" if k == side.start else "<>"
    for (start, end), _, _ in ranges:
        for k in range(start, end):
            shapes[k] = "<place>" if k == start else "<>"
    months = words_of("months") - words_of("ambiguous_months")
    shapes = ["<num>" if w[:1].isdecimal() else "<month>" if w in months else w for w in shapes]
    taken = {k for (start, end), _, _ in ranges for k in range(start, end)}
    spots = _spots(sentence, ranges, layout.reach) + _carried(sentence, earlier)
    context = Context(
        sentence,
        sides,
        spots,
        [t for t in triggers if t.start not in taken],
        shapes,
        before.previous,
        layout.main_side,
        layout.voice,
        layout.genre,
        before.recent,
    )
    present = set(sentence.words)
    context.telling = sorted(name for name, key in _TELLING if present & words_of(key))
    context.marks = tuple(
        k for k, w in enumerate(sentence.words) if w in {",", ";", ":", "—", "–", "("}
    )
    return context


_TELLING = (
    ("air", "telling_air"), ("artillery", "telling_artillery"), ("failed", "telling_failed"),
    ("civil", "telling_civil"), ("aim", "telling_aim"), ("doubt", "telling_doubt"),
    ("loss", "telling_loss"),
)  # fmt: skip


def _tokens(sentence: Sentence, mention: Mention) -> tuple[int, int]:
    start = sentence.token_at(mention.span.start)
    return start, sentence.token_at(mention.span.end - 1) + 1


def _spots(
    sentence: Sentence,
    ranges: list[tuple[tuple[int, int], int, Mention]],
    reach: frozenset[str],
) -> list[Spot]:
    spots: list[Spot] = []
    depth = [0]
    for word in sentence.words:
        depth.append(max(0, depth[-1] + (word == "(") - (word == ")")))
    last: dict[bool, Spot] = {}
    for (start, end), index, mention in ranges:
        head, rank, inside = start, 0, depth[start] > 0
        before = last.get(inside)
        if before is not None and (inside or not _leaves(depth, before.end, start)):
            between = [
                w
                for k, w in enumerate(sentence.words[before.end : start], before.end)
                if inside or (not depth[k] and w not in "()")
            ]
            if (
                len(between) <= 5
                and not any_of(between[:1], "of_words")
                and all(w in words_of("list_words") for w in between)
                and (between or start - before.end <= 1 or not inside)
            ):
                head, rank = before.head, before.rank + 1
        abroad = is_abroad(mention, reach)
        spot = Spot(start, end, index, mention.kind, head, rank, bracketed=inside, abroad=abroad)
        spots.append(spot)
        last[inside] = spots[-1]
    return spots


def is_abroad(mention: Mention, reach: frozenset[str]) -> bool:
    """Whether a place, or each of its namesakes, lies in none of the countries in reach."""
    places = (mention.place,) if mention.place else mention.candidates
    return bool(places) and all(p.country not in reach for p in places)


def _carried(sentence: Sentence, earlier: Sequence[TakenUp]) -> list[Spot]:
    """Places of other sentences, standing where the sentence takes them up ("the city"), or nowhere
    (-1).
    """
    at = taken_up_at(sentence.words)
    return [
        Spot(at, at + 1, x.index, x.kind, at, rank, carried=True, way=x.way)
        for rank, x in enumerate(earlier)
    ]


def word_at(words: list[str], k: int) -> str:
    """The word at a position, or a mark for the sentence's edge."""
    return words[k] if 0 <= k < len(words) else "<s>" if k < 0 else "</s>"


def _leaves(depth: list[int], start: int, end: int) -> bool:
    """Whether a bracket is still open at the end of a stretch."""
    return depth[end] > depth[start]
