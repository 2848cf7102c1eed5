"""A small map of a reading as SVG: places with a point, coloured by who is said to act there, on
land with its borders and rivers.
"""

from __future__ import annotations

import math
from html import escape
from typing import Any

from fogline.land import land_within
from fogline.model import Reading
from fogline.theatre import Theatre

WIDTH, MARGIN = 640.0, 44.0
_STEPS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0)
_FINEST = 0.4  # points of the picture that an outline may be off
_KM = (1, 2, 5, 10, 20, 50, 100, 200, 500)


def as_svg(reading: Reading, theatre: Theatre) -> str:
    """The map, or an empty string where no place has a point. North is up; scale true at the middle
    latitude.
    """
    points = _points(reading, theatre)
    if not points:
        return ""
    view = _View([(p[1], p[2]) for p in points.values()])
    colours = {b.label: b.colour for b in theatre.belligerents}
    labels: list[tuple[float, float, float]] = []
    drawn = [_point(view, *point, colours, labels) for point in points.values()]
    return (
        f'<svg class="map" viewBox="0 0 {WIDTH:.0f} {view.height:.0f}" role="img" aria-label="Map'
        f' of {len(points)} places" '
        f'xmlns="http://www.w3.org/2000/svg"><rect class="sea" width="{WIDTH:.0f}"'
        f' height="{view.height:.0f}"/>'
        f"{_land(view, theatre)}{view.grid()}{''.join(drawn)}{view.scale()}</svg>"
    )


def _land(view: _View, theatre: Theatre) -> str:
    """Land, borders and rivers in the picture."""
    found = land_within(theatre, view.frame)
    parts = {"land": found.land, "river": found.rivers, "border": found.borders}
    return "".join(f'<path class="{n}" d="{view.path(part)}"/>' for n, part in parts.items())


_Point = tuple[str, float, float, dict[str | None, int]]


def _points(reading: Reading, theatre: Theatre) -> dict[str, _Point]:
    """Settlements and facilities inside the theatre's box, with how many claims each actor has
    there.
    """
    south, west, north, east = theatre.box
    found: dict[str, _Point] = {}
    claimed: dict[int | None, list[str | None]] = {}
    for claim in reading.claims:
        claimed.setdefault(claim.place, []).append(claim.actor)
    for index, mention in enumerate(reading.places):
        place = mention.place
        if (
            place is None
            or place.lat is None
            or place.lon is None
            or mention.kind not in {"settlement", "facility"}
        ):
            continue
        if not (south <= place.lat <= north and west <= place.lon <= east):
            continue
        point = found.setdefault(place.id, (mention.name, place.lat, place.lon, {}))
        for actor in claimed.get(index, ()):
            point[3][actor] = point[3].get(actor, 0) + 1
    return found


class _View:
    """Degrees to points of the picture."""

    def __init__(self, points: list[tuple[float, float]]) -> None:
        lats, lons = [p[0] for p in points], [p[1] for p in points]
        self.squeeze = math.cos(math.radians((min(lats) + max(lats)) / 2))
        pad = max(0.12, 0.08 * max(max(lats) - min(lats), (max(lons) - min(lons)) * self.squeeze))
        self.south, self.north = min(lats) - pad, max(lats) + pad
        self.west, self.east = min(lons) - pad / self.squeeze, max(lons) + pad / self.squeeze
        wide = max((self.east - self.west) * self.squeeze, (self.north - self.south) / 1.1)
        extra = (wide / self.squeeze - (self.east - self.west)) / 2
        self.west, self.east = self.west - extra, self.east + extra
        self.per_degree = (WIDTH - 2 * MARGIN) / wide
        self.height = (self.north - self.south) * self.per_degree + 2 * MARGIN

    def xy(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a point falls."""
        return (
            MARGIN + (lon - self.west) * self.squeeze * self.per_degree,
            MARGIN + (self.north - lat) * self.per_degree,
        )

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """What the picture shows, with its margin: south, west, north, east in degrees."""
        up = MARGIN / self.per_degree
        across = up / self.squeeze
        return self.south - up, self.west - across, self.north + up, self.east + across

    def path(self, shape: Any) -> str:
        """The outlines of a shape in degrees as the data of a path, no finer than the picture."""
        import shapely

        parts = shapely.get_parts(shapely.simplify(shape, _FINEST / self.per_degree))
        out = []
        for ring in (r for p in parts for r in (shapely.get_rings(p).tolist() or [p])):
            points = (self.xy(lat, lon) for lon, lat in shapely.get_coordinates(ring).tolist())
            out.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points))
        return "".join(out)

    def grid(self) -> str:
        """Lines of whole steps of degrees with their figures."""
        span = max(self.east - self.west, self.north - self.south)
        step = next((s for s in _STEPS if span / s <= 6), _STEPS[-1])
        out = []
        for k in range(math.ceil(self.west / step), math.floor(self.east / step) + 1):
            x, _ = self.xy(self.south, k * step)
            out.append(
                f'<line x1="{x:.1f}" y1="0" x2="{x:.1f}" y2="{self.height:.0f}"/><text'
                f' x="{x + 3:.1f}" y="11">{k * step:g}°E</text>'
            )
        for k in range(math.ceil(self.south / step), math.floor(self.north / step) + 1):
            _, y = self.xy(k * step, self.west)
            out.append(
                f'<line x1="0" y1="{y:.1f}" x2="{WIDTH:.0f}" y2="{y:.1f}"/><text x="3"'
                f' y="{y - 3:.1f}">{k * step:g}°N</text>'
            )
        return f'<g class="grid">{"".join(out)}</g>'

    def scale(self) -> str:
        """A bar of a round number of kilometres."""
        per_km = self.per_degree / 111.2
        km = max((k for k in _KM if k * per_km <= WIDTH / 4), default=1)
        y, long = self.height - 14, km * per_km
        return (
            f'<g class="scale"><line x1="{WIDTH - 20 - long:.1f}" y1="{y:.1f}"'
            f' x2="{WIDTH - 20:.1f}" y2="{y:.1f}"/><text x="{WIDTH - 20:.1f}" y="{y - 5:.1f}"'
            f' text-anchor="end">{km} km</text></g>'
        )


def _point(
    view: _View,
    name: str,
    lat: float,
    lon: float,
    actors: dict[str | None, int],
    colours: dict[str, str],
    labels: list[tuple[float, float, float]],
) -> str:
    x, y = view.xy(lat, lon)
    chief = max(sorted(actors, key=str), key=lambda a: actors[a], default=None)
    count = sum(actors.values())
    radius = 3 + min(5.0, math.sqrt(count))
    colour = colours.get(chief or "", "#777777")
    width = 6.2 * len(name)
    clash = (
        any(abs(y - ly) < 12 and x + 8 < lx + lw and lx < x + 8 + width for lx, ly, lw in labels)
        or x + 8 + width > WIDTH
    )
    label = ""
    if not clash:
        labels.append((x + 8, y, width))
        label = f'<text x="{x + radius + 4:.1f}" y="{y + 4:.1f}">{escape(name)}</text>'
    said = ", ".join(
        f"{a or 'nobody named'}: {n}"
        for a, n in sorted(actors.items(), key=lambda i: (-i[1], str(i[0])))
    )
    return (
        f'<g class="point"><title>{escape(name)}: {count}'
        f' claims{" (" + escape(said) + ")" if said else ""}</title><circle cx="{x:.1f}"'
        f' cy="{y:.1f}" r="{radius:.1f}" fill="{colour}"/>{label}</g>'
    )
