"""What the API and the pages show, as records."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np
import shapely

import fogline
from fogline import front as front_room
from fogline.control import Control, ControlError
from fogline.sources import cases as source_cases
from fogline.sources import compare, score
from fogline.web.desk import Lens
from fogline.web.edition import Edition, numbered
from fogline.web.filters import Filter
from fogline.web.pieces import Mark, cut, marks_of
from fogline.web.problem import Problem
from fogline.web.told import claim_told, explanation_told, safe_link, turn_told

Record = dict[str, Any]
_GRID = 4  # digits of degrees: ten metres, far below what a settlement's cell means
_FOUND, _LONGEST = 12, 10
_EXPLAINED, _TURNS, _BESIDE = 60, 300, 30
# What e times as many claims add to a place's weight, which is the power of ten of its people.
_NAMED = 0.35
_NEAR, _CASES, _SPOKEN = 30, 400, 10


def lens_told(lens: Lens) -> str:
    """A lens in words."""
    known = f"of what was published by {lens.as_of}" if lens.as_of else "of everything published"
    return f"{known}, by {lens.source} alone" if lens.source else known


def war(edition: Edition, control: Control) -> Record:
    """What is served."""
    theatre = edition.theatre
    south, west, north, east = theatre.box
    drawn = front_room.draw(control)
    return {
        "name": theatre.name, "title": theatre.title, "box": [west, south, east, north], "view": _view(drawn, theatre.box),
        "sides": [{"label": b.label, "name": b.name, "colour": b.colour} for b in theatre.belligerents],
        "states": list(control.states), "first": control.first, "last": control.last, "claims": edition.rows.num_rows,
        "publishers": edition.publishers, "rests_on": control.rests_on, "credits": drawn.credits, "converged": control.converged,
        "edition": edition.mark, "version": fogline.__version__,
    }  # fmt: skip


def _view(drawn: Any, box: tuple[float, float, float, float]) -> list[float]:
    """West, south, east, north of what a map shows first: the front, or the theatre where there is none."""
    south, west, north, east = box
    lines = list(drawn.lines.values())
    return (
        [round(float(v), 2) for v in shapely.total_bounds(np.array(lines))]
        if lines
        else [west, south, east, north]
    )


def front(control: Control, day: date) -> Record:
    """Areas, lines and the band of doubt of a day, as GeoJSON, its points rounded to ten metres."""
    drawn = front_room.draw(control, day)
    features = []
    for row in drawn.features().to_pylist():
        shape = shapely.transform(
            shapely.from_wkb(row.pop("geometry")), lambda xy: np.round(xy, _GRID)
        )
        features.append(
            {"type": "Feature", "properties": row, "geometry": shapely.geometry.mapping(shape)}
        )
    extents = drawn.table().to_pylist()
    return {
        "type": "FeatureCollection",
        "day": day,
        "rests_on": control.rests_on,
        "extents": extents,
        "features": features,
    }


def picture(control: Control, day: date) -> bytes:
    """The map of a day as SVG."""
    return front_room.draw(control, day).picture().encode()


def places(edition: Edition, control: Control) -> Record:
    """All settlements by column, the weightiest first: large ones, and those that claims name."""
    spoken = edition.spoken
    weight = [p.weight + _NAMED * math.log1p(spoken.get(p.id, 0)) for p in control.places]
    order = sorted(range(len(weight)), key=lambda k: (-weight[k], control.places[k].id))
    found = [control.places[k] for k in order]
    return {
        **{n: [getattr(p, n) for p in found] for n in ("id", "name", "region")}, "lat": [round(p.lat or 0.0, _GRID) for p in found],
        "lon": [round(p.lon or 0.0, _GRID) for p in found], "weight": [round(p.weight, 2) for p in found],
        "claims": [spoken.get(p.id, 0) for p in found],
    }  # fmt: skip


def search(edition: Edition, control: Control, words: str) -> Record:
    """Settlements that a name may mean: those that claims speak of first among equals."""
    position = control.basis.field.position
    found: dict[int, Record] = {}
    matches = [m for m in edition.gazetteer.find(words) if m.place.id in position]
    for m in sorted(
        matches,
        key=lambda m: (-round(m.likeness, 1), -edition.spoken.get(m.place.id, 0), -m.place.weight),
    ):
        p = control.places[position[m.place.id]]
        row = {n: getattr(p, n) for n in ("id", "name", "region", "lat", "lon")}
        found.setdefault(
            position[m.place.id],
            row | {"spelling": m.spelling, "claims": edition.spoken.get(p.id, 0)},
        )
    return {"asked": words, "places": list(found.values())[:_FOUND]}


def symbols(edition: Edition, day: date, as_of: date | None, source: str) -> Record:
    """What is claimed of a day by settlement, as GeoJSON points."""
    at = numbered(day)
    edition = edition.prints if source else edition
    of_day = (edition.start <= at) & (edition.end >= at) & (edition.end - edition.start <= _LONGEST)
    rows = edition.take(np.flatnonzero(of_day & edition.seen(as_of, source)))
    by_place: dict[str, list[Record]] = {}
    for row in rows:
        if (
            row["place_status"] == "located"
            and row["kind"] == "settlement"
            and row["lat"] is not None
        ):
            by_place.setdefault(row["place"], []).append(row)
    return {
        "type": "FeatureCollection",
        "day": day,
        "features": [_symbol(i, r) for i, r in by_place.items()],
    }


def _symbol(id: str, rows: list[Record]) -> Record:
    """A place with its events; what is told most stands for it, what happened before what did not or may."""
    told = Counter(
        (r["event"], r["actor"] or "")
        for r in rows
        if r["polarity"] == "positive" and r["status"] == "actual"
    )
    other = Counter((r["event"], r["actor"] or "") for r in rows)
    (event, actor), _ = (told or other).most_common(1)[0]
    first = rows[0]
    properties = {
        "layer": "symbol", "id": id, "name": first["name"], "event": event, "actor": actor, "n": len(rows), "denied": sum(r["polarity"] == "negative" for r in rows),
        "ahead": sum(r["status"] != "actual" for r in rows), "events": ", ".join(sorted({r["event"] for r in rows})), "only": not told,
    }  # fmt: skip
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Point", "coordinates": [first["lon"], first["lat"]]},
    }


def place(edition: Edition, control: Control, name: str, day: date) -> Record:
    """Who held a place by day, and why on one day, with claims about it that weigh nothing: denials, forecasts, fighting far back."""
    control.day(day)
    at = control.find(name)
    found = control.places[at]
    why = control.weigh(found.id).on(day)
    weighed = {r.claim["id"] for r in why.reasons}
    known, ids = control.basis.claims.ids, edition.rows["id"]
    named = [
        k
        for id in control.basis.field.ids[at]
        for k in edition.about.get(id, ())
        if ids[k].as_py() in known
    ]
    near = [
        k
        for k in named
        if edition.end[k] >= numbered(day) - _NEAR and edition.start[k] <= numbered(day) + _NEAR
    ]
    others = [r for r in edition.take(sorted(near)) if r["id"] not in weighed]
    return {
        "place": {n: getattr(found, n) for n in ("id", "name", "region", "lat", "lon", "country")}, "claims": len(named),
        "first": control.first, "states": list(control.states), "rests_on": control.rests_on,
        "chances": {s: [round(float(p), 3) for p in control.chances[:, k, at]] for k, s in enumerate(control.states)},
        "why": explanation_told(why, edition.theatre), "beside": [claim_told(r, edition.theatre) for r in others[:_BESIDE]], "beside_total": len(others),
    }  # fmt: skip


def changes(edition: Edition, control: Control, since: date, day: date) -> Record:
    """What changed hands between two days."""
    found = front_room.changes(control, since, day, explained=_EXPLAINED)
    return {
        "since": since, "day": day, "flows": [asdict(f) for f in found.flows], "advances": [_forward(a) for a in found.advances],
        "turns": [turn_told(t, edition.theatre) for t in found.turns[:_TURNS]], "total": len(found.turns), "wavering": found.wavering,
    }  # fmt: skip


def _forward(a: Any) -> Record:
    """A sector's pace, told of the side that moved forward."""
    if a.km_a_day >= 0:
        return asdict(a)
    return asdict(a) | {
        "side": a.against,
        "against": a.side,
        "km_a_day": -a.km_a_day,
        "low": -a.high + 0.0,
        "high": -a.low + 0.0,
    }


def pockets(
    edition: Edition, control: Control, day: date, neck_km: float, least_km2: float
) -> Record:
    """Pockets and salients of a day."""
    found = front_room.pockets(control, day, neck_km, least_km2)
    return {
        "day": day, "neck_km": neck_km, "least_km2": least_km2,
        "pockets": [
            {"side": p.side, "places": [q.name for q in p.places], "km2": round(p.km2), "chance": round(p.chance, 2), "neck_km": p.neck_km,
             "at": _middle(p.shape), "course": p.course(), "turns": [turn_told(t, edition.theatre) for t in p.turns]}
            for p in found.pockets
        ],
        "salients": [
            {"side": s.side, "places": [q.name for q in s.places], "km2": round(s.km2), "depth_km": round(s.depth_km, 1), "width_km": round(s.width_km, 1), "at": _middle(s.shape)}
            for s in found.salients
        ],
    }  # fmt: skip


def _middle(shape: Any) -> str:
    """A point on a shape as latitude and longitude, for an address."""
    inner = shapely.point_on_surface(shape)
    return f"{inner.y:.3f},{inner.x:.3f},8"


def scores(control: Control, by: str) -> Record:
    """The scoreboard: publishers all, speakers with ten claims, or all where none has so many."""
    least = 1 if by == "publisher" else _SPOKEN
    try:
        found = score(control, by=by, least=least)
    except ControlError:
        found = score(control, by=by, least=1)
    return {"by": by, "rows": found.table().to_pylist()}


def cases(edition: Edition, control: Control, name: str, by: str) -> Record:
    """What is behind a source's figures."""
    rows = source_cases(control, name, by=by).to_pylist()
    known = edition.prints
    claims_of = known.take(
        [known.number[r["claim"]] for r in rows if r["claim"] in known.number][:_CASES]
    )
    told = {r["id"]: claim_told(r, edition.theatre) for r in claims_of}
    counts = Counter(r["outcome"] for r in rows)
    return {
        "name": name,
        "by": by,
        "counts": counts,
        "rows": [{**r, "told": told.get(r["claim"])} for r in rows[:_CASES]],
    }


def differences(control: Control, one: str, two: str) -> Record:
    """Where two publishers differ."""
    return {"one": one, "two": two, "rows": compare(control, one, two, by="publisher").to_pylist()}


def claims(edition: Edition, asked: Filter, offset: int, limit: int) -> Record:
    """A page of claims."""
    edition = asked.among(edition)
    found = asked.rows(edition)
    rows = edition.take(found[offset : offset + limit])
    return {
        "asked": asked.given(),
        "total": len(found),
        "offset": offset,
        "claims": [claim_told(r, edition.theatre) for r in rows],
    }


def claim(edition: Edition, id: str) -> Record:
    """One claim.

    Raises:
        Problem: no such claim.
    """
    known = edition.prints
    if id not in known.number:
        raise Problem(
            404,
            f"claim {id!r}: the newest edition has none of this id",
            "it may have been rejected, or read anew",
        )
    # A claim that stands for its copies tells of them; a copy tells of itself.
    at = edition if id in edition.number else known
    return claim_told(at.row(at.number[id]), edition.theatre)


def document(edition: Edition, row: Record) -> Record:
    """A document with its claims marked."""
    rows = edition.prints.take(Filter(document=row["id"]).rows(edition.prints))
    rows.sort(key=lambda r: (r["trigger_start"], r["id"]))
    marks: list[Mark] = [m for r in rows for m in marks_of(r)]
    facts = {
        n: row[n]
        for n in (
            "id",
            "name",
            "source",
            "published",
            "published_utc",
            "lang",
            "title",
            "author",
            "sha256",
        )
    }
    pieces = [asdict(p) for p in cut(row["text"], marks)]
    return {
        **facts,
        "link": safe_link(row["url"]),
        "pieces": pieces,
        "claims": [claim_told(r, edition.theatre) for r in rows],
    }
