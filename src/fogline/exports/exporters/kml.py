"""Layers as KML, for Google Earth and its like: a folder for each, in the sides' colours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as Xml

import pyarrow as pa
import pyarrow.compute as pc
import shapely

from fogline import claim_text
from fogline.exports.exporter import ExportKind, ExportRequest
from fogline.exports.layers import GEOMETRY, Layers, geometries
from fogline.exports.markup import file_of, tag
from fogline.exports.rows import plain, rows_of
from fogline.model import claim_rows

_SPACE = "http://www.opengis.net/kml/2.2"
_GREY = "#777777"
_NAME = {"places": "name", "turns": "place"}
# Places whose own claims say less than this, in nats, are left out: there are tens of thousands of
# them.
_SPOKEN = 0.05


def _kml(layers: Layers) -> bytes:
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
        columns = rows_of(rows.drop_columns([GEOMETRY]))
        for row, title, shape in zip(
            columns, _titles(layers, name, rows), geometries(rows), strict=True
        ):
            mark = _placemark(folder, title, row, layers.colours)
            if shape is not None:
                mark.append(_geometry(shape))
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
    folder: Xml.Element, title: str, row: dict[str, Any], colours: Mapping[str, str]
) -> Xml.Element:
    mark = tag(folder, "Placemark")
    tag(mark, "name", title)
    side = next(
        (row[n] for n in ("label", "gained_by", "actor", "state") if row.get(n) in colours), "other"
    )
    tag(mark, "styleUrl", f"#side-{side}")
    data = tag(mark, "ExtendedData")
    for name, value in plain(row).items():
        if value is not None:
            tag(tag(data, "Data"), "value", str(value))
            data[-1].set("name", name)
    return mark


def _titles(layers: Layers, name: str, rows: pa.Table) -> list[str]:
    """What each row of a layer is called."""
    if name == "claims":
        return [claim_text.heading(row) for row in claim_rows(layers.claims)]
    return [title or "" for title in rows[_NAME.get(name, "label")].to_pylist()]


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


def _write(asked: ExportRequest) -> dict[str, bytes]:
    return {"fogline.kml": _kml(asked.layers)}


EXPORTER = ExportKind(
    name="kml",
    summary=(
        "all layers as folders, in the sides' colours; of the places only those that claims speak"
        " of"
    ),
    opens_in="Google Earth",
    ending="kml",
    write=_write,
)
