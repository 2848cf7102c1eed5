"""Sentences as the network gets them: words with roles, triggers, places and belligerents; alike in
training and reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from fogline.reading import actors
from fogline.reading.context import Context, Spot
from fogline.reading.encoder import hints
from fogline.reading.encoder.stand_ins import is_cyrillic
from fogline.reading.triggers import Trigger

_TAIL = 30  # words of the sentence before, where it is needed


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """A place: tokens ``start`` to ``end`` (-1 where an earlier sentence names it), its name and
    kind.
    """

    start: int
    end: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class SideWords:
    """Words of a belligerent; ``before`` where they stand in the sentence before, counted from its
    tail's start.
    """

    start: int
    end: int
    label: str
    kind: str
    before: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A trigger with a place or with none (indices), and hints beside the words."""

    trigger: int
    spot: int | None
    hints: list[str]


@dataclass(frozen=True, slots=True)
class Option:
    """A belligerent that may be a trigger's actor or target: its nearest words before and behind,
    and hints.
    """

    label: str
    ahead: SideWords | None
    behind: SideWords | None
    hints: list[str]


@dataclass(slots=True)
class Item:
    """One sentence. ``spots`` and ``triggers`` run parallel to those of its context."""

    words: list[str]
    spots: list[PlaceWords]
    anaphors: list[int]
    sides: list[SideWords]
    tail: list[str]
    tail_places: list[PlaceWords]
    triggers: list[Trigger]
    pairs: list[Pair]
    options: list[list[Option]]
    voice: str | None = None
    cyrillic: bool = False
    labels: list[int] = field(default_factory=list)
    claims: list[Answers] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answers:
    """What annotators said of one claim: classes by head (-1: not asked), and the belligerents."""

    pair: int
    event: int
    sides: tuple[str, str]
    classes: dict[str, int]


def make(
    c: Context, before: Context | None, names: Sequence[str], labels: tuple[str, ...],
    more: Sequence[Trigger] = (),
) -> Item:  # fmt: skip
    """The item of a sentence; ``names`` are those of the document's places as written, ``more``
    triggers beyond its own.
    """
    spots = [_named(s, names) for s in c.spots]
    sides = [SideWords(s.start, s.end, s.label, s.kind) for s in c.sides]
    tail: list[str] = []
    towns: list[PlaceWords] = []
    if before is not None and (not sides or all(s.start < 0 for s in spots)):
        tail, earlier, towns = _tail(before, names)
        sides += earlier
    words = [t.text for t in c.sentence.tokens]
    item = Item(
        words, spots, [s.start if s.carried else -1 for s in c.spots], sides, tail,
        towns, [*c.triggers, *more], [], [], c.own_side, _mostly_cyrillic(words),
    )  # fmt: skip
    for k, t in enumerate(item.triggers):
        for n, spot in enumerate([*c.spots, None]):
            at = n if spot is not None else None
            item.pairs.append(Pair(k, at, hints.of_pair(c, t, spot)))
        item.options.append(_options(c, t, item, labels))
    return item


def _mostly_cyrillic(words: list[str]) -> bool:
    """Whether most words are in Cyrillic letters; figures and marks do not count."""
    letters = [w for w in words if w[0].isalpha()]
    return sum(map(is_cyrillic, letters)) * 2 > len(letters)


def _named(spot: Spot, names: Sequence[str]) -> PlaceWords:
    if spot.carried:
        return PlaceWords(-1, -1, names[spot.index], spot.kind)
    return PlaceWords(spot.start, spot.end, names[spot.index], spot.kind)


def _tail(
    before: Context, names: Sequence[str]
) -> tuple[list[str], list[SideWords], list[PlaceWords]]:
    """The last words of the sentence before, and the belligerents and places among them."""
    words = [t.text for t in before.sentence.tokens]
    first = max(0, len(words) - _TAIL)
    sides = [
        SideWords(s.start - first, s.end - first, s.label, s.kind, before=True)
        for s in before.sides
        if s.start >= first
    ]
    towns = [
        PlaceWords(s.start - first, s.end - first, names[s.index], s.kind)
        for s in before.spots
        if not s.carried and s.start >= first
    ]
    return words[first:], sides, towns


def _options(c: Context, t: Trigger, item: Item, labels: tuple[str, ...]) -> list[Option]:
    out = []
    for label in actors.options(c, labels):
        own = [s for s in item.sides if s.label == label]
        here = [s for s in own if not s.before]
        ahead = next((s for s in reversed(here) if s.start < t.end), None)
        ahead = ahead or next((s for s in reversed(own) if s.before), None)
        behind = next((s for s in here if s.start >= t.end), None)
        out.append(Option(label, ahead, behind, hints.of_option(c, t, label)))
    return out
