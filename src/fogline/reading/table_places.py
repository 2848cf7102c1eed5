"""Where a row of a table happened: its own coordinates, at the settlement of its name near them."""

from __future__ import annotations

import hashlib
import math
from dataclasses import replace

from fogline.gazetteer import Gazetteer
from fogline.model import Mention, Place, Span
from fogline.reading.table_codes import TableError
from fogline.theatre import Theatre

# Tables and gazetteers put one town at points this far apart at most: its middle, or its edge.
NEAR_KM = 10.0
# A name without coordinates must be spelled about as the gazetteer has it (0 to 1).
_ALIKE = 0.9
# ACLED's precision of place (codebook, 2024): 2 is near the place, 3 a region about it.
_PRECISION, _NEAR, _REGION = "geo_precision", "2", "3"
# Between a town and its district: "Kharkiv - Saltivka".
_DISTRICT = " - "
Cells = dict[str, tuple[str, Span]]


class PlacesOfRows:
    """Finds the places of a theatre's rows."""

    def __init__(self, theatre: Theatre, gazetteer: Gazetteer) -> None:
        self._theatre, self._gazetteer = theatre, gazetteer

    @staticmethod
    def relation(cells: Cells) -> str:
        """How an event lies to its place, by the table's precision."""
        precision, _ = cells.get(_PRECISION, ("", None))
        return {_NEAR: "near", _REGION: "area"}.get(precision, "in")

    def mention(self, cells: Cells) -> Mention:
        """The place of a row; its coordinates are the row's own, where it has any.

        Raises:
            TableError: no place, or coordinates that are none.
        """
        own = _coordinates(cells)
        words, span = cells.get("location") or cells.get("latitude") or ("", None)
        if span is None:
            raise TableError("a row without a place", advice="give location, or its coordinates")
        name = words if "location" in cells else ""
        precision, _ = cells.get(_PRECISION, ("", None))
        if own is None:
            return self._named(name, span)
        digest = hashlib.sha256(f"{name}|{own[0]}|{own[1]}".encode()).hexdigest()[:16]
        place = Place(f"table:{digest}", name or f"{own[0]:g}, {own[1]:g}", "other", *own)
        if precision == _REGION:
            place = replace(place, kind="region")
            why = "geo_precision 3: the row's own coordinates stand for a region"
            return _located(span, words, place, why)
        south, west, north, east = self._theatre.box
        if not (south <= own[0] <= north and west <= own[1] <= east):
            why = f"the row's own coordinates, outside the area of {self._theatre.name}"
            return _located(span, words, place, why)
        known = self._beside(name, place)
        if known is None:
            which = (
                f"no settlement of this name within {NEAR_KM:g} km" if name else "without a name"
            )
            why = f"the row's own coordinates; {which}"
            return _located(span, words, place, why)
        why = f"the row's own coordinates, {known.km(place):.1f} km from {known.name}"
        return _located(span, words, replace(known, lat=own[0], lon=own[1]), why)

    def _beside(self, name: str, own: Place) -> Place | None:
        """The settlement of a name that is nearest to the row's own point."""
        for words in dict.fromkeys((name, name.partition(_DISTRICT)[0])):
            found = [p for p in self._settlements(words) if p.km(own) <= NEAR_KM]
            if found:
                return min(found, key=lambda p: (p.km(own), p.id))
        return None

    def _settlements(self, name: str, alike: float = 0.0) -> list[Place]:
        found = self._gazetteer.find(name) if name else ()
        return [m.place for m in found if m.place.kind == "settlement" and m.likeness >= alike]

    def _named(self, name: str, span: Span) -> Mention:
        """The place of a row without coordinates."""
        position = self._gazetteer.settlements.position
        ids = {position.get(p.id, -1): p for p in self._settlements(name, _ALIKE)}
        found = tuple(ids.values())
        if len(found) == 1:
            why = "the only settlement of this name"
            return Mention(span, name, found[0].name, "settlement", "located", why, found[0])
        why = "several settlements of this name" if found else "no settlement of this name"
        status = "ambiguous" if found else "unknown"
        return Mention(span, name, name, "settlement", status, why, candidates=found)


def _located(span: Span, words: str, place: Place, why: str) -> Mention:
    return Mention(span, words, place.name, place.kind, "located", why, place)


def _coordinates(cells: Cells) -> tuple[float, float] | None:
    """Degrees north and east; none where the row has neither.

    Raises:
        TableError: one of them is missing, or no number, or not on earth.
    """
    words = [cells[n][0] if n in cells else "" for n in ("latitude", "longitude")]
    if not any(words):
        return None
    try:
        lat, lon = (float(w.replace(",", ".")) for w in words)
    except ValueError as error:
        said = f"latitude {words[0]!r}, longitude {words[1]!r}"
        raise TableError(said, "no coordinates", "give degrees such as 49.21 and 37.25") from error
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        why = "outside -90..90 degrees north or -180..180 east"
        raise TableError(f"latitude {words[0]!r}, longitude {words[1]!r}", why)
    return lat, lon
