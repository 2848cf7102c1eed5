"""What is cut off or juts out: pockets and salients, with their tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa
import shapely

from fogline.control import Handover
from fogline.model import Place
from fogline.notebook import html_table

_NAMED = 4  # the largest places that a row names
_DIGITS = 4  # of degrees: ten metres


@dataclass(frozen=True)
class Pocket:
    """A part of a side's ground: its places and km2, and the width in km of the neck that joins
    it to the rest, 0 if it is cut off. ``chance`` is the mean chance that the side holds its
    ground: a pocket that rests on one doubtful place has a low one. ``most_km`` is the width up
    to which necks are measured.

    ``shape`` and ``neck`` (a point) are in degrees. ``through`` is the neck's width by day,
    ``None`` on days on which the side did not hold the middle of the pocket; widths above three
    times the limit are given as that. ``handovers`` are the places near it that changed hands on
    days on which the neck became narrower or wider, with the claims behind them.
    """

    side: str
    places: tuple[Place, ...]
    km2: float
    chance: float
    neck_km: float
    most_km: float
    neck: Any = field(repr=False)
    shape: Any = field(repr=False)
    through: tuple[tuple[date, float | None], ...] = field(repr=False)
    handovers: tuple[Handover, ...] = field(repr=False)

    def course(self) -> str:
        """The neck's width through time in words, a part for each day on which it changes."""
        told, before = [], -1.0
        for day, width in self.through:
            now = -2.0 if width is None else width
            if now != before:
                told.append(f"{day} " + self._spelled(width))
            before = now
        return "; ".join(told)

    def _spelled(self, width: float | None) -> str:
        if width is None:
            return "not held"
        return (
            "cut off"
            if width == 0
            else f"{width:g} km{' or more' if width >= self.most_km else ''}"
        )


@dataclass(frozen=True)
class Salient:
    """Ground of a side that juts out: how far, how wide in the mean (its area over its depth),
    and the ratio of the two.
    """

    side: str
    places: tuple[Place, ...]
    km2: float
    chance: float
    depth_km: float
    width_km: float
    ratio: float
    shape: Any = field(repr=False)


@dataclass(frozen=True)
class Pockets:
    """The pockets and salients of a day, the largest first."""

    day: date
    pockets: tuple[Pocket, ...]
    salients: tuple[Salient, ...]

    def table(self) -> pa.Table:
        """One row each: kind, side, km2, chance_held, neck_km, depth_km, width_km, ratio, places
        (count), largest (names), lat, lon.
        """
        rows = [_row("pocket" if p.neck_km else "cut off", p, neck=p.neck_km) for p in self.pockets]
        rows += [
            _row("salient", s, depth=s.depth_km, width=s.width_km, ratio=s.ratio)
            for s in self.salients
        ]
        records = [{n: getattr(row, n) for n in _SCHEMA.names} for row in rows]
        return pa.Table.from_pylist(records, schema=_SCHEMA)

    def features(self) -> pa.Table:
        """The rows of :meth:`table` with the date and the geometry as WKB in degrees."""
        rows = self.table()
        shapes = pa.array(
            [_as_wkb(p.shape) for p in self.pockets] + [_as_wkb(s.shape) for s in self.salients],
            pa.binary(),
        )
        day = pa.array([self.day] * rows.num_rows, pa.date32())
        return rows.add_column(0, "date", day).append_column("geometry", shapes)

    def _repr_html_(self) -> str:
        return html_table(self.table(), f"Pockets and salients on {self.day}")


_SCHEMA = pa.schema(
    [("kind", pa.string()), ("side", pa.string())]
    + [
        (n, pa.float64())
        for n in ("km2", "chance_held", "neck_km", "depth_km", "width_km", "ratio")
    ]
    + [
        ("places", pa.int32()),
        ("largest", pa.string()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
    ]
)


def _as_wkb(shape: Any) -> bytes:
    """As WKB, outer rings counter-clockwise (RFC 7946)."""
    return bytes(shapely.to_wkb(shapely.orient_polygons(shape, exterior_cw=False)))


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the table: a pocket or a salient."""

    kind: str
    side: str
    km2: float
    chance_held: float
    neck_km: float | None
    depth_km: float | None
    width_km: float | None
    ratio: float | None
    places: int
    largest: str
    lat: float
    lon: float


def _row(
    kind: str,
    found: Pocket | Salient,
    neck: float | None = None,
    depth: float | None = None,
    width: float | None = None,
    ratio: float | None = None,
) -> _Row:
    inner = shapely.point_on_surface(found.shape)
    return _Row(
        kind=kind,
        side=found.side,
        km2=found.km2,
        chance_held=found.chance,
        neck_km=neck,
        depth_km=depth,
        width_km=width,
        ratio=ratio,
        places=len(found.places),
        largest=", ".join(p.name for p in found.places[:_NAMED]),
        lat=round(inner.y, _DIGITS),
        lon=round(inner.x, _DIGITS),
    )
