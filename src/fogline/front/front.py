"""The front on a day: who holds which ground, where the line runs, and where nobody can be sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import shapely

from fogline.control import Control
from fogline.errors import UsageError
from fogline.front.holders import SURE, UNCLEAR, Extent, extent, held, sides
from fogline.front.looks import KNOWN, LOOKS, UNKNOWN, looks
from fogline.front.mesh import Mask, Mesh, Numbers, tessellate
from fogline.front.picture import as_png, draw_picture
from fogline.front.shapes import Shapes
from fogline.require import require

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

_HALF = 0.5  # the least chance that a likeliest of two holders has
_CREDITS = {
    "gn:": "Places: GeoNames (geonames.org), CC BY 4.0",
    "osm:": "Places: OpenStreetMap contributors, Open Database License 1.0",
}


@dataclass(frozen=True, eq=False)
class Front:
    """The geometry of a day. Geometries are shapely's, in degrees (longitude, latitude), WGS 84.

    ``areas`` has a multipolygon for each state (the belligerents, contested, and unclear where none
    of the belligerents is likelier than all others); together they are the theatre's land.
    ``lines`` has a multilinestring for each two belligerents that meet; contested ground is divided
    by who of them is likelier. ``doubt`` is the band in which the likeliest state's chance is below
    ``sure``. ``extents`` are the areas' sizes.
    """

    control: Control = field(repr=False)
    day: date
    sure: float
    areas: dict[str, Any] = field(repr=False)
    lines: dict[tuple[str, str], Any] = field(repr=False)
    doubt: Any = field(repr=False)
    extents: dict[str, Extent]

    @cached_property
    def mesh(self) -> Mesh:
        """The cells that it is made of."""
        return tessellate(self.control)

    @cached_property
    def looks(self) -> Numbers:
        """How well each place's holder is known (see ``fogline.front.looks``)."""
        return looks(self.control, self.mesh, self.control.day(self.day), self.sure)

    @cached_property
    def grounds(self) -> dict[tuple[str, str], Any]:
        """The areas by state and by look, which says how well the holder is known: a multipolygon
        for each two that there is ground of (see ``fogline.front.looks``).
        """
        at, states = self.control.day(self.day), (*self.control.states, UNCLEAR)
        pairs = [(state, look) for state in states for look in LOOKS]
        of = held(self.control.chances[at]) * len(LOOKS)
        found = zip(pairs, Shapes(self.mesh, of + self.looks).areas(len(pairs)), strict=True)
        back = self.mesh.plane.degrees
        return {pair: back(shape) for pair, shape in found if not shape.is_empty}

    @cached_property
    def line_looks(self) -> dict[tuple[tuple[str, str], str], Any]:
        """The lines in two: ``unknown`` where the ground on both sides is, ``known`` elsewhere."""
        unknown = np.append(self.looks == LOOKS.index(UNKNOWN), [True])
        faint = unknown[self.mesh.left] & unknown[self.mesh.right]
        drawn = Shapes(self.mesh, sides(self.control.chances[self.control.day(self.day)]))
        found = {}
        for look, where in ((KNOWN, ~faint), (UNKNOWN, faint)):
            for pair, line in lines(drawn, self.control.states[:-1], where).items():
                found[pair, look] = self.mesh.plane.degrees(line)
        return found

    @property
    def known_lines(self) -> list[Any]:
        """The lines of which something is known, which a view is of; all where nothing is."""
        known = [line for (_, look), line in self.line_looks.items() if look == KNOWN]
        return known or list(self.lines.values())

    @property
    def rests_on(self) -> str:
        """Which claims the estimate was made of, in a sentence."""
        return self.control.rests_on

    @property
    def credits(self) -> tuple[str, ...]:
        """Whom to name for the places and the outline."""
        theatre = self.control.theatre
        ids = [p.id for p in self.control.places]
        named = [line for start, line in _CREDITS.items() if any(i.startswith(start) for i in ids)]
        others = any(not i.startswith((*_CREDITS, f"{theatre.name}:")) for i in ids)
        outline = [f"Outline: {theatre.outline_source}"] if theatre.outline_source else []
        return (
            *named,
            *(
                ["Places: a gazetteer that the user imported; its own licence holds"]
                if others
                else []
            ),
            *outline,
        )

    def table(self) -> pa.Table:
        """One row a state with ground: state, km2 (mapped), km2_low (what of it is sure), km2_high
        (what may be its ground), places.
        """
        shown = {s: e for s, e in self.extents.items() if e.places or (e.high or 0) >= 1}
        columns = {
            "state": list(shown),
            "km2": [round(e.mapped) for e in shown.values()],
            **{
                f"km2_{n}": pa.array([_rounded(getattr(e, n)) for e in shown.values()], pa.int64())
                for n in ("low", "high")
            },
            "places": [e.places for e in shown.values()],
        }
        return pa.table(columns)

    def features(self) -> pa.Table:
        """One row a shape: date, layer (area, line or doubt), label, km2, km2_low, km2_high, km,
        and geometry as WKB in degrees.
        """
        rows = [*self._area_rows(), *self._line_rows(), *self._doubt_rows()]
        records = [{n: getattr(row, n) for n in FEATURES.names} for row in rows]
        return pa.Table.from_pylist(records, schema=FEATURES)

    def _area_rows(self) -> Iterator[_Feature]:
        for state, shape in self.areas.items():
            extent = self.extents[state]
            if extent.places and not shape.is_empty:
                yield _Feature(
                    self.day,
                    "area",
                    state,
                    shape.wkb,
                    km2=round(extent.mapped, 1),
                    km2_low=_rounded(extent.low),
                    km2_high=_rounded(extent.high),
                )

    def _line_rows(self) -> Iterator[_Feature]:
        for pair, line in self.lines.items():
            km = round(self.mesh.plane.metres(line).length / 1000, 1)
            yield _Feature(self.day, "line", "-".join(pair), line.wkb, km=km)

    def _doubt_rows(self) -> Iterator[_Feature]:
        if not self.doubt.is_empty:
            km2 = round(self.mesh.plane.metres(self.doubt).area / 1e6, 1)
            label = f"less sure than {self.sure:g}"
            yield _Feature(self.day, "doubt", label, self.doubt.wkb, km2=km2)

    def to_geopandas(self) -> GeoDataFrame:
        """The rows of :meth:`features` as a GeoDataFrame; needs the extra 'geo'."""
        rows = self.features()
        shapes = shapely.from_wkb(rows["geometry"].to_numpy(zero_copy_only=False))
        return require("geopandas", "geo").GeoDataFrame(
            rows.drop_columns(["geometry"]).to_pandas(), geometry=shapes, crs="EPSG:4326"
        )

    def picture(
        self, width: int = 900, box: tuple[float, float, float, float] | None = None
    ) -> str:
        """The map as SVG; ``box`` is south, west, north, east in degrees, else what lies around
        the front.
        """
        return draw_picture(self, width, box)

    def picture_png(
        self, width: int = 900, box: tuple[float, float, float, float] | None = None
    ) -> bytes:
        """The same as PNG, at twice the size; needs the extra 'charts'."""
        return as_png(self.picture(width, box))

    def _repr_html_(self) -> str:
        return self.picture()


def _rounded(value: float | None) -> int | None:
    return None if value is None else round(value)


@dataclass(frozen=True, slots=True)
class _Feature:
    """One row of the features: a shape as WKB in degrees, with its sizes."""

    date: date
    layer: str
    label: str
    geometry: bytes
    km2: float | None = None
    km2_low: float | None = None
    km2_high: float | None = None
    km: float | None = None


FEATURES = pa.schema(
    [("date", pa.date32()), ("layer", pa.string()), ("label", pa.string())]
    + [(n, pa.float64()) for n in ("km2", "km2_low", "km2_high", "km")]
    + [("geometry", pa.binary())]
)


def draw(control: Control, day: date | None = None, sure: float = SURE) -> Front:
    """The front of a day, the last one if none is given; ``sure`` is the chance below which a
    holder is in doubt.

    Raises:
        ControlError: a day that was not estimated.
        UsageError: a chance that is none.
    """
    if not _HALF <= sure < 1:
        raise UsageError(f"sure {sure:g}", "give a chance from 0.5 to less than 1")
    day = day or control.last
    mesh = tessellate(control)
    chances = control.chances[control.day(day)]
    states = (*control.states, UNCLEAR)
    of = held(chances)
    flat = Shapes(mesh, of).areas(len(states))
    extents = {
        state: extent(of == k, chances[k], sure, mesh.km2) for k, state in enumerate(control.states)
    }
    unclear = of == len(control.states)
    extents[UNCLEAR] = Extent(float(mesh.km2[unclear].sum()), int(unclear.sum()))
    doubt = Shapes(mesh, (chances.max(axis=0) < sure).astype(np.int64)).areas(2)[1]
    back = mesh.plane.degrees
    areas = {state: back(shape) for state, shape in zip(states, flat, strict=True)}
    met = lines(Shapes(mesh, sides(chances)), control.states[:-1])
    return Front(
        control,
        day,
        sure,
        areas,
        {pair: back(line) for pair, line in met.items()},
        back(doubt),
        extents,
    )


def ground_of(control: Control, places: Any) -> Any:
    """The ground of some places, by position, as one shape in degrees."""
    mesh, of = tessellate(control), np.zeros(len(control.places), dtype=np.int64)
    of[places] = 1
    return mesh.plane.degrees(Shapes(mesh, of).areas(2)[1])


def lines(
    drawn: Shapes, labels: Sequence[str], where: Mask | None = None
) -> dict[tuple[str, str], Any]:
    """The lines between the belligerents of a day's shapes, in metres; ``where`` picks edges of the
    mesh.
    """
    pairs = combinations(range(len(labels)), 2)
    found = {(labels[a], labels[b]): drawn.line(a, b, where) for a, b in pairs}
    return {pair: line for pair, line in found.items() if not line.is_empty}
