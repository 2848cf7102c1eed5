"""Places as gazetteers know them, and places as texts name them."""

from __future__ import annotations

from dataclasses import dataclass

from fogline.model.span import Span


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer's entry. ``lat`` and ``lon`` are degrees (WGS 84), or none for what has no point of its own."""

    id: str
    name: str
    kind: str
    lat: float | None
    lon: float | None
    region: str = ""
    weight: float = 0.0
    country: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place as one text names it.

    ``status`` is ``located`` (one entry, or a region without a point), ``ambiguous`` (several entries fit and
    nothing decides: ``candidates`` lists them) or ``unknown`` (no entry fits). ``reason`` says what decided, or why
    nothing could. ``kind`` is one of settlement, admin, river, region, country, facility, other.
    """

    span: Span
    text: str
    name: str
    kind: str
    status: str
    reason: str
    place: Place | None = None
    candidates: tuple[Place, ...] = ()
