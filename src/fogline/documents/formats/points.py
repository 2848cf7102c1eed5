"""Point events on maps (GeoJSON, KML, KMZ): the words of each point are a document."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from functools import lru_cache
from importlib.resources import files
from typing import Any

from fogline.documents.formats import DocumentError, Format, Parsed, map
from fogline.documents.posts import left_out
from fogline.documents.web_page.markup import plain
from fogline.limits import MAX_MAP
from fogline.numbered_times import in_words

_POINTS = {"Point", "MultiPoint"}
_AREAS = {"Polygon", "MultiPolygon"}
_SEVERAL = "GeometryCollection"


def parse(raw: bytes) -> list[Parsed]:
    """The points that have words, each with its title, day and address; not its coordinates, for a
    place is what the words name.
    """
    (found,) = map.parse(raw)
    whole = json.loads(found.text)
    features = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(features, list):
        raise DocumentError("JSON, but no GeoJSON with features")
    kinds = [_kinds(f.get("geometry")) if isinstance(f, dict) else set() for f in features]
    if any(some & _AREAS for some in kinds):
        raise DocumentError("a map with areas", "add it with fogline add-map")
    points = [
        _point(f, n)
        for n, (f, some) in enumerate(zip(features, kinds, strict=True), 1)
        if some and some <= _POINTS
    ]
    if not points:
        raise DocumentError("no point in this map")
    others = Counter({"features that are no point": len(features) - len(points)})
    return points + left_out(+others)


def _kinds(geometry: Any) -> set[str]:
    """The type of a geometry; of a collection those of all that it holds."""
    if not isinstance(geometry, dict):
        return set()
    kind, inner = str(geometry.get("type")), geometry.get("geometries")
    if kind != _SEVERAL:
        return {kind}
    return {k for each in (inner if isinstance(inner, list) else ()) for k in _kinds(each)}


def _point(feature: dict[str, Any], number: int) -> Parsed:
    properties = feature.get("properties")
    said = {
        str(k).casefold(): v
        for k, v in (properties.items() if isinstance(properties, dict) else ())
        if isinstance(v, str | int | float) and str(v).strip()
    }
    named = {
        field: next((said[n] for n in names if n in said), "") for field, names in _names().items()
    }
    title, text = (plain(str(named[field])) for field in ("title", "text"))
    words = text if not title or text.startswith(title) else f"{title}\n{text}".strip()
    key = str(named["id"] or feature.get("id") or number)
    return Parsed(words, key, title, date=_date(named["date"]), url=str(named["url"]))


def _date(value: str | float) -> str:
    """A point's time in words that tell a day or a moment."""
    words = str(value).strip()
    return in_words(words.removesuffix(".0")) if words.removesuffix(".0").isdecimal() else words


@lru_cache(maxsize=1)
def _names() -> dict[str, list[str]]:
    source = files("fogline.documents") / "data" / "points.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


FORMAT = Format(
    name="points",
    label="point events on maps",
    endings=(".geojson", ".kml", ".kmz"),
    parse=parse,
    many=True,
    limit=MAX_MAP,
)
