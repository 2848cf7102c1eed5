"""Maps as desks export them, each as GeoJSON: KML, KMZ, Esri's JSON, and GeoJSON itself."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.documents import SourceDefaults, Unreadable, load
from fogline.documents.formats import DocumentError
from fogline.documents.formats.map import parse
from fogline.model import Received

KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Folder><name>Front</name><Folder><name>East</name>
 <Placemark><name>Окуповано &amp; held</name><styleUrl>#red</styleUrl>
  <TimeStamp><when>2022-09-10</when></TimeStamp>
  <ExtendedData><Data name="type"><value>occupied</value></Data>
   <SchemaData><SimpleData name="km2">12</SimpleData></SchemaData></ExtendedData>
  <Polygon><outerBoundaryIs><LinearRing><coordinates>
   36,49,0 37,49,0 37,50,0 36,50,0 36,49,0</coordinates></LinearRing></outerBoundaryIs>
   <innerBoundaryIs><LinearRing><coordinates>36.4,49.4 36.5,49.4 36.5,49.5 36.4,49.4
   </coordinates></LinearRing></innerBoundaryIs></Polygon></Placemark>
</Folder></Folder>
<Placemark><name>Two</name><MultiGeometry>
 <Polygon><outerBoundaryIs><LinearRing><coordinates>30,49 31,49 31,50 30,49</coordinates>
 </LinearRing></outerBoundaryIs></Polygon><Point><coordinates>30,49</coordinates></Point>
</MultiGeometry></Placemark>
<Placemark><name>Nowhere</name></Placemark>
<Placemark><name>Broken</name><Polygon><outerBoundaryIs><LinearRing><coordinates>x,y
</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>
</Document></kml>"""
BOMB = (
    '<!DOCTYPE k [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<kml><Placemark><name>&b;</name></Placemark></kml>"
)
OUTER = [[36, 49], [36, 50], [37, 50], [37, 49], [36, 49]]
HOLE = [[36.4, 49.4], [36.5, 49.4], [36.5, 49.5], [36.4, 49.4]]
FAR = [[30, 49], [30, 50], [31, 50], [30, 49]]


def _features(raw: bytes) -> list[dict[str, Any]]:
    (found,) = parse(raw)
    whole: dict[str, Any] = json.loads(found.text)
    assert whole["type"] == "FeatureCollection"
    return list(whole["features"])


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in parts.items():
            archive.writestr(name.replace("_", "."), raw)
    return out.getvalue()


@pytest.mark.parametrize("raw", [KML.encode(), _zip(other_kml=b"<kml/>", doc_kml=KML.encode())])
def test_kml_and_kmz(raw: bytes) -> None:
    first, two, nowhere, broken = _features(raw)
    assert first["properties"] == {
        "folder": "Front / East",
        "name": "Окуповано & held",
        "styleUrl": "red",
        "when": "2022-09-10",
        "type": "occupied",
        "km2": "12",
    }
    assert first["geometry"]["type"] == "Polygon"
    assert [len(ring) for ring in first["geometry"]["coordinates"]] == [5, 4]
    assert first["geometry"]["coordinates"][0][1] == [37.0, 49.0]
    assert [g["type"] for g in two["geometry"]["geometries"]] == ["Polygon", "Point"]
    assert nowhere["geometry"] is None
    assert broken["geometry"]["coordinates"] == [[]]


def _esri(geometry: Any, wkid: int = 4326) -> bytes:
    return json.dumps(
        {
            "geometryType": "esriGeometryPolygon",
            "spatialReference": {"wkid": wkid},
            "features": [{"attributes": {"side": "RU", "EditDate": 1}, "geometry": geometry}],
        }
    ).encode()


def test_esri_rings_become_polygons_with_their_holes() -> None:
    (found,) = _features(_esri({"rings": [HOLE, OUTER, FAR]}))
    assert found["properties"] == {"side": "RU", "EditDate": 1}
    polygons = found["geometry"]["coordinates"]
    assert [[len(ring) for ring in p] for p in polygons] == [[5, 4], [4]]
    (found,) = _features(_esri({"rings": [HOLE]}))
    assert len(found["geometry"]["coordinates"]) == 1
    (found,) = _features(_esri({"x": 36, "y": 49}))
    assert found["geometry"] == {"type": "Point", "coordinates": [36, 49]}
    (found,) = _features(_esri(None))
    assert found["geometry"] is None


def test_esri_metres_become_degrees() -> None:
    # Web Mercator: 20037508.34 m is 180 degrees east.
    metres = [[4007501.67, 6274861.39], [4007501.67, 6446275.84], [4118821.16, 6446275.84]]
    (found,) = _features(_esri({"rings": [[*metres, metres[0]]]}, wkid=102100))
    corner = found["geometry"]["coordinates"][0][0][0]
    assert corner == pytest.approx([36.0, 49.0], abs=0.01)


def test_geojson_stays_as_it_is_and_is_found_in_what_services_answer() -> None:
    whole = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}}]}
    raw = json.dumps(whole, indent=3).encode()
    assert parse(raw)[0].text == raw.decode()
    assert _features(json.dumps({"id": 7, "map": whole}).encode()) == whole["features"]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"{", "not GeoJSON"),
        (b"[" * 100_000, "not GeoJSON"),
        (b"\xff\xfe\xfd", "not GeoJSON|not UTF"),
        (b"<kml><Placemark>", "not readable KML"),
        (b"<html></html>", "no KML: its root is <html>"),
        (BOMB.encode(), "declarations of its own"),
        (_zip(doc_kml=BOMB.encode()), "declarations of its own"),
        (_zip(a_txt=b"x"), "no .kml file"),
        (_zip(doc_kml=bytes(60_000_000)), "unpacks to more than 200 times its size"),
        (b"PK\x03\x04 no zip", "not a readable zip file"),
        (_esri({"rings": [OUTER]}, wkid=999_999), "spatial reference 999999"),
    ],
    ids=range(11),
)
def test_maps_that_are_refused(raw: bytes, why: str) -> None:
    with pytest.raises(DocumentError, match=why):
        parse(raw)


def test_a_map_is_parsed_in_the_sandbox(tmp_path: Path) -> None:
    file = tmp_path / "front.kml"
    file.write_bytes(KML.encode())
    (found,) = load([str(file)], SourceDefaults("Desk"), form="map")
    assert isinstance(found, Received)
    assert (found.evidence.raw, found.media) == (KML.encode(), "application/geo+json")
    file.write_text(BOMB)
    (refused,) = load([str(file)], SourceDefaults("Desk"), form="map")
    assert isinstance(refused, Unreadable)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_map_or_refused(raw: bytes) -> None:
    for before in (b"", b"<kml>", b"PK\x03\x04", b'{"features": '):
        try:
            found = parse(before + raw)
        except DocumentError:
            continue
        assert len(found) == 1


EVENTS = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": 71,
            "properties": {
                "name": "Izium shelled",
                "description": "<p>Russian forces shelled Izium.</p><script>x</script>",
                "time": 1662832800,
                "link": "https://live.example/71",
            },
            "geometry": {"type": "Point", "coordinates": [37.25, 49.2]},
        },
        {
            "type": "Feature",
            "properties": {"title": "Lyman is quiet.", "time": 1662832800000},
            "geometry": {"type": "Point", "coordinates": [37.8, 48.9]},
        },
        {
            "type": "Feature",
            "properties": {"icon": 3},
            "geometry": {"type": "Point", "coordinates": [37.8, 48.9]},
        },
    ],
}


def test_a_collection_of_points_is_no_area(tmp_path: Path) -> None:
    point = EVENTS["features"][0]["geometry"]
    area = {"type": "Polygon", "coordinates": [OUTER]}
    file = tmp_path / "live.geojson"

    def found(*inner: Any) -> list[Received | Unreadable]:
        of = {"type": "GeometryCollection", "geometries": inner}
        feature = {**EVENTS["features"][0], "geometry": of}
        file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
        return list(load([str(file)], SourceDefaults("Live")))

    (event,) = found(point, {"type": "MultiPoint", "coordinates": [[37.25, 49.2]]})
    assert isinstance(event, Received)
    for inner in ((point, area), ({"type": "GeometryCollection", "geometries": [area]},)):
        (refused,) = found(*inner)
        assert isinstance(refused, Unreadable)
        assert "a map with areas: add it with fogline add-map" in refused.why
    (nothing,) = found()
    assert isinstance(nothing, Unreadable)
    assert nothing.why == "no point in this map"


def test_point_events_are_documents(tmp_path: Path) -> None:
    file = tmp_path / "live.geojson"
    file.write_text(json.dumps(EVENTS))
    first, second, third = load([str(file)], SourceDefaults("Live"))
    assert isinstance(first, Received)
    assert first.document.text == "Izium shelled\nRussian forces shelled Izium."
    assert (first.key, first.document.url) == ("71", "https://live.example/71")
    assert first.document.published_at == datetime(2022, 9, 10, 18, tzinfo=UTC)
    assert isinstance(second, Received)
    assert (second.document.text, second.key) == ("Lyman is quiet.", "2")
    assert second.document.published_at == first.document.published_at
    assert third == Unreadable(f"{file}: points 3", "no text in it")
    kml = tmp_path / "live.kml"
    kml.write_text(
        "<kml><Placemark><name>Izium</name><description><![CDATA[<b>Quiet</b>.]]></description>"
        "<TimeStamp><when>2022-09-10</when></TimeStamp><Point><coordinates>37,49</coordinates>"
        "</Point></Placemark></kml>"
    )
    (found,) = load([str(kml)], SourceDefaults("Live"))
    assert isinstance(found, Received)
    assert (found.document.text, str(found.document.published)) == ("Izium\nQuiet.", "2022-09-10")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (KML, "a map with areas: add it with fogline add-map"),
        ("<kml><Placemark><name>x</name></Placemark></kml>", "no point in this map"),
        ("[1]", "no GeoJSON with features"),
        (BOMB, "declarations of its own"),
    ],
    ids=range(4),
)
def test_maps_without_point_events(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "a.kml").write_text(text)
    (found,) = load([str(tmp_path)], SourceDefaults("Live"))
    assert isinstance(found, Unreadable)
    assert why in found.why
