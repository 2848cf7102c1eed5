"""Places that a sentence goes on speaking of without naming them: those of other sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from fogline.model import Mention

# Of 691 annotated claims at a place that another sentence names, 82 in 100 have it among the last
# four names of the ten sentences before, the last country, or those of the two behind a title.
MOST, BACK, AHEAD = 4, 10, 2
COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Way:
    """How a place comes to a sentence: named ``ago`` sentences before (below zero: behind it),
    ``times`` times so far, ``titled`` if the title names it; ``told`` are the events that words of
    the sentence naming it may express; ``listed`` if it is one of a list that the sentence takes
    up as a whole ("these areas").
    """

    ago: int
    times: int
    titled: bool
    told: frozenset[str]
    listed: bool = False

    @property
    def steps(self) -> int:
        """How long ago, in steps that features tell apart: -1 for ahead, 5 for five and more."""
        return max(-1, min(5, self.ago))

    @property
    def often(self) -> int:
        """How often, 4 for four times and more."""
        return min(4, self.times)


@dataclass(frozen=True, slots=True)
class TakenUp:
    """A place of another sentence: its index among the document's places, its kind, and its way."""

    index: int
    kind: str
    way: Way


@dataclass(slots=True)
class _Named:
    index: int
    mention: Mention
    sentence: int
    told: frozenset[str]


@dataclass(slots=True)
class Memory:
    """The places of a document in the order of the text."""

    _named: list[_Named] = field(default_factory=list)

    def add(
        self, sentence: int, places: Iterable[tuple[int, Mention]], told: frozenset[str]
    ) -> None:
        """A sentence's places, with the events that its words may express."""
        self._named += [_Named(index, m, sentence, told) for index, m in places]

    def nearby(
        self, sentence: int, besides: Collection[str] = (), listed: Collection[int] = ()
    ) -> list[TakenUp]:
        """The last places named before a sentence, distinct by name, the nearest first and
        countries last; for a title, the first ones behind it. None of the names ``besides``;
        ``listed`` are taken up as a list.
        """
        before = [n for n in reversed(self._named) if sentence - BACK <= n.sentence < sentence]
        if not before and sentence == 0:
            before = [n for n in self._named if 0 < n.sentence <= AHEAD]
        found: dict[str, _Named] = {}
        for named in before:
            if named.mention.name in besides:
                continue
            found.setdefault(named.mention.name, named)
        towns = [n for n in found.values() if n.mention.kind != COUNTRY]
        countries = [n for n in found.values() if n.mention.kind == COUNTRY]
        near = [*towns[:MOST], *countries[:1]]
        return [self._taken(n, sentence, n.index in listed) for n in near]

    def _taken(self, named: _Named, sentence: int, listed: bool) -> TakenUp:
        same = [n for n in self._named if n.mention.name == named.mention.name]
        way = Way(
            sentence - named.sentence,
            sum(n.sentence < sentence for n in same),
            any(n.sentence == 0 for n in same),
            named.told,
            listed,
        )
        return TakenUp(named.index, named.mention.kind, way)
