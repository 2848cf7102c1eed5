"""What the map shows: the theatre, the front of a day, the settlements, and a day's claims."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypedDict

import numpy as np
import shapely

from fogline import front as fronts
from fogline.control import Control
from fogline.front import Front
from fogline.model import ClaimRow
from fogline.version import VERSION
from fogline.web import place_names
from fogline.web.ledger_snapshot import LedgerSnapshot, day_number
from fogline.web.place_names import CITY, PART
from fogline.web.serializers import UnknownTextRecord

# Digits of degrees: ten metres, far below what a settlement's cell means.
_DIGITS = 4
# What e times as many claims add to a place's weight, which is the power of ten of its people.
_WEIGHT_OF_CLAIMS = 0.35
# Places that a search gives.
_FOUND = 12
# Claims about more days than this are no news of a single day, and have no sign on the map.
_LONGEST_DAYS = 10

# A row of a table, as JSON: its keys are the table's columns.
TableRow = dict[str, object]


class SideRecord(TypedDict):
    """A belligerent."""

    label: str
    name: str
    colour: str


class WarRecord(TypedDict):
    """What is served.

    ``view`` is the west, south, east and north that a map shows first, ``edition`` the hash at the
    head of the ledger's chain.
    """

    name: str
    title: str
    box: list[float]
    view: list[float]
    sides: list[SideRecord]
    states: list[str]
    first: date
    last: date
    claims: int
    publishers: Mapping[str, int]
    rests_on: str
    credits: Sequence[str]
    converged: bool
    edition: str
    version: str


class Feature(TypedDict):
    """A feature of GeoJSON."""

    type: str
    properties: Mapping[str, object]
    geometry: Mapping[str, Any]


class FrontRecord(TypedDict):
    """The front of a day as a GeoJSON collection, with the areas' sizes."""

    type: str
    day: date
    rests_on: str
    unknown_texts: Sequence[UnknownTextRecord]
    extents: list[TableRow]
    features: list[Feature]


class SymbolsRecord(TypedDict):
    """The claims of a day by settlement as a GeoJSON collection."""

    type: str
    day: date
    features: list[Feature]


class PlacesRecord(TypedDict):
    """All settlements, by column.

    ``label`` is the name on the map in the language asked for, ``former`` the one before it, and
    ``size`` its class of print: 1 for cities to 4 for villages, 5 for parts of a town.
    """

    id: list[str]
    name: list[str]
    label: list[str]
    former: list[str]
    size: list[int]
    region: list[str]
    lat: list[float]
    lon: list[float]
    weight: list[float]
    claims: list[int]


class FoundPlaceRecord(TypedDict):
    """A settlement that a name may mean, with the spelling that matched."""

    id: str
    name: str
    region: str
    lat: float | None
    lon: float | None
    spelling: str
    claims: int


class SearchRecord(TypedDict):
    """The settlements that a name may mean, the likeliest first."""

    asked: str
    places: list[FoundPlaceRecord]


def war(snapshot: LedgerSnapshot, control: Control) -> WarRecord:
    """What is served."""
    theatre = snapshot.theatre
    south, west, north, east = theatre.box
    drawn = fronts.draw(control)
    return {
        "name": theatre.name,
        "title": theatre.title,
        "box": [west, south, east, north],
        "view": _first_view(drawn, theatre.box),
        "sides": [
            {"label": b.label, "name": b.name, "colour": b.colour} for b in theatre.belligerents
        ],
        "states": list(control.states),
        "first": control.first,
        "last": control.last,
        "claims": snapshot.rows.num_rows,
        "publishers": snapshot.publishers,
        "rests_on": control.rests_on,
        "credits": drawn.credits,
        "converged": control.converged,
        "edition": snapshot.version,
        "version": VERSION,
    }


def _first_view(drawn: Front, box: tuple[float, float, float, float]) -> list[float]:
    """West, south, east, north of the front, or of the theatre where there is none."""
    south, west, north, east = box
    lines = list(drawn.lines.values())
    if not lines:
        return [west, south, east, north]
    return [round(float(v), 2) for v in shapely.total_bounds(np.array(lines))]


def front(
    control: Control, day: date, unknown_texts: Sequence[UnknownTextRecord] = ()
) -> FrontRecord:
    """Areas, lines and the band of doubt of a day, their points rounded to ten metres."""
    drawn = fronts.draw(control, day)
    features: list[Feature] = []
    for row in drawn.features().to_pylist():
        shape = shapely.transform(
            shapely.from_wkb(row.pop("geometry")), lambda xy: np.round(xy, _DIGITS)
        )
        geometry = shapely.geometry.mapping(shape)
        features.append({"type": "Feature", "properties": row, "geometry": geometry})
    return {
        "type": "FeatureCollection",
        "day": day,
        "rests_on": control.rests_on,
        "unknown_texts": unknown_texts,
        "extents": drawn.table().to_pylist(),
        "features": features,
    }


def picture(control: Control, day: date) -> bytes:
    """The map of a day as SVG."""
    return fronts.draw(control, day).picture().encode()


def places(snapshot: LedgerSnapshot, control: Control, language: str = "en") -> PlacesRecord:
    """All settlements in the order in which the map writes their names.

    Cities come first, parts of towns last, and between them the weightiest: large ones, and those
    that claims name.
    """
    counts, gazetteer = snapshot.claim_counts, snapshot.gazetteer
    every = control.places
    sizes = place_names.sizes(gazetteer, every)
    labels, former = place_names.labels(gazetteer, every, language)
    weight = [p.weight + _WEIGHT_OF_CLAIMS * math.log1p(counts.get(p.id, 0)) for p in every]
    order = sorted(
        range(len(every)),
        key=lambda k: (sizes[k] == PART, sizes[k] != CITY, -weight[k], every[k].id),
    )
    found = [every[k] for k in order]
    return {
        "id": [p.id for p in found],
        "name": [p.name for p in found],
        "label": [labels[k] for k in order],
        "former": [former[k] for k in order],
        "size": [sizes[k] for k in order],
        "region": [p.region for p in found],
        "lat": [round(p.lat or 0.0, _DIGITS) for p in found],
        "lon": [round(p.lon or 0.0, _DIGITS) for p in found],
        "weight": [round(weight[k], 2) for k in order],
        "claims": [counts.get(p.id, 0) for p in found],
    }


def search(snapshot: LedgerSnapshot, control: Control, words: str) -> SearchRecord:
    """Settlements that a name may mean: of equal ones, those with most claims first."""
    position, counts = control.position, snapshot.claim_counts
    matches = [m for m in snapshot.gazetteer.find(words) if m.place.id in position]
    matches.sort(key=lambda m: (-round(m.likeness, 1), -counts.get(m.place.id, 0), -m.place.weight))
    found: dict[int, FoundPlaceRecord] = {}
    for match in matches:
        at = position[match.place.id]
        p = control.places[at]
        record: FoundPlaceRecord = {
            "id": p.id,
            "name": p.name,
            "region": p.region,
            "lat": p.lat,
            "lon": p.lon,
            "spelling": match.spelling,
            "claims": counts.get(p.id, 0),
        }
        found.setdefault(at, record)
    return {"asked": words, "places": list(found.values())[:_FOUND]}


def symbols(snapshot: LedgerSnapshot, day: date, as_of: date | None, source: str) -> SymbolsRecord:
    """The claims of a day by settlement."""
    at = day_number(day)
    snapshot = snapshot.with_copies if source else snapshot
    start, end = snapshot.start, snapshot.end
    of_day = (start <= at) & (end >= at) & (end - start <= _LONGEST_DAYS)
    by_place: dict[str, list[ClaimRow]] = {}
    for row in snapshot.claims(np.flatnonzero(of_day & snapshot.published_by(as_of, source))):
        located = row.place_status == "located" and row.kind == "settlement"
        if located and row.place and row.lat is not None:
            by_place.setdefault(row.place, []).append(row)
    features = [_symbol(id, rows) for id, rows in by_place.items()]
    return {"type": "FeatureCollection", "day": day, "features": features}


def _symbol(id: str, rows: Sequence[ClaimRow]) -> Feature:
    """A settlement with the event that most claims tell; what happened comes before the rest."""
    happened = [r for r in rows if r.polarity == "positive" and r.status == "actual"]
    told = Counter((r.event, r.actor or "") for r in happened or rows)
    (event, actor), _ = told.most_common(1)[0]
    first = rows[0]
    properties = {
        "layer": "symbol",
        "id": id,
        "name": first.name,
        "event": event,
        "actor": actor,
        "n": len(rows),
        "denied": sum(r.polarity == "negative" for r in rows),
        "ahead": sum(r.status != "actual" for r in rows),
        "events": ", ".join(sorted({r.event for r in rows})),
        "only": not happened,
    }
    point = {"type": "Point", "coordinates": [first.lon, first.lat]}
    return {"type": "Feature", "properties": properties, "geometry": point}
