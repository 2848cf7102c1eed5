"""KML, the maps of Google Earth and My Maps, as features of GeoJSON."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from fogline.documents.errors import DocumentError
from fogline.documents.packed import open_zip, unzipped

# What a KMZ file may unpack to, bytes: pictures and models of buildings lie beside the map.
MAX_UNPACKED = 500_000_000
# What is at the root of a KMZ file by its specification.
_FIRST = "doc.kml"
_HOLDS_OTHERS = {"kml", "Document", "Folder"}
_TIMES = {"when", "begin", "end"}
Feature = dict[str, Any]


def kml_of(raw: bytes) -> bytes:
    """The KML of a KMZ file: doc.kml, or the first there is.

    Raises:
        DocumentError: no zip file, one that unpacks to too much, or no KML in it.
    """
    with open_zip(io.BytesIO(raw), MAX_UNPACKED) as archive:
        names = [n for n in archive.namelist() if n.lower().endswith(".kml")]
        if not names:
            raise DocumentError("no .kml file in this .kmz")
        return unzipped(archive, _FIRST if _FIRST in names else names[0])


def features(raw: bytes) -> list[Feature]:
    """The placemarks, with their names, descriptions, folders, styles, times and data.

    Raises:
        DocumentError: no KML, or one with entities of its own.
    """
    import defusedxml
    from defusedxml import ElementTree

    try:
        root = ElementTree.fromstring(raw)
    except defusedxml.DefusedXmlException as error:
        raise DocumentError(f"KML with declarations of its own ({type(error).__name__})") from error
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise DocumentError(f"not readable KML ({str(error)[:100]})") from error
    if _tag(root) not in _HOLDS_OTHERS | {"Placemark"}:
        raise DocumentError(f"XML, but no KML: its root is <{_tag(root)}>")
    return list(_placemarks(root, ()))


def _placemarks(node: Element, folders: tuple[str, ...]) -> Iterator[Feature]:
    if _tag(node) == "Placemark":
        yield _feature(node, folders)
    elif _tag(node) in _HOLDS_OTHERS:
        name = _word(node, "name") if _tag(node) == "Folder" else ""
        for child in node:
            yield from _placemarks(child, (*folders, name) if name else folders)


def _feature(node: Element, folders: tuple[str, ...]) -> Feature:
    said = {"folder": " / ".join(folders)}
    said |= {n: _word(node, n) for n in ("name", "description", "address", "styleUrl")}
    for inner in node.iter():
        if _tag(inner) == "Data":
            said[inner.get("name") or ""] = _word(inner, "value")
        elif _tag(inner) == "SimpleData" or _tag(inner) in _TIMES:
            said[inner.get("name") or _tag(inner)] = (inner.text or "").strip()
    shapes = [s for child in node if (s := _geometry(child)) is not None]
    properties = {k: v.removeprefix("#") if k == "styleUrl" else v for k, v in said.items() if v}
    return {"type": "Feature", "properties": properties, "geometry": shapes[0] if shapes else None}


def _geometry(node: Element) -> dict[str, Any] | None:
    kind = _tag(node)
    if kind in {"Point", "LineString"}:
        corners = _corners(node)
        if not corners:
            return None
        return {"type": kind, "coordinates": corners[0] if kind == "Point" else corners}
    if kind == "Polygon":
        outer = [_corners(c) for c in node if _tag(c) == "outerBoundaryIs"]
        holes = [_corners(c) for c in node if _tag(c) == "innerBoundaryIs"]
        return {"type": kind, "coordinates": [*outer[:1], *holes]}
    if kind == "MultiGeometry":
        shapes = [s for child in node if (s := _geometry(child)) is not None]
        return {"type": "GeometryCollection", "geometries": shapes}
    return None


def _corners(node: Element) -> list[list[float]]:
    """The corners that a node has somewhere below it: longitude and latitude."""
    found = next((n.text or "" for n in node.iter() if _tag(n) == "coordinates"), "")
    try:
        return [[float(v) for v in corner.split(",")[:2]] for corner in found.split()]
    except ValueError:
        return []  # a polygon without corners, which is named when it is read


def _word(node: Element, name: str) -> str:
    return next(((c.text or "").strip() for c in node if _tag(c) == name), "")


def _tag(node: Element) -> str:
    return str(node.tag).rsplit("}", 1)[-1]
