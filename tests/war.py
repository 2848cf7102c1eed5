"""Generated wars: settlements on a grid, a front that moves, and sources with known error rates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fogline.control import Options, estimate
from fogline.control.field import FieldControl
from fogline.ledger.view import SCHEMA

FIRST = date(2030, 1, 1)
SIDES = ("RED", "BLU")
THEATRE = """
name = "{name}"
title = "A made-up war"
countries = ["XX"]
languages = ["en"]
box = [10.0, 20.0, 13.0, 24.0]
{belligerents}
{baseline}
"""
# Two regions of a grid of settlements, for its theatre file.
REGIONS = """
[[region]]
names = ["North"]
lat = 12.2
lon = 22.0
[[region]]
names = ["South"]
lat = 10.8
lon = 22.0
"""
BASELINE = """
[baseline]
day = 2030-01-01
holder = "BLU"
[[baseline.area]]
name = "West"
holder = "RED"
ring = [[9.9, 19.9], [9.9, {lon}], [13.1, {lon}], [13.1, 19.9]]
"""


def write_theatre(
    folder: Path,
    name: str,
    sides: tuple[str, ...] = SIDES,
    baseline: str = "",
    speakers: str = "",
    belligerent_kinds: dict[str, str] | None = None,
) -> str:
    """A theatre's file; gives its path."""
    kinds = belligerent_kinds or {}
    parts = "\n".join(
        f'[[belligerent]]\nlabel = "{s}"\nname = "{s.title()}land"\n'
        f'adjectives = ["{s.title()}ish"]\nkind = "{kinds.get(s, "armed group")}"\n'
        for s in sides
    )
    path = folder / f"{name}.toml"
    path.write_text(
        THEATRE.format(name=name, belligerents=parts, baseline=baseline) + speakers,
        encoding="utf-8",
    )
    return str(path)


def write_gazetteer(
    path: Path, rows: int, columns: int, seed: int = 1
) -> list[tuple[str, float, float]]:
    """A gazetteer's file of settlements near the points of a grid; gives ids and coordinates."""
    rng = np.random.default_rng(seed)
    lines, places = ["id,name,kind,region,lat,lon,spellings"], []
    for k in range(rows * columns):
        lat = 10.1 + 2.8 * (k // columns) / max(1, rows - 1) + rng.normal(0, 0.01)
        lon = 20.1 + 3.8 * (k % columns) / max(1, columns - 1) + rng.normal(0, 0.01)
        places.append((f"p{k}", float(lat), float(lon)))
        lines.append(
            f"p{k},{_name(k)},village,{'North' if lat > 11.5 else 'South'},{lat:.5f},{lon:.5f},"
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return places


def _name(k: int) -> str:
    """A name unlike all others."""
    syllables = ("ba", "ke", "li", "mo", "nu", "ra", "so", "ti", "vu", "za")
    return "".join(syllables[int(d)] for d in f"{k:05d}").title()


@dataclass
class Claims:
    """Rows of a view, with what is alike in all of them filled in."""

    rows: list[dict[str, Any]]

    def add(
        self, place: str | None, day: int, event: str, actor: str, source: str = "Wire", **more: Any
    ) -> None:
        """A claim that speaks of a day (counted from the first) and is published on it, unless
        ``more`` says otherwise.
        """
        when = FIRST + timedelta(day)
        published = FIRST + timedelta(more.pop("published", day))
        row: dict[str, Any] = dict.fromkeys(SCHEMA.names)
        row |= {
            "id": f"{len(self.rows):016x}",
            "document": f"d{source}{published}",
            "source": source,
            "published": published.isoformat(),
            "published_utc": datetime(
                published.year, published.month, published.day, 12, tzinfo=UTC
            ),
            "event": event,
            "actor": actor,
            "place": place,
            "name": place,
            "kind": "settlement",
            "place_status": "located",
            "relation": "in",
            "start": when,
            "end": when,
            "precision": "stated",
            "speaker": "source",
            "speakers": [source, "source"],
            "certainty": "certain",
            "status": "actual",
            "polarity": "positive",
            "trigger": event,
            "trigger_start": 0,
            "trigger_end": len(event),
            "sentence_start": 0,
            "sentence_end": 40,
            "sentence": f"{actor} {event} {place}",
            "cues": '[{"role": "object", "start": 0, "end": 1, "text": "x"}]',
            "wording": "[]",
            "score": 1.0,
            "reader": "test",
            "copies": 0,
            "copied_by": [],
            **more,
        }
        self.rows.append(row)

    def view(self) -> pa.Table:
        """The claims as a ledger shows them."""
        return pa.Table.from_pylist(self.rows, schema=SCHEMA)


def published_by(view: pa.Table) -> Callable[[date], pa.Table]:
    """What was published of a view by a day."""
    return lambda day: view.filter(pc.less_equal(view["published_utc"].cast(pa.date32()), day))


def judged_estimate(theatre: str, claims: Claims, days: int) -> FieldControl:
    """The estimate that doubts, of so many days, without learning."""
    options = Options(theatre=theatre, start=FIRST, end=FIRST + timedelta(days), learn=False)
    found = estimate(claims.view(), options, "judged")
    assert isinstance(found, FieldControl)
    return found


def moving_front(places: list[tuple[str, float, float]], days: int, seed: int = 2) -> np.ndarray:
    """Who holds each place on each day, as positions among the sides: a ragged front that moves
    east, then back.
    """
    rng = np.random.default_rng(seed)
    wobble = rng.normal(0, 0.08, len(places))
    at = 21.5 + 1.2 * np.sin(np.linspace(0, 3.0, days))
    lon = np.array([p[2] for p in places])
    return np.array([(lon + wobble > x).astype(int) for x in at])
