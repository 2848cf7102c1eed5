"""Claims in the columns of other codebooks: ACLED, HXL, and PLOVER as POLECAT has it."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

import pyarrow as pa

from fogline.exports.csv import safe
from fogline.exports.view import rows_of
from fogline.theatre import Theatre

_WEEK = 7
_HXL = {
    "claim": "#meta+id+claim", "from": "#date+start", "to": "#date+end",
    "published": "#date+reported", "event": "#event+type", "actor": "#actor+name",
    "target": "#actor+target+name", "place": "#loc+name", "place_id": "#loc+code",
    "region": "#adm1+name", "lat": "#geo+lat", "lon": "#geo+lon", "relation": "#loc+relation",
    "speaker": "#meta+speaker", "source": "#meta+source", "url": "#meta+url",
    "certainty": "#status+certainty", "status": "#status+time", "polarity": "#status+polarity",
    "sentence": "#description+sentence",
}  # fmt: skip


@cache
def vocabulary() -> dict[str, dict[str, list[str]]]:
    """Each event's names in other codebooks (``data/vocabulary.toml``)."""
    return tomllib.loads(
        (resources.files("fogline.exports") / "data" / "vocabulary.toml").read_text(
            encoding="utf-8"
        )
    )


def as_acled(claims: pa.Table, theatre: Theatre) -> bytes:
    """CSV with ACLED's columns, one row a claim, and behind them what ACLED has no column for.

    Denials, forecasts and conditions are rows too, as strategic developments with a tag that says
    so, so that who counts battles doesn't count them. Fatalities are 0 since claims here have none;
    ``notes`` quote the sentence.
    """
    return _csv([_acled(row, theatre) for row in rows_of(claims)], _ACLED)


_ACLED = (
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


def _acled(row: dict[str, Any], theatre: Theatre) -> dict[str, Any]:
    sides = {b.label: b for b in theatre.belligerents}
    actor, target = sides.get(row["actor"] or ""), sides.get(row["target"] or "")
    kind, sub = _event(row, "by_state" if actor and actor.kind == "state" else "acled")
    inter = [_INTER[b.kind] if b else "" for b in (actor, target)]
    tags = [row["certainty"]] + [t for t in (_unlike(row),) if t]
    return {
        "event_id_cnty": f"FOG{row['id']}",
        "event_date": row["start"],
        "event_date_end": row["end"],
        "year": row["start"].year if row["start"] else None,
        "time_precision": _precision(row),
        "disorder_type": "Strategic developments"
        if kind == "Strategic developments"
        else "Political violence",
        "event_type": kind,
        "sub_event_type": sub,
        "actor1": f"Forces of {actor.name}" if actor else None,
        "inter1": inter[0],
        "actor2": f"Forces of {target.name}" if target else None,
        "inter2": inter[1],
        "interaction": "-".join(i for i in inter if i),
        "civilian_targeting": "Civilian targeting"
        if row["event"] == "harm" and not _unlike(row)
        else None,
        "admin1": row["region"],
        "location": row["name"],
        "latitude": row["lat"],
        "longitude": row["lon"],
        "geo_precision": {"settlement": 1, "facility": 1}.get(row["kind"] or "", 3)
        if row["lat"] is not None
        else None,
        "source": row["source"],
        "notes": row["sentence"],
        "fatalities": 0,
        "tags": "; ".join(f"fogline={t}" for t in tags),
        "timestamp": int(row["published_utc"].timestamp()) if row["published_utc"] else None,
        "claim": row["id"],
        "place_id": row["place"],
        "speaker": " > ".join(row["speakers"] or ()),
        "certainty": row["certainty"],
        "status": row["status"],
        "polarity": row["polarity"],
    }


def _precision(row: dict[str, Any]) -> int:
    """ACLED's: 1 for a day, 2 for a week, 3 for a month and more."""
    days = (row["end"] - row["start"]).days if row["start"] and row["end"] else _WEEK + 1
    return 1 if days == 0 else 2 if days <= _WEEK else 3


def _event(row: dict[str, Any], book: str) -> tuple[str, str]:
    """A claim's type and sub-type; what did not happen, or not yet, has none."""
    entry = vocabulary()["none" if _unlike(row) else row["event"]]
    kind, sub = entry.get(book, entry["acled"])
    return kind, sub


def _unlike(row: dict[str, Any]) -> str:
    """Why a claim is no event of another codebook: it is denied, or has not happened."""
    return (
        "denied"
        if row["polarity"] == "negative"
        else ""
        if row["status"] == "actual"
        else str(row["status"])
    )


def as_hxl(claims: pa.Table, theatre: Theatre) -> bytes:
    """CSV with a row of HXL tags below the head, and the sides by name."""
    sides = {b.label: b.name for b in theatre.belligerents}
    names = {"claim": "id", "from": "start", "to": "end", "place": "name", "place_id": "place"}
    rows = [
        {n: row[names.get(n, n)] for n in _HXL}
        | {
            "speaker": " > ".join(row["speakers"] or ()),
            **{n: sides.get(row[n] or "", row[n]) for n in ("actor", "target")},
        }
        for row in rows_of(claims)
    ]
    return _csv([dict(_HXL), *rows], tuple(_HXL))


def as_plover(claims: pa.Table, theatre: Theatre) -> bytes:
    """JSONL with one claim a line in the fields of POLECAT's events; what PLOVER has no field for
    is under ``fogline``.
    """
    names = {b.label: b.name for b in theatre.belligerents}
    return "".join(
        json.dumps(_plover(row, names), ensure_ascii=False, default=str) + "\n"
        for row in rows_of(claims)
    ).encode()


def _plover(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    kind, mode = _event(row, "plover")
    extra = (
        "relation",
        "extent",
        "certainty",
        "status",
        "polarity",
        "speakers",
        "event",
        "precision",
        "end",
        "place_status",
        "reason",
        "reader",
    )
    spans = ("sentence_start", "sentence_end", "trigger_start", "trigger_end")
    return {
        "event_id": row["id"],
        "event_date": row["start"],
        "event_type": kind or None,
        "event_mode": mode or None,
        "contexts": ["military"],
        "actor": names.get(row["actor"] or "", row["actor"]),
        "actor_code": row["actor"],
        "recipient": names.get(row["target"] or "", row["target"]),
        "recipient_code": row["target"],
        "location": {
            "placename": row["name"],
            "id": row["place"],
            "latitude": row["lat"],
            "longitude": row["lon"],
            "admin1": row["region"],
        },
        "publication": {
            "source": row["source"],
            "date": row["published"],
            "url": row["url"],
            "document": row["document"],
        },
        "event_text": row["sentence"],
        "fogline": {n: row[n] for n in (*extra, *spans)},
    }


def _csv(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(_cells(row, columns) for row in rows)
    return out.getvalue().encode()


def _cells(row: dict[str, Any], columns: tuple[str, ...]) -> Iterator[Any]:
    for name in columns:
        value = row.get(name)
        yield "" if value is None else safe(value)
