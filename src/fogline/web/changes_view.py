"""What changed hands, and pockets and salients, as pages and calls show them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TypedDict, cast

import shapely

from fogline import front as fronts
from fogline.control import Control
from fogline.web.ledger_snapshot import LedgerSnapshot
from fogline.web.serializers import HandoverRecord, handover_record

# Places whose claims are looked up, and places listed in all: more than anybody reads.
_EXPLAINED, _LISTED = 60, 300
# The zoom of a map that shows a pocket.
_ZOOM = 8


class FlowRecord(TypedDict):
    """Ground that one side lost to another in a region, in km2."""

    region: str
    lost_by: str
    gained_by: str
    km2: float
    low: float
    high: float
    places: int


class AdvanceRecord(TypedDict):
    """How fast a side moved forward in a region, in km a day."""

    region: str
    side: str
    against: str
    front_km: float
    km_a_day: float
    low: float
    high: float


class ChangesRecord(TypedDict):
    """What changed hands between two days."""

    since: date
    day: date
    flows: list[FlowRecord]
    advances: list[AdvanceRecord]
    turns: list[HandoverRecord]
    total: int
    wavering: int
    unclaimed: int


class PocketRecord(TypedDict):
    """A part of a side's ground that is cut off or hangs by a neck; ``at`` is for an address."""

    side: str
    places: list[str]
    km2: int
    chance: float
    neck_km: float
    at: str
    course: str
    turns: list[HandoverRecord]


class SalientRecord(TypedDict):
    """Ground of a side that juts out; ``at`` is for an address."""

    side: str
    places: list[str]
    km2: int
    depth_km: float
    width_km: float
    at: str


class PocketsRecord(TypedDict):
    """Pockets and salients of a day."""

    day: date
    neck_km: float
    least_km2: float
    pockets: list[PocketRecord]
    salients: list[SalientRecord]


def changes(snapshot: LedgerSnapshot, control: Control, since: date, day: date) -> ChangesRecord:
    """What changed hands between two days."""
    found = fronts.changes(control, since, day, explained=_EXPLAINED)
    return {
        "since": since,
        "day": day,
        "flows": [cast(FlowRecord, asdict(f)) for f in found.flows],
        "advances": [_forward(cast(AdvanceRecord, asdict(a))) for a in found.advances],
        "turns": [handover_record(t, snapshot.theatre) for t in found.handovers[:_LISTED]],
        "total": len(found.handovers),
        "wavering": found.wavering,
        "unclaimed": found.unclaimed,
    }


def _forward(record: AdvanceRecord) -> AdvanceRecord:
    """A sector's pace, told of the side that moved forward."""
    if record["km_a_day"] >= 0:
        return record
    return {
        "region": record["region"],
        "side": record["against"],
        "against": record["side"],
        "front_km": record["front_km"],
        "km_a_day": -record["km_a_day"],
        # Adding zero turns -0.0 into 0.0.
        "low": -record["high"] + 0.0,
        "high": -record["low"] + 0.0,
    }


def pockets(
    snapshot: LedgerSnapshot, control: Control, day: date, neck_km: float, least_km2: float
) -> PocketsRecord:
    """Pockets and salients of a day."""
    found = fronts.pockets(control, day, neck_km, least_km2)
    return {
        "day": day,
        "neck_km": neck_km,
        "least_km2": least_km2,
        "pockets": [
            {
                "side": p.side,
                "places": [q.name for q in p.places],
                "km2": round(p.km2),
                "chance": round(p.chance, 2),
                "neck_km": p.neck_km,
                "at": _map_position(p.shape),
                "course": p.course(),
                "turns": [handover_record(t, snapshot.theatre) for t in p.handovers],
            }
            for p in found.pockets
        ],
        "salients": [
            {
                "side": s.side,
                "places": [q.name for q in s.places],
                "km2": round(s.km2),
                "depth_km": round(s.depth_km, 1),
                "width_km": round(s.width_km, 1),
                "at": _map_position(s.shape),
            }
            for s in found.salients
        ],
    }


def _map_position(shape: shapely.Geometry) -> str:
    """A point in a shape as latitude, longitude and zoom, for the map's address."""
    inner = shapely.point_on_surface(shape)
    return f"{inner.y:.3f},{inner.x:.3f},{_ZOOM}"
