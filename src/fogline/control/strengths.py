"""What kinds of claims say about control, from a data file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np

from fogline.control.places import Floats, Numbers


@dataclass(frozen=True)
class Kind:
    """One entry of ``strengths.toml``: which claims it fits, what they say (see there), whether
    it is weak and learned, and whether one alone counts less than one of many (``repeated``).
    """

    events: frozenset[str]
    statuses: frozenset[str]
    polarity: str
    relations: frozenset[str]
    says: tuple[float, float, float]
    change: float
    away: bool
    contested: bool
    weak: bool
    learn: bool
    temper: float
    repeated: bool
    direct: bool

    def fits(self, event: str, relation: str, status: str, polarity: str, *, direct: bool) -> bool:
        """Whether a claim is of this kind; ``direct`` if the place itself is what the event is
        done to.
        """
        same = (
            event in self.events
            and relation in self.relations
            and status in self.statuses
            and polarity == self.polarity
        )
        return same and (direct or not self.direct)


@dataclass(frozen=True)
class Strengths:
    """The whole file: kinds in order, figures by section, and words.

    ``before`` are the chances of the roles before any claim; ``standing_words`` the words of a
    capture that say that a place is held.
    """

    kinds: tuple[Kind, ...]
    sections: dict[str, dict[str, float]]
    before: tuple[float, ...]
    standing_words: tuple[str, ...]

    @property
    def base(self) -> Floats:
        """Chances of the roles before any claim, shape (3,)."""
        return np.array(self.before, dtype=np.float32)

    def of(self, name: str, kinds: Numbers) -> Any:
        """A field of the kinds at some positions, as an array."""
        return np.array([getattr(k, name) for k in self.kinds])[kinds]

    def kind_of(
        self, event: str, relation: str, status: str, polarity: str, *, direct: bool
    ) -> int:
        """Position of the first kind that fits, -1 for claims that say nothing about control."""
        fits = (
            k
            for k, kind in enumerate(self.kinds)
            if kind.fits(event, relation, status, polarity, direct=direct)
        )
        return next(fits, -1)

    def stands(self, trigger: str) -> bool:
        """Whether the words of a capture say that a place is held rather than taken."""
        word = trigger.casefold()
        return any(
            word.startswith(w[:-1]) if w.endswith("*") else word == w for w in self.standing_words
        )


@lru_cache(maxsize=1)
def strengths() -> Strengths:
    """The packaged strengths."""
    raw = tomllib.loads(
        (resources.files("fogline.control") / "data" / "strengths.toml").read_text(encoding="utf-8")
    )
    kinds = tuple(_kind(r, raw["weak"]["temper"]) for r in raw.pop("claim"))
    before, words = raw.pop("base")["says"], raw.pop("standing_captures")["triggers"]
    return Strengths(kinds, raw, tuple(before), tuple(words))


def _kind(raw: dict[str, Any], temper: float) -> Kind:
    actor, other, contested = raw["says"]
    weak = raw.get("weak", False)
    return Kind(
        events=frozenset(raw["event"]),
        statuses=frozenset(raw["status"]),
        polarity=raw["polarity"],
        relations=frozenset(raw["relation"]),
        says=(actor, other, contested),
        change=raw.get("change", 0.0),
        away=raw.get("away", False),
        contested=raw.get("contested", False),
        weak=weak,
        learn=raw.get("learn", False),
        temper=raw.get("temper", temper if weak else 1.0),
        repeated=raw.get("repeated", False),
        direct=raw.get("object", False),
    )
