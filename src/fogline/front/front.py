"""The front on a day: who holds which ground, where the line runs, and where nobody can be sure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import shapely

from fogline.control import Control, ControlError
from fogline.front.mesh import Mesh, Numbers, tessellate
from fogline.front.samples import interval, samples
from fogline.front.shapes import Shapes
from fogline.require import require

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

SURE = 0.8
UNCLEAR = "unclear"
_CREDITS = {
    "gn:": "Places: GeoNames (geonames.org), CC BY 4.0",
    "osm:": "Places: OpenStreetMap contributors, Open Database License 1.0",
}
_HALF, _HAIR = 0.5, 1e-3


@dataclass(frozen=True)
class Extent:
    """Ground in km2: ``mapped`` is what the map shows, the cells of all places of which this is
    the likeliest state; ``expected`` is the mean of the samples, ``low`` to ``high`` their
    middle 80 %; none for contested and unclear ground, which the samples divide among the
    belligerents. ``places`` is the number of the mapped places.

    A map of the likeliest state hides small chances, and where many places have them the expected
    size is another one.
    """

    mapped: float
    places: int
    expected: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def doubtful(self) -> bool:
        """Whether the map's figure lies outside the interval."""
        return (
            self.low is not None
            and self.high is not None
            and not self.low <= self.mapped <= self.high
        )


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

    @property
    def rests_on(self) -> str:
        """Which claims the estimate was made of, in a sentence."""
        return self.control.rests_on

    @property
    def credits(self) -> tuple[str, ...]:
        """Whom to name for the places and the outline."""
        theatre = self.control.basis.field.theatre
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
        """One row a state with ground: state, km2 (mapped), km2_expected, km2_low, km2_high,
        places.
        """
        shown = {s: e for s, e in self.extents.items() if e.places or (e.high or 0) >= 1}
        columns = {
            "state": list(shown),
            "km2": [round(e.mapped) for e in shown.values()],
            **{
                f"km2_{n}": pa.array([_rounded(getattr(e, n)) for e in shown.values()], pa.int64())
                for n in ("expected", "low", "high")
            },
            "places": [e.places for e in shown.values()],
        }
        return pa.table(columns)

    def features(self) -> pa.Table:
        """One row a shape: date, layer (area, line or doubt), label, km2, km2_low, km2_high, km,
        and geometry as WKB in degrees.
        """
        plane = self.mesh.plane
        rows: list[dict[str, Any]] = []
        for state, shape in self.areas.items():
            extent = self.extents[state]
            if extent.places and not shape.is_empty:
                sizes = {
                    "km2": round(extent.mapped, 1),
                    "km2_low": _rounded(extent.low),
                    "km2_high": _rounded(extent.high),
                }
                rows.append({"layer": "area", "label": state, **sizes, "geometry": shape.wkb})
        for sides, line in self.lines.items():
            rows.append(
                {
                    "layer": "line",
                    "label": "-".join(sides),
                    "km": round(plane.metres(line).length / 1000, 1),
                    "geometry": line.wkb,
                }
            )
        if not self.doubt.is_empty:
            size = round(plane.metres(self.doubt).area / 1e6, 1)
            rows.append(
                {
                    "layer": "doubt",
                    "label": f"less sure than {self.sure:g}",
                    "km2": size,
                    "geometry": self.doubt.wkb,
                }
            )
        return pa.Table.from_pylist([{"date": self.day, **row} for row in rows], schema=FEATURES)

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
        from fogline.front.picture import draw_picture

        return draw_picture(self, width, box)

    def picture_png(
        self, width: int = 900, box: tuple[float, float, float, float] | None = None
    ) -> bytes:
        """The same as PNG, at twice the size; needs the extra 'charts'."""
        from fogline.front.picture import as_png

        return as_png(self.picture(width, box))

    def _repr_html_(self) -> str:
        return self.picture()


def _rounded(value: float | None) -> int | None:
    return None if value is None else round(value)


FEATURES = pa.schema(
    [("date", pa.date32()), ("layer", pa.string()), ("label", pa.string())]
    + [(n, pa.float64()) for n in ("km2", "km2_low", "km2_high", "km")]
    + [("geometry", pa.binary())]
)


def draw(control: Control, day: date | None = None, sure: float = SURE) -> Front:
    """The front of a day, the last one if none is given; ``sure`` is the chance below which a
    holder is in doubt.

    Raises:
        ControlError: a day that was not estimated, or a chance that is none.
    """
    if not _HALF <= sure < 1:
        raise ControlError(f"sure {sure:g}: give a chance from 0.5 to less than 1")
    day = day or control.last
    mesh = tessellate(control)
    chances = control.chances[control.day(day)]
    states = (*control.states, UNCLEAR)
    of = held(chances)
    flat = Shapes(mesh, of).areas(len(states))
    sizes = samples(control, mesh).km2(among_sides(chances), mesh.km2)
    extents = {}
    for k, state in enumerate(states):
        mapped = float(mesh.km2[of == k].sum()), int((of == k).sum())
        extents[state] = (
            Extent(*mapped, float(sizes[k].mean()), *interval(sizes[k]))
            if k < len(sizes)
            else Extent(*mapped)
        )
    doubt = Shapes(mesh, (chances.max(axis=0) < sure).astype(np.int64)).areas(2)[1]
    back = mesh.plane.degrees
    areas = {state: back(shape) for state, shape in zip(states, flat, strict=True)}
    return Front(
        control,
        day,
        sure,
        areas,
        {s: back(line) for s, line in lines(control, mesh, day).items()},
        back(doubt),
        extents,
    )


def sides(chances: Any) -> Numbers:
    """The likeliest belligerent of each place by position, contested or not; one more than the
    last where none has more than half of their chance. ``chances`` are a day's, shape (states,
    places).
    """
    share = among_sides(chances)
    return np.where(share.max(axis=0) > _HALF + _HAIR, share.argmax(axis=0), len(share))


def held(chances: Any) -> Numbers:
    """The same with the state contested, where that has half the chance, after the belligerents'
    and unclear after it.
    """
    count = len(chances) - 1
    of = sides(chances)
    return np.where(chances[count] >= _HALF, count, np.where(of == count, count + 1, of))


def among_sides(chances: Any) -> Any:
    """The chances of the belligerents where contested is divided among them."""
    return chances[:-1] / chances[:-1].sum(axis=0)


def lines(control: Control, mesh: Mesh, day: date) -> dict[tuple[str, str], Any]:
    """The lines between the belligerents on a day, in metres."""
    labels = control.states[:-1]
    shapes = Shapes(mesh, sides(control.chances[control.day(day)]))
    pairs = [(a, b) for a in range(len(labels)) for b in range(a + 1, len(labels))]
    found = {(labels[a], labels[b]): shapes.line(a, b) for a, b in pairs}
    return {pair: line for pair, line in found.items() if not line.is_empty}
