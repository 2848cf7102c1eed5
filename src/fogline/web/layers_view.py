"""What the map's layers show beside the front: claims not believed, fighting, what changed, who
holds each place, and how many claims there are a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, TypedDict

import numpy as np

from fogline import front as fronts
from fogline.control import Control
from fogline.model import EventType, event_types
from fogline.web.map_view import FIGHTING_DAYS, Feature, feature, point, recent_days

# A side's claim is not believed where that side's chance is below this.
_BELIEVED = 0.5
# A claim says that its side holds a place if that is at least this likely after it.
_SAYS_SO = 0.5


class LayersRecord(TypedDict):
    """Claims of sides that are not believed, and places of fighting, as a GeoJSON collection."""

    type: str
    day: date
    claimed_days: int
    fighting_days: int
    features: list[Feature]


class ChangedRecord(TypedDict):
    """The ground that changed hands between two days as a GeoJSON collection."""

    type: str
    since: date
    day: date
    features: list[Feature]


class HoldersRecord(TypedDict):
    """Who holds each settlement, by column, in the estimate's order (``position`` of a place).

    ``state`` is a position among ``states``, ``chance`` that state's in hundredths, and ``named``
    how many days before a claim named the place last, -1 where none has.
    """

    day: date
    states: list[str]
    state: list[int]
    chance: list[int]
    named: list[int]


class TimelineRecord(TypedDict):
    """Claims a day by kind, and places that changed hands by day and by the side that gained."""

    first: date
    last: date
    claims: dict[str, list[int]]
    changes: dict[str, list[int]]


def _reports(control: Control, at: int, days: int, *events: str) -> Any:
    """The rows of claims that some events happened at settlements, in so many days up to one."""
    claims, last = control.claims, control.first_day + at
    told = (claims.day <= last) & (claims.day > last - days) & (claims.place >= 0)
    happened = claims.among("status", "actual") & claims.among("polarity", "positive")
    return np.flatnonzero(told & happened & claims.among("event", *events))


def layers(control: Control, day: date) -> LayersRecord:
    """Claims not believed, by place and as ground, and fighting by place."""
    at, days = control.day(day), recent_days(control)
    return {
        "type": "FeatureCollection",
        "day": day,
        "claimed_days": days,
        "fighting_days": FIGHTING_DAYS,
        "features": [*_claimed(control, at, days), *_fighting(control, at)],
    }


def _claimed(control: Control, at: int, days: int) -> Iterator[Feature]:
    """Places of which a side's own speakers say that it holds them, and the estimate does not."""
    claims, kinds = control.claims, control.strengths
    holding = tuple(name for name, kind in event_types().items() if kind.territorial)
    rows = _reports(control, at, days, *holding)
    rows = rows[control.own_words[rows] & (claims.label[rows] >= 0) & (claims.kind[rows] >= 0)]
    rows = rows[kinds.of("says", claims.kind[rows])[:, 0] >= _SAYS_SO]
    # What was believed of its day, and became wrong since, nobody claims any more.
    told = np.clip(claims.day[rows] - control.first_day, 0, at)
    who, where = claims.label[rows], claims.place[rows]
    now, then = (control.chances[on, who, where] for on in (at, told))
    rows = rows[(now < _BELIEVED) & (then < _BELIEVED)]
    for k, label in enumerate(control.theatre.labels):
        mine = rows[claims.label[rows] == k]
        places, number = np.unique(claims.place[mine], return_counts=True)
        if len(places):
            shape = fronts.ground_of(control, places)
            yield feature(shape, layer="claimed-ground", side=label)
        for p, n in zip(places.tolist(), number.tolist(), strict=True):
            last = int(claims.day[mine[claims.place[mine] == p]].max())
            yield point(
                control.places[p],
                layer="claimed",
                side=label,
                n=n,
                ago=control.first_day + at - last,
                chance=round(100 * float(control.chances[at, k, p])),
            )


def _fighting(control: Control, at: int) -> Iterator[Feature]:
    """Places with the number of claims of fighting."""
    combat = tuple(n for n, kind in event_types().items() if kind.combat and not kind.sign)
    rows = _reports(control, at, FIGHTING_DAYS, *combat)
    places, number = np.unique(control.claims.place[rows], return_counts=True)
    for p, n in zip(places.tolist(), number.tolist(), strict=True):
        yield point(control.places[p], layer="fighting", n=n)


def changed(control: Control, since: date, day: date) -> ChangedRecord:
    """The ground that changed hands, by who gained it, and its places."""
    turned = fronts.handovers(control, since, day) if since < day else ()
    features: list[Feature] = []
    for gained in sorted({t.gained_by for t in turned}):
        places = [control.position[t.place.id] for t in turned if t.gained_by == gained]
        shape = fronts.ground_of(control, places)
        features.append(feature(shape, layer="changed-ground", gained=gained))
    features += [
        point(t.place, layer="changed", gained=t.gained_by, lost=t.lost_by, day=t.day.isoformat())
        for t in turned
    ]
    return {"type": "FeatureCollection", "since": since, "day": day, "features": features}


def holders(control: Control, day: date) -> HoldersRecord:
    """Who holds each place on a day, how likely, and when it was named last."""
    at = control.day(day)
    found = control.holder(at)
    states = list(dict.fromkeys((*control.states, *found)))
    chances, named = control.chances[at], control.last_named(at)
    ago = np.where(np.isfinite(named), at - named, -1)
    return {
        "day": day,
        "states": states,
        "state": [states.index(state) for state in found],
        "chance": np.round(100 * chances.max(axis=0)).astype(int).tolist(),
        "named": ago.astype(int).tolist(),
    }


def timeline(control: Control) -> TimelineRecord:
    """Claims a day by kind, and changes of hands by day."""
    start = control.day(control.first_shown)
    claims, days = control.claims, control.days - start
    day = claims.day - control.first_day - start
    within = (day >= 0) & (day < days)
    told: dict[str, Any] = {}
    for name, kind in event_types().items():
        rows = within & claims.among("event", name)
        counted = np.bincount(day[rows], minlength=days)
        told[_group(kind)] = told.get(_group(kind), 0) + counted
    return {
        "first": control.first_shown,
        "last": control.last,
        "claims": {name: count.tolist() for name, count in told.items()},
        "changes": {side: n[start:].tolist() for side, n in _changes(control).items()},
    }


def _group(kind: EventType) -> str:
    """What a timeline counts an event among."""
    if kind.sign:
        return "ground"
    if kind.remote:
        return "fire"
    return "fighting" if kind.combat else "other"


def _changes(control: Control) -> dict[str, Any]:
    """How many places each side gained on each day."""
    labels = control.theatre.labels
    out = {label: np.zeros(control.days, dtype=np.int64) for label in labels}
    was = control.chances[0].argmax(axis=0)
    for t in range(1, control.days):
        now = control.chances[t].argmax(axis=0)
        for k, label in enumerate(labels):
            out[label][t] = int(((now == k) & (was != k)).sum())
        was = now
    return out
