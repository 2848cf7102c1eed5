"""All settlements of a theatre, each once even where several files name it."""

from __future__ import annotations

import math
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace

from fogline.gazetteer.spelling import skeleton
from fogline.model import Place

# Entries of one name this near are one place, and a place without a region takes that of a
# neighbour this near.
SAME_KM, BESIDE_KM = 5.0, 30.0
_CELL = 0.1  # degrees; at least SAME_KM wide up to 60 degrees of latitude
# Cells around a place in which entries of its name, and neighbours with a region, are looked for.
_NEAR, _AROUND = 1, 3
# The columns of a place in the tables of an index.
PLACE = tuple(f.name for f in fields(Place))
# The tables in which an index keeps them.
SCHEMA = f"""
CREATE TABLE settlement (at INTEGER PRIMARY KEY, {", ".join(PLACE)});
CREATE TABLE settlement_id (id TEXT, at INTEGER);
"""


@dataclass(frozen=True)
class Settlements:
    """Places, and for every id (a twin's too) the place's position among them."""

    places: tuple[Place, ...]
    position: dict[str, int]


def merge(entries: Iterable[Place]) -> Settlements:
    """One place for all entries of a name that lie together.

    The region and point are those of an imported entry, where there is one: it names no country.
    """
    near = _Grid()
    places: list[Place] = []
    position: dict[str, int] = {}
    for entry in sorted(entries, key=lambda p: (not p.region, p.country, p.id)):
        name = skeleton(entry.name)
        twin = next(
            (
                k
                for k, other in near.around(entry, _NEAR)
                if other == name and places[k].km(entry) <= SAME_KM
            ),
            None,
        )
        if twin is None:
            twin = len(places)
            places.append(entry)
            near.put(entry, twin, name)
        elif entry.weight > places[twin].weight:
            places[twin] = replace(places[twin], weight=entry.weight)
        position[entry.id] = twin
    for k, place in enumerate(places):
        if not place.region:
            beside = [
                (place.km(places[j]), places[j].region)
                for j, _ in near.around(place, _AROUND)
                if places[j].region
            ]
            distance, region = min(beside, default=(math.inf, ""))
            places[k] = replace(place, region=region if distance <= BESIDE_KM else "")
    return Settlements(tuple(places), position)


def keep(base: sqlite3.Connection, found: Settlements) -> None:
    """Write settlements down in an index, for :func:`kept`."""
    rows = ((k, *(getattr(p, n) for n in PLACE)) for k, p in enumerate(found.places))
    base.executemany(f"INSERT INTO settlement VALUES (?{',?' * len(PLACE)})", rows)
    base.executemany("INSERT INTO settlement_id VALUES (?, ?)", found.position.items())
    base.commit()


def kept(base: sqlite3.Connection) -> Settlements:
    """The settlements that an index has; none where it was made in memory."""
    rows = base.execute(f"SELECT {', '.join(PLACE)} FROM settlement ORDER BY at")
    position = base.execute("SELECT id, at FROM settlement_id ORDER BY rowid")
    return Settlements(tuple(Place(*row) for row in rows), dict(position))


class _Grid:
    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[int, str]]] = defaultdict(list)

    def put(self, place: Place, k: int, name: str) -> None:
        self._cells[_cell(place)].append((k, name))

    def around(self, place: Place, reach: int) -> Iterator[tuple[int, str]]:
        x, y = _cell(place)
        for i in range(-reach, reach + 1):
            for j in range(-reach, reach + 1):
                yield from self._cells.get((x + i, y + j), ())


def _cell(place: Place) -> tuple[int, int]:
    return int((place.lat or 0) // _CELL), int((place.lon or 0) // _CELL)
