"""Places as gazetteers know them, and places as texts name them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from fogline.model.span import Span


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer's entry. ``lat`` and ``lon`` are degrees (WGS 84), or none for what has no point
    of its own.
    """

    id: str
    name: str
    kind: str
    lat: float | None
    lon: float | None
    region: str = ""
    weight: float = 0.0
    country: str = ""

    def km(self, other: Place) -> float:
        """Kilometres to another place, good to some tenths of a percent within a theatre; infinite
        where one has no point.
        """
        if self.lat is None or other.lat is None or self.lon is None or other.lon is None:
            return math.inf
        x = math.radians(other.lon - self.lon) * math.cos(math.radians((self.lat + other.lat) / 2))
        return 6371 * math.hypot(math.radians(other.lat - self.lat), x)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place as one text names it.

    ``status`` is ``located`` (one entry, or a region without a point), ``ambiguous`` (several
    entries fit and nothing decides: ``candidates`` lists them) or ``unknown`` (no entry fits).
    ``reason`` says what decided, or why nothing could. ``kind`` is one of settlement, admin, river,
    region, country, facility, other.
    """

    span: Span
    text: str
    name: str
    kind: str
    status: str
    reason: str
    place: Place | None = None
    candidates: tuple[Place, ...] = ()
