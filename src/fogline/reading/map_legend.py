"""The legend of a map: which side each polygon is said to be held by, and which are asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fogline.reading.errors import ReadingError
from fogline.theatre import Theatre

# The side of polygons that are to be left out.
NOBODY = "-"
# Between names of one thing in several languages: "Окупована територія ///Occupied ///".
_BETWEEN = re.compile(r"/+|[|;\n]")
# How many properties, and characters of a value, a message shows.
_LISTED, _SHOWN = 8, 60


class MapError(ReadingError):
    """A map, or an area of it, that can't be read; the message says why and what to do."""


class NotAskedError(ReadingError):
    """An area that the user leaves out."""


class NoAreaError(ReadingError):
    """A feature that is no area."""


@dataclass(frozen=True, slots=True)
class Legend:
    """Who holds what.

    Attributes:
        holder: One side's label for all areas, or the property that names each one's side.
        sides: The side's label, or NOBODY, of values of that property. Without any, a value is a
            label, or a name that the theatre knows the side by.
        where: Properties that an area must have, each with the values that serve.
    """

    holder: str
    sides: tuple[tuple[str, str], ...] = ()
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def check(self, theatre: Theatre) -> None:
        """Refuse sides that the theatre does not have.

        Raises:
            MapError: there are such.
        """
        for value, label in self.sides:
            if label != NOBODY and label not in theatre.labels:
                raise MapError(
                    f"the side {label!r} of {value!r}",
                    f"no side of {theatre.name}",
                    f"give one of {', '.join(theatre.labels)}, or {NOBODY} to leave it out",
                )
        if self.sides and self.holder in theatre.labels:
            why = "a side's label for all areas leaves nothing to look up"
            raise MapError(f"holder {self.holder!r}", why, "give the property that names the side")

    def side(self, properties: Mapping[str, Any], theatre: Theatre) -> tuple[str, Any]:
        """The label of an area's side, and the value that says so; none where the user said it.

        Raises:
            NotAskedError: the user leaves such areas out.
            MapError: nothing names a side, or it is none of the theatre.
        """
        for name, wanted in self.where:
            if not any(_means(w, str(properties.get(name, ""))) for w in wanted):
                raise NotAskedError(f"{name} is not {' or '.join(wanted)}")
        if self.holder in theatre.labels:
            return self.holder, None
        allowed = f"give one of {', '.join(theatre.labels)}, or a property that names a side"
        if self.holder not in properties:
            have = ", ".join(list(map(str, properties))[:_LISTED]) or "none"
            why = f"no label and no property of it (it has {have})"
            raise MapError(f"holder {self.holder!r}", why, allowed)
        value = properties[self.holder]
        label = self._looked_up(str(value), theatre) if self.sides else _known(str(value), theatre)
        if label == NOBODY:
            raise NotAskedError(f"{self.holder} is {_short(value)}")
        if label not in theatre.labels:
            known = f"is none of {', '.join(v for v, _ in self.sides)}"
            why = known if self.sides else f"is no side of {theatre.name}"
            advice = "" if self.sides else allowed
            raise MapError(f"{self.holder} {_short(value)} {why}", advice=advice)
        return label, value

    def _looked_up(self, value: str, theatre: Theatre) -> str:
        """The side of a value: that of the same words, else of the words that it begins with.

        Raises:
            MapError: it begins with words of several sides, or names another side itself.
        """
        exact = {label for words, label in self.sides if _plain(words) == _plain(value)}
        found = exact or {label for words, label in self.sides if _means(words, value)}
        if len(found) > 1:
            raise MapError(f"{self.holder} {_short(value)} fits several sides")
        label = next(iter(found), "")
        named = _known(value, theatre)
        if not exact and label in theatre.labels and named and named != label:
            raise MapError(f"{self.holder} {_short(value)} names {named}, not {label}")
        return label


def _known(value: str, theatre: Theatre) -> str:
    """The side that a value is the label of, or that the theatre knows by it; empty if none."""
    label = next((x for x in theatre.labels if x.casefold() == value.casefold()), None)
    return label or theatre.side_of(value) or ""


def _means(words: str, value: str) -> bool:
    """Whether a value, or its name in one of several languages, is or begins with some words."""
    wanted = _plain(words)
    names = [_plain(value), *map(_plain, _BETWEEN.split(value))]
    return any(n == wanted or re.match(rf"{re.escape(wanted)}(?!\w)", n) for n in names)


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _short(value: object) -> str:
    words = str(value)
    return repr(words if len(words) <= _SHOWN else f"{words[:_SHOWN]}...")
