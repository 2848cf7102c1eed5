"""The names on the map: in the reader's language, the former one in brackets, one for each town."""

from __future__ import annotations

import math
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

from fogline.gazetteer import Gazetteer
from fogline.model import Place

LANGUAGES = ("en", "uk", "ru", "ar")
# The weights, powers of ten of people, from which a place is a city, a town, or a small town; and
# the size of all that are smaller, and of a part of a town. Sizes are classes of print.
CITY, SUBURB, SMALL, PART = 1, 3, 4, 5
_SIZES = ((5.4, CITY), (4.7, 2), (4.0, 3))
# The reach of a town of 50,000 people in km. It grows as the root of the people, within bounds:
# Mariupol's is 6 km, Kharkiv's 12.
_REACH_KM, _REACH_PEOPLE, _LEAST_KM, _MOST_KM = 2.2, 50_000, 2.0, 15.0
# GeoNames lists districts as places of their own, without saying so. A town has many spellings, at
# least this many times those of what lies in its reach. Of that, districts have no more spellings
# than this, or a name like Tsentralnyi: "raion" is understood. The rest are suburbs. A village at a
# town's edge, of a lesser weight, is a place of its own beyond half the reach.
_RENOWN, _FEW, _DISTRICT, _VILLAGE = 2, 6, ("yi", "yy"), 3.9
_CELL = 0.2  # degrees, more than the largest reach


@cache
def _towns() -> Mapping[str, Mapping[str, Sequence[str]]]:
    file = resources.files("fogline.web") / "data" / "towns.toml"
    towns = tomllib.loads(file.read_text(encoding="utf-8"))["town"]
    return {town["id"]: {k: v for k, v in town.items() if k != "id"} for town in towns}


def labels(
    gazetteer: Gazetteer, places: Sequence[Place], language: str
) -> tuple[list[str], list[str]]:
    """The name of each place in a language, and the one before it, empty where it was kept."""
    names = gazetteer.names(language)
    found, former = [names.get(p.id, p.name) for p in places], [""] * len(places)
    position = {p.id: k for k, p in enumerate(places)}
    merged = gazetteer.settlements
    for id, by_language in _towns().items():
        if id in merged.position and language in by_language:
            at = position.get(merged.places[merged.position[id]].id)
            if at is not None:
                found[at], former[at] = (*by_language[language], "")[:2]
    return found, former


def sizes(gazetteer: Gazetteer, places: Sequence[Place]) -> list[int]:
    """The size of each place: 1 for cities to 4 for villages, and 5 for parts of a town."""
    renown = gazetteer.renown
    towns: dict[tuple[int, int], list[Place]] = defaultdict(list)
    for place in places:
        if place.weight >= _SIZES[1][0]:
            towns[_cell(place)].append(place)
    found = []
    for place in places:
        size = next((size for least, size in _SIZES if place.weight >= least), SMALL)
        if any(_within(renown, place, town) for town in _around(towns, place)):
            known = renown.get(place.id, 0)
            few = known <= _FEW or place.name.endswith(_DISTRICT)
            size = PART if few else max(size, SUBURB)
        found.append(size)
    return found


def _within(renown: Mapping[str, int], place: Place, town: Place) -> bool:
    """Whether a place lies in the reach of a town that is much better known."""
    if renown.get(town.id, 0) < _RENOWN * renown.get(place.id, 0) or town.id == place.id:
        return False
    people = 10 ** max(place.weight, town.weight)
    reach = _REACH_KM * math.sqrt(people / _REACH_PEOPLE)
    if place.name.endswith(_DISTRICT):
        reach *= 2  # no place of its own has such a name so near
    reach = min(max(reach, _LEAST_KM), _MOST_KM)
    return place.km(town) <= (reach if place.weight >= _VILLAGE else reach / 2)


def _cell(place: Place) -> tuple[int, int]:
    return int((place.lat or 0) // _CELL), int((place.lon or 0) // _CELL)


def _around(cells: Mapping[tuple[int, int], list[Place]], place: Place) -> Iterator[Place]:
    x, y = _cell(place)
    for i in (-1, 0, 1):
        for j in (-1, 0, 1):
            yield from cells.get((x + i, y + j), ())
