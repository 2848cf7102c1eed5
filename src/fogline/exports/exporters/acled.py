"""Claims as CSV with ACLED's columns."""

from __future__ import annotations

from fogline.exports.codebooks import acled, csv_of, not_an_event
from fogline.exports.exporter import ExportKind, ExportRequest
from fogline.model import ClaimRow
from fogline.theatre import Theatre

_COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags", "timestamp", "claim", "place_id", "speaker", "certainty", "status",
    "polarity", "event_date_end",
)  # fmt: skip
_INTER = {
    "state": "State forces",
    "external": "External/Other forces",
    "armed group": "Rebel group",
}
# ACLED's event types that are no political violence, and that are aimed at civilians.
_STRATEGIC, _CIVILIANS = "Strategic developments", "Violence against civilians"
# ACLED's precision of place: 1 for a settlement, 3 for what is only known by its region.
_SETTLEMENT, _REGION = 1, 3
# ACLED's precision of time: 1 for a day, 2 for a week, 3 for a month and more.
_DAY, _WEEK, _MONTH = 1, 2, 3
_DAYS_OF_A_WEEK = 7


def _write(asked: ExportRequest) -> dict[str, bytes]:
    """One row a claim, and behind ACLED's columns what it has no column for.

    Denials, forecasts and conditions are rows too, as strategic developments with a tag that says
    so: who counts battles doesn't count them. Fatalities are 0 since claims here have none;
    ``notes`` quote the sentence.
    """
    return {"claims-acled.csv": csv_of([_row(r, asked.theatre) for r in asked.rows()], _COLUMNS)}


def _row(row: ClaimRow, theatre: Theatre) -> dict[str, object]:
    sides = {b.label: b for b in theatre.belligerents}
    actor, target = sides.get(row.actor or ""), sides.get(row.target or "")
    first, second = (_INTER[side.kind] if side else "" for side in (actor, target))
    kind, sub = acled(row, by_state=actor is not None and actor.kind == "state")
    tags = [row.certainty, *([why] if (why := not_an_event(row)) else [])]
    return {
        "event_id_cnty": f"FOG{row.id}",
        "event_date": row.start,
        "event_date_end": row.end,
        "year": row.start.year if row.start else None,
        "time_precision": _time_precision(row),
        "disorder_type": _STRATEGIC if kind == _STRATEGIC else "Political violence",
        "event_type": kind,
        "sub_event_type": sub,
        "actor1": f"Forces of {actor.name}" if actor else None,
        "inter1": first,
        "actor2": f"Forces of {target.name}" if target else None,
        "inter2": second,
        "interaction": "-".join(i for i in (first, second) if i),
        "civilian_targeting": "Civilian targeting" if kind == _CIVILIANS else None,
        "admin1": row.region,
        "location": row.name,
        "latitude": row.lat,
        "longitude": row.lon,
        "geo_precision": _place_precision(row),
        "source": row.source,
        "notes": row.sentence,
        "fatalities": 0,
        "tags": "; ".join(f"fogline={tag}" for tag in tags),
        "timestamp": int(row.published_utc.timestamp()) if row.published_utc else None,
        "claim": row.id,
        "place_id": row.place,
        "speaker": " > ".join(row.speakers),
        "certainty": row.certainty,
        "status": row.status,
        "polarity": row.polarity,
    }


def _time_precision(row: ClaimRow) -> int:
    if row.start is None or row.end is None:
        return _MONTH
    days = (row.end - row.start).days
    return _DAY if days == 0 else _WEEK if days <= _DAYS_OF_A_WEEK else _MONTH


def _place_precision(row: ClaimRow) -> int | None:
    if row.lat is None:
        return None
    return _SETTLEMENT if row.kind in {"settlement", "facility"} else _REGION


EXPORTER = ExportKind(
    name="acled",
    summary="the claims as CSV with ACLED's columns",
    opens_in="what reads those",
    ending="csv",
    write=_write,
    needs_estimate=False,
)
