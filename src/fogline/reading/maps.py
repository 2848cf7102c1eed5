"""Maps as sources: each polygon of a GeoJSON file is a claim that a side holds what lies inside."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from fogline.model import Claim, Document, Interval, Mention, Place, Reading, Span
from fogline.reading.errors import ReadingError
from fogline.theatre import Theatre

READER = "maps-1"
_SHAPES = ("Polygon", "MultiPolygon")


class MapError(ReadingError):
    """A map that can't be read; the message says why and what to do."""


def read_map(document: Document, theatre: Theatre, holder: str) -> Reading:
    """Claims of a GeoJSON map: one ``hold`` for each polygon, bound to the characters of its
    feature.

    ``holder`` is a belligerent's label for all polygons, or the property that names the side of
    each: a label, or words that the theatre knows the side by ("Russian-occupied").

    Raises:
        MapError: no GeoJSON, no polygon, no day, or a holder that is no side of the theatre.
    """
    if document.published is None:
        raise MapError(
            "a map speaks of a day",
            "give it with --day YYYY-MM-DD, or in the file's name",
            where=document.id,
        )
    when = Interval(document.published, document.published, "published")
    found = list(_areas(document, theatre, holder, when))
    if not found:
        raise MapError(
            "no polygon in it",
            advice=f"a map needs features of the types {' or '.join(_SHAPES)}",
            where=document.id,
        )
    places = tuple(mention for mention, _ in found)
    return Reading(document, places, tuple(claim for _, claim in found), (), (), READER)


def _areas(
    document: Document, theatre: Theatre, holder: str, when: Interval
) -> Iterator[tuple[Mention, Claim]]:
    """The place and the claim of each polygon, in order."""
    count = 0
    for n, (span, feature) in enumerate(_features(document)):
        geometry = feature.get("geometry") or {}
        if geometry.get("type") in _SHAPES:
            side = _side(document, feature, theatre, holder, n)
            mention = _mention(document, span, geometry, n)
            yield mention, _claim(document, span, side, when, (n, count))
            count += 1


def _mention(document: Document, span: Span, geometry: dict[str, Any], n: int) -> Mention:
    """The area as a place; its coordinate is the mean of its corners."""
    name = f"area {n + 1} of the map"
    lat, lon = _middle(document, geometry, n)
    place = Place(f"map:{document.sha256[:16]}:{n}", name, "other", lat, lon)
    words, why = span.of(document.text), "a polygon of the map itself"
    return Mention(span, words, name, "other", "located", why, place)


def _claim(
    document: Document, span: Span, side: tuple[str, str], when: Interval, at: tuple[int, int]
) -> Claim:
    """The claim of a polygon: its feature is number ``at[0]`` of the map, its place ``at[1]``.

    The characters that the claim is bound to, which are a sentence in a text, are its feature's:
    its area is read from them again (fogline.control does so in one place), so that a claim never
    says anything but what the document says.
    """
    label, words = side
    trigger = _trigger(document.text, span, words)
    raw = "|".join((document.id, document.sha256, str(at[0]), label))
    return Claim(
        id=hashlib.sha256(raw.encode()).hexdigest()[:16],
        event="hold",
        sentence=span,
        trigger=trigger,
        trigger_text=trigger.of(document.text),
        actor=label,
        actor_text=words or None,
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


def setting_of_map(theatre: Theatre, holder: str) -> str:
    """Hash of everything but the map that its claims depend on."""
    return hashlib.sha256("|".join((READER, repr(theatre), holder)).encode()).hexdigest()[:12]


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


def _side(
    document: Document, feature: dict[str, Any], theatre: Theatre, holder: str, n: int
) -> tuple[str, str]:
    """The label of a feature's side and the words that say so; none where the user said it for
    all.
    """
    if holder in theatre.labels:
        return holder, ""
    properties = feature.get("properties") or {}
    allowed = f"give one of {', '.join(theatre.labels)}, or a property that names a side"
    if holder not in properties:
        have = ", ".join(map(str, properties)) or "none"
        raise MapError(
            f"holder {holder!r} is no label and no property of feature {n + 1} (it has {have})",
            advice=allowed,
            where=document.id,
        )
    words = str(properties[holder])
    label = next(
        (x for x in theatre.labels if x.casefold() == words.casefold()), None
    ) or theatre.side_of(words)
    if label not in theatre.labels:
        raise MapError(
            f"{holder} {words!r} of feature {n + 1} is no side of {theatre.name}",
            advice=allowed,
            where=document.id,
        )
    return label, words


def _trigger(text: str, span: Span, words: str) -> Span:
    """The characters that say who holds the area, or the feature's first one where the user said
    it.
    """
    at = text.find(json.dumps(words, ensure_ascii=False), span.start, span.end) if words else -1
    return Span(at + 1, at + 1 + len(words)) if at >= 0 else Span(span.start, span.start + 1)


def _middle(document: Document, geometry: dict[str, Any], n: int) -> tuple[float, float]:
    """The mean of an area's corners, degrees north and east."""
    try:
        shapes = (
            [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        )
        corners = [(float(p[1]), float(p[0])) for rings in shapes for p in rings[0]]
        if not all(-90 <= lat <= 90 and -180 <= lon <= 180 for lat, lon in corners):
            raise ValueError("corners outside -90..90 degrees north or -180..180 east")
        return sum(p[0] for p in corners) / len(corners), sum(p[1] for p in corners) / len(corners)
    except (KeyError, IndexError, TypeError, ValueError, ZeroDivisionError) as error:
        what = f"the geometry of feature {n + 1} can't be read"
        raise MapError(what, str(error), where=document.id) from error
