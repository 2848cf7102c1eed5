"""What the map shows: the theatre, the front of a day, the settlements, and a day's claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypedDict

import numpy as np
import shapely

from fogline import front as fronts
from fogline.control import Control
from fogline.front import Front
from fogline.model import ClaimRow, Place
from fogline.version import VERSION
from fogline.web.ledger_snapshot import LedgerSnapshot, day_number
from fogline.web.serializers import UnknownTextRecord

# Digits of degrees: ten metres, far below what a settlement's cell means.
_DIGITS = 4
# Days before the last whose front is in view at first: the map rings what changed hands in a week.
_WEEK = timedelta(7)
# Claims about more days than this are no news of a single day, and have no sign on the map.
_LONGEST_DAYS = 10
# The days up to the one shown whose fighting the map shows, as daily maps of the war have it.
FIGHTING_DAYS = 7

# South, west, north, east in degrees.
Box = tuple[float, float, float, float]
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
    head of the ledger's chain. Ground is held from the chance ``sure`` on, where claims near by are
    of ``recent_days``.
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
    sure: float
    recent_days: int
    fighting_days: int
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


def war(snapshot: LedgerSnapshot, control: Control) -> WarRecord:
    """What is served."""
    theatre = snapshot.theatre
    south, west, north, east = theatre.box
    drawn = fronts.draw(control)
    before = fronts.draw(control, max(control.first_shown, control.last - _WEEK))
    return {
        "name": theatre.name,
        "title": theatre.title,
        "box": [west, south, east, north],
        "view": _first_view((before, drawn), theatre.box),
        "sides": [
            {"label": b.label, "name": b.name, "colour": b.colour} for b in theatre.belligerents
        ],
        "states": list(control.states),
        "first": control.first_shown,
        "last": control.last,
        "claims": snapshot.rows.num_rows,
        "publishers": snapshot.publishers,
        "rests_on": control.rests_on,
        "credits": drawn.credits,
        "sure": drawn.sure,
        "recent_days": recent_days(control),
        "fighting_days": FIGHTING_DAYS,
        "converged": control.converged,
        "edition": snapshot.version,
        "version": VERSION,
    }


def recent_days(control: Control) -> int:
    """The days after which what was said of ground counts half."""
    return int(control.strengths.sections["contact"]["said_days"])


def _first_view(drawn: Sequence[Front], box: tuple[float, float, float, float]) -> list[float]:
    """West, south, east, north of the fronts as far as known, or of the theatre without one."""
    south, west, north, east = box
    lines = [line for front in drawn for line in front.known_lines]
    if not lines:
        return [west, south, east, north]
    return [round(float(v), 2) for v in shapely.total_bounds(np.array(lines))]


def front(
    control: Control, day: date, unknown_texts: Sequence[UnknownTextRecord] = ()
) -> FrontRecord:
    """Areas by state and look, and lines of a day, their points rounded to ten metres."""
    drawn = fronts.draw(control, day)
    metres = drawn.mesh.plane.metres
    areas = [
        feature(shape, layer="area", label=state, look=look, km2=round(metres(shape).area / 1e6, 1))
        for (state, look), shape in drawn.grounds.items()
    ]
    lines = [
        feature(
            line,
            layer="line",
            label="-".join(pair),
            look=look,
            km=round(metres(line).length / 1000, 1),
        )
        for (pair, look), line in drawn.line_looks.items()
    ]
    return {
        "type": "FeatureCollection",
        "day": day,
        "rests_on": control.rests_on,
        "unknown_texts": unknown_texts,
        "extents": drawn.table().to_pylist(),
        "features": [*areas, *lines],
    }


def feature(shape: shapely.Geometry, **properties: object) -> Feature:
    """A shape with what it shows, its points rounded to ten metres."""
    rounded = shapely.transform(shape, lambda xy: np.round(xy, _DIGITS))
    geometry = shapely.geometry.mapping(rounded)
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def point(place: Place, **properties: object) -> Feature:
    """A settlement with what the map shows there."""
    named = {"id": place.id, "name": place.name, **properties}
    return feature(shapely.Point(place.lon or 0.0, place.lat or 0.0), **named)


def picture(control: Control, day: date, box: Box | None = None) -> bytes:
    """The map of a day as SVG; ``box`` is south, west, north, east in degrees."""
    return fronts.draw(control, day).picture(box=box).encode()


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
