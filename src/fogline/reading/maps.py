"""Maps as sources: each polygon of a GeoJSON file is a claim that a side holds what lies inside."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from fogline.model import Claim, Document, Interval, LeftOut, Mention, Place, Reading, Span
from fogline.reading.errors import ReadingError
from fogline.reading.map_legend import Legend, MapError, NoAreaError, NotAskedError
from fogline.theatre import Theatre

READER = "maps-2"
_POLYGON, _MULTI, _SEVERAL = "Polygon", "MultiPolygon", "GeometryCollection"


def read_map(document: Document, theatre: Theatre, legend: Legend) -> Reading:
    """Claims of a GeoJSON map: one ``hold`` for each polygon, bound to the characters of its
    feature. What is left out is named with its reason.

    Raises:
        MapError: no GeoJSON, no polygon that can be read, or no day.
    """
    if document.published is None:
        raise MapError(
            "a map speaks of a day",
            "give it with --day YYYY-MM-DD, or in the file's name",
            where=document.id,
        )
    when = Interval(document.published, document.published, "published")
    places: list[Mention] = []
    claims: list[Claim] = []
    left: list[tuple[str, ReadingError]] = []
    for n, (span, feature) in enumerate(_features(document)):
        where = f"feature {n + 1}"
        try:
            polygons, others = _shapes(feature.get("geometry") or {})
            if not polygons:
                raise NoAreaError(f"no polygon, but {others or 'no geometry'}")
            name, value = _side(feature, theatre, legend)
            mention = _mention(document, span, polygons, n)
        except (MapError, NotAskedError, NoAreaError) as error:
            left.append((where, error))
        else:
            claims.append(_claim(document, span, (name, value), (when, legend), (n, len(places))))
            places.append(mention)
            if others:
                left.append((where, NoAreaError(f"beside its polygons, {others}")))
    if not claims:
        raise _empty(document, left)
    found, made = tuple(places), tuple(claims)
    left_out = tuple(_left_out(where, error) for where, error in left)
    return Reading(document, found, made, (), (), READER, left_out=left_out)


def _left_out(where: str, error: ReadingError) -> LeftOut:
    asked = "left out as asked: " if isinstance(error, NotAskedError) else ""
    return LeftOut(where, f"{asked}{error}", fault=isinstance(error, MapError))


def _empty(document: Document, left: list[tuple[str, ReadingError]]) -> MapError:
    """The error of a map without an area: what is wrong with its polygons, if it has any."""
    polygons = [_left_out(w, error) for w, error in left if not isinstance(error, NoAreaError)]
    if polygons:
        # A fault is more to the point than what the user left out.
        one = min(polygons, key=lambda each: not each.fault)
        many = f" (and {len(polygons) - 1} more)" if polygons[1:] else ""
        return MapError(f"{one.where}{many}: {one.why}", where=document.id)
    points = f"; it has {len(left)} other features" if left else ""
    return MapError(
        "no polygon in it",
        advice=f"a map needs features of the types {_POLYGON} or {_MULTI}{points}",
        where=document.id,
    )


def _shapes(geometry: dict[str, Any]) -> tuple[list[Any], str]:
    """The polygons of a geometry, each a list of rings, first the outer one; and in words what else
    it holds: "Point", "GeometryCollection of 2 Point, LineString".

    Raises:
        MapError: a geometry that is damaged.
    """
    polygons: list[Any] = []
    try:
        others = Counter(_others(geometry, polygons))
    except (KeyError, TypeError, AttributeError) as error:
        raise MapError("the geometry can't be read", str(error)) from error
    told = ", ".join(f"{n:,} {kind}" if n > 1 else kind for kind, n in sorted(others.items()))
    if geometry.get("type") != _SEVERAL:
        return polygons, told
    return polygons, f"{_SEVERAL} of {told or 'nothing'}" if told or not polygons else ""


def _others(geometry: dict[str, Any], polygons: list[Any]) -> Iterator[str]:
    """The types of what in a geometry is no polygon; those are added to ``polygons``."""
    kind = geometry.get("type")
    if kind == _SEVERAL:
        for each in geometry["geometries"]:
            yield from _others(each, polygons)
    elif kind == _POLYGON:
        polygons.append(geometry["coordinates"])
    elif kind == _MULTI:
        polygons += geometry["coordinates"]
    elif kind:
        yield str(kind)


def _mention(document: Document, span: Span, polygons: list[Any], n: int) -> Mention:
    """The area as a place; its coordinate is the mean of its corners."""
    name = f"area {n + 1} of the map"
    lat, lon = _middle(polygons)
    place = Place(f"map:{document.sha256[:16]}:{n}", name, "other", lat, lon)
    words, why = span.of(document.text), "a polygon of the map itself"
    return Mention(span, words, name, "other", "located", why, place)


def _claim(
    document: Document,
    span: Span,
    side: tuple[str, Any],
    said: tuple[Interval, Legend],
    at: tuple[int, int],
) -> Claim:
    """The claim of a polygon: its feature is number ``at[0]`` of the map, its place ``at[1]``.

    The characters that the claim is bound to, which are a sentence in a text, are its feature's:
    its area is read from them again (fogline.control does so in one place), so that a claim never
    says anything but what the document says.
    """
    (label, value), (when, legend) = side, said
    trigger = _trigger(document.text, span, legend.holder, value)
    raw = "|".join((document.id, document.sha256, str(at[0]), label))
    return Claim(
        id=hashlib.sha256(raw.encode()).hexdigest()[:16],
        event="hold",
        sentence=span,
        trigger=trigger,
        trigger_text=trigger.of(document.text),
        actor=label,
        actor_text=None if value is None else str(value),
        target=None,
        place=at[1],
        relation="in",
        extent=1.0,
        when=when,
        speakers=(document.source, "source") if document.source else ("source",),
        certainty="certain",
        status="actual",
        polarity="positive",
        reader=READER,
    )


def setting_of_map(theatre: Theatre, legend: Legend) -> str:
    """Hash of everything but the map that its claims depend on."""
    return hashlib.sha256("|".join((READER, repr(theatre), repr(legend))).encode()).hexdigest()[:12]


def _features(document: Document) -> Iterator[tuple[Span, dict[str, Any]]]:
    """Every feature with its characters in the text."""
    text, decoder = document.text, json.JSONDecoder()
    try:
        whole = json.loads(text)
        if not isinstance(whole, dict) or whole.get("type") not in {"FeatureCollection", "Feature"}:
            raise MapError(
                "no GeoJSON",
                "it needs an object of the type FeatureCollection or Feature",
                where=document.id,
            )
        if whole["type"] == "Feature":
            yield Span(text.index("{"), text.rindex("}") + 1), whole
            return
        at = text.index("[", text.index('"features"')) + 1
        while True:
            while text[at] in " \t\r\n,":
                at += 1
            if text[at] == "]":
                return
            feature, end = decoder.raw_decode(text, at)
            if not isinstance(feature, dict):
                raise MapError(f"a feature that is no object, at character {at}", where=document.id)
            yield Span(at, end), feature
            at = end
    except (ValueError, IndexError, RecursionError) as error:
        if isinstance(error, MapError):
            raise
        raise MapError("not GeoJSON", str(error), where=document.id) from error


def _side(feature: dict[str, Any], theatre: Theatre, legend: Legend) -> tuple[str, Any]:
    properties = feature.get("properties") or feature.get("attributes") or {}
    if not isinstance(properties, dict):
        raise MapError(f"its properties are a {type(properties).__name__}, no object")
    return legend.side(properties, theatre)


def _trigger(text: str, span: Span, name: str, value: Any) -> Span:
    """The characters that say who holds the area, or the feature's first one where the user said
    it.
    """
    for plain in (False, True) if value is not None else ():
        key, words = (json.dumps(v, ensure_ascii=plain) for v in (name, value))
        pattern = re.compile(rf"{re.escape(key)}\s*:\s*({re.escape(words)})")
        found = pattern.search(text, span.start, span.end)
        if found:
            quote = isinstance(value, str)
            return Span(found.start(1) + quote, found.end(1) - quote)
    return Span(span.start, span.start + 1)


def _middle(polygons: list[Any]) -> tuple[float, float]:
    """The mean of an area's corners, degrees north and east.

    Raises:
        MapError: corners that are no coordinates, or none on earth.
    """
    try:
        corners = [(float(p[1]), float(p[0])) for rings in polygons for p in rings[0]]
        if not all(-90 <= lat <= 90 and -180 <= lon <= 180 for lat, lon in corners):
            raise ValueError("corners outside -90..90 degrees north or -180..180 east")
        return sum(p[0] for p in corners) / len(corners), sum(p[1] for p in corners) / len(corners)
    except (KeyError, IndexError, TypeError, ValueError, ZeroDivisionError) as error:
        raise MapError("the geometry can't be read", str(error)) from error
