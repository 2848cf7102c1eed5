"""Stand-ins: common names in the place of settlements and belligerents.

What is said of a village does not hang on its name, nor what is said of an army on whose it is. So
the network reads other names, of one piece each, which training draws anew each time: then eleven
sides of one war teach another.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import lru_cache

from fogline.reading.encoder.pieces import Pieces

_TOWNS = (
    "verona", "lublin", "granada", "tunis", "riga", "bonn", "naples", "florence", "trieste",
    "oslo", "lima", "quito", "dhaka", "lahore", "karachi", "hanoi", "seoul", "nanjing",
    "wuhan", "tours", "metz", "lyon", "reims", "bath", "york", "derby", "oxford", "chester",
    "dublin", "cork", "pisa", "siena", "parma", "modena", "bologna", "warsaw", "minsk",
    "sofia", "bucharest", "belgrade", "zagreb", "athens", "prague", "turin", "genoa",
    "milan", "seville", "bergen", "malta", "vienna", "odessa", "cologne", "hamburg",
    "leipzig", "dresden", "munich", "stuttgart", "porto", "lisbon", "madrid", "barcelona",
    "valencia", "leeds", "bristol", "norfolk", "plymouth", "boston", "denver", "dallas",
    "houston", "phoenix", "austin", "memphis",
)  # fmt: skip
_NATIONS = (
    "spanish/spain", "portuguese/portugal", "dutch/netherlands", "norwegian/norway",
    "danish/denmark", "swedish/sweden", "finnish/finland", "austrian/austria",
    "hungarian/hungary", "greek/greece", "brazilian/brazil", "argentine/argentina",
    "chilean/chile", "irish/ireland", "belgian/belgium", "swiss/switzerland",
    "mexican/mexico", "japanese/japan", "korean/korea", "italian/italy", "canadian/canada",
    "australian/australia",
)  # fmt: skip
_COUNTRY = frozenset({"country", "capital"})
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def names() -> Iterator[str]:
    """All names that stand in, in small letters."""
    yield from _TOWNS
    for pair in _NATIONS:
        yield from pair.split("/")


def is_cyrillic(text: str) -> bool:
    """Whether a name is written in Cyrillic letters."""
    return _CYRILLIC.search(text) is not None


class StandIns:
    """The stand-ins of one sentence: the same name or side gets the same one. Drawn from ``rng``,
    else in order.
    """

    def __init__(
        self, pieces: Pieces, rng: random.Random | None = None, real: bool = False
    ) -> None:
        self._pieces, self._real = pieces, real
        towns, nations = _single(pieces)
        self._towns, self._nations = list(towns), list(nations)
        if rng is not None:
            self._towns = rng.sample(self._towns, len(self._towns))
            self._nations = rng.sample(self._nations, len(self._nations))
        self._town_of: dict[str, str] = {}
        self._nation_of: dict[str, tuple[str, str]] = {}

    def place(self, name: str, kind: str) -> str | None:
        """The stand-in of a place, or none for what keeps its name: regions, rivers, countries."""
        if kind != "settlement" or is_cyrillic(name):
            return None
        if name not in self._town_of and len(self._town_of) < len(self._towns):
            self._town_of[name] = self._towns[len(self._town_of)]
        return self._town_of.get(name)

    def side(self, label: str, kind: str) -> str | None:
        """The stand-in of a belligerent: an adjective, or a country where it is named by one."""
        if self._real:
            return None
        if label not in self._nation_of and len(self._nation_of) < len(self._nations):
            self._nation_of[label] = self._nations[len(self._nation_of)]
        found = self._nation_of.get(label)
        return found[kind in _COUNTRY] if found else None


# Word pieces of different training runs, of which a process uses one or two.
@lru_cache(maxsize=4)
def _single(pieces: Pieces) -> tuple[list[str], list[tuple[str, str]]]:
    """The names that are one piece each."""
    towns = [n for w in _TOWNS if (n := _as_one(pieces, w))]
    pairs = [[_as_one(pieces, w) for w in pair.split("/")] for pair in _NATIONS]
    return towns, [(a, b) for a, b in pairs if a and b]


def _as_one(pieces: Pieces, name: str) -> str:
    """A name as these pieces spell it in one, small or with a capital; empty if they don't."""
    return next((n for n in (name, name.capitalize()) if len(pieces.of(n)) == 1), "")
