"""Layers as KML, for Google Earth and its like: a folder for each, in the sides' colours."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as Xml

import pyarrow.compute as pc
import shapely

from fogline.exports.layers import GEOMETRY, Layers, geometries
from fogline.exports.markup import file_of, tag
from fogline.exports.view import plain, rows_of

_SPACE = "http://www.opengis.net/kml/2.2"
_GREY = "#777777"
_NAME = {"places": "name", "turns": "place"}
# Places whose own claims say less than this, in nats, are left out: there are tens of thousands of
# them.
_SPOKEN = 0.05


def as_kml(layers: Layers) -> bytes:
    """All layers; the columns of each row are its extended data. Claims without a place are kept,
    without a point; places that no claim speaks of are left out.
    """
    root = Xml.Element("kml", xmlns=_SPACE)
    document = tag(root, "Document")
    tag(document, "name", f"{layers.title}: {layers.day}")
    tag(document, "description", "\n".join((f"Estimated from {layers.rests_on}", *layers.credits)))
    for label, colour in layers.colours.items():
        _style(document, label, colour)
    _style(document, "other", _GREY)
    for name, rows in layers.tables.items():
        folder = tag(document, "Folder")
        tag(folder, "name", name)
        if name == "places":
            rows = rows.filter(pc.greater_equal(rows["evidence"], _SPOKEN))
        for row, shape in zip(
            rows_of(rows.drop_columns([GEOMETRY])), geometries(rows), strict=True
        ):
            _placemark(folder, name, row, shape, layers.colours)
    return file_of(root)


def _style(document: Xml.Element, label: str, colour: str) -> None:
    """KML's colours are opacity, blue, green, red."""
    turned = colour[5:7] + colour[3:5] + colour[1:3]
    style = tag(document, "Style", id=f"side-{label}")
    icon = tag(style, "IconStyle")
    tag(icon, "color", f"ff{turned}")
    tag(icon, "scale", "0.5")
    tag(tag(style, "LineStyle"), "color", f"ff{turned}")
    tag(tag(style, "PolyStyle"), "color", f"66{turned}")


def _placemark(
    folder: Xml.Element, layer: str, row: dict[str, Any], shape: Any, colours: dict[str, str]
) -> None:
    mark = tag(folder, "Placemark")
    tag(mark, "name", _title(row) if layer == "claims" else row[_NAME.get(layer, "label")] or "")
    side = next(
        (row[n] for n in ("label", "gained_by", "actor", "state") if row.get(n) in colours), "other"
    )
    tag(mark, "styleUrl", f"#side-{side}")
    data = tag(mark, "ExtendedData")
    for name, value in plain(row).items():
        if value is not None:
            tag(tag(data, "Data"), "value", str(value))
            data[-1].set("name", name)
    if shape is not None:
        mark.append(_geometry(shape))


def _title(row: dict[str, Any]) -> str:
    """A claim in a few words: capture Izium (UA)."""
    who = f" ({row['actor']})" if row["actor"] else ""
    return (
        f"{row['event']} {row['name'] or ''}".strip()
        + who
        + (", denied" if row["polarity"] == "negative" else "")
    )


def _geometry(shape: Any) -> Xml.Element:
    parts = shapely.get_parts(shape)
    if len(parts) == 1:
        return _single(parts[0])
    several = Xml.Element("MultiGeometry")
    several.extend(_single(part) for part in parts)
    return several


def _single(part: Any) -> Xml.Element:
    if part.geom_type != "Polygon":
        one = Xml.Element(part.geom_type)
        tag(one, "coordinates", _spelled(part))
        return one
    one = Xml.Element("Polygon")
    for kind, ring in [
        ("outerBoundaryIs", part.exterior),
        *(("innerBoundaryIs", r) for r in part.interiors),
    ]:
        tag(tag(tag(one, kind), "LinearRing"), "coordinates", _spelled(ring))
    return one


def _spelled(line: Any) -> str:
    return " ".join(f"{x:.7f},{y:.7f}" for x, y in shapely.get_coordinates(line))
