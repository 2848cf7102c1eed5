"""Fronts of many days in one file. Neighbouring days share most of their lines, which stand there
once: each ring and line is cut at points that depend on the point alone, so that the same stretch
gives the same pieces on all days.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

# Units of a degree, as the answers of the server are rounded.
UNITS = 10_000
# A stretch has about so many points. The factors spread neighbouring points (Teschner et al. 2003).
_POINTS, _X, _Y = 24, 73_856_093, 19_349_663
Point = Sequence[float]


class FrontShelf:
    """The fronts of some days; ``record`` is what the file has."""

    def __init__(self) -> None:
        self._pieces: dict[tuple[int, ...], int] = {}
        self._answers: dict[str, object] = {}

    def put(self, address: str, answer: Mapping[str, Any]) -> None:
        """Keep an answer, a collection of features."""
        features = [{**f, "geometry": self._geometry(f["geometry"])} for f in answer["features"]]
        self._answers[address] = {**answer, "features": features}

    def record(self) -> dict[str, object]:
        """The pieces, and the answers whose coordinates are numbers of pieces."""
        return {"units": UNITS, "pieces": list(self._pieces), "answers": self._answers}

    def _geometry(self, geometry: Mapping[str, Any]) -> dict[str, Any]:
        if geometry["type"] in {"Point", "MultiPoint", "GeometryCollection"}:
            return dict(geometry)
        return {**geometry, "cut": self._cut(geometry["coordinates"]), "coordinates": []}

    def _cut(self, coordinates: Sequence[Any]) -> list[Any]:
        if coordinates and isinstance(coordinates[0][0], int | float):
            return self._line(coordinates)
        return [self._cut(part) for part in coordinates]

    def _line(self, line: Sequence[Point]) -> list[int]:
        """The numbers of the pieces of a line."""
        points = [(round(p[0] * UNITS), round(p[1] * UNITS)) for p in line]
        numbers, start = [], 0
        for k in range(1, len(points) + 1):
            if k == len(points) or ((points[k][0] * _X) ^ (points[k][1] * _Y)) % _POINTS == 0:
                piece = _steps(points[start:k])
                numbers.append(self._pieces.setdefault(piece, len(self._pieces)))
                start = k
        return numbers


def _steps(points: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """The first point, then the steps from point to point."""
    out, (x, y) = [*points[0]], points[0]
    for px, py in points[1:]:
        out += [px - x, py - y]
        x, y = px, py
    return tuple(out)
