"""Maps, which ``fogline add-map`` reads: GeoJSON as it stands, and others as GeoJSON."""

from __future__ import annotations

import json
from typing import Any

from fogline.documents import esri, kml
from fogline.documents.formats import DocumentError, Format, Parsed, decode
from fogline.limits import MAX_MAP

_ZIP = b"PK\x03\x04"
_KINDS = ("FeatureCollection", "Feature")


def parse(raw: bytes) -> list[Parsed]:
    """The map as GeoJSON.

    It is KML, KMZ, Esri's JSON, or GeoJSON, which is left as it is, unless it lies in other JSON.
    """
    if raw.startswith(_ZIP):
        return [_collection(kml.features(kml.kml_of(raw)))]
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return [_collection(kml.features(raw))]
    text = decode(raw)
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        reason = str(error)[:100] or type(error).__name__
        raise DocumentError(f"not GeoJSON ({reason})") from error
    if esri.is_esri(whole):
        return [_collection(esri.features(whole))]
    inner = _inner(whole)
    return [Parsed(text) if inner is None else _collection(inner["features"])]


def _inner(whole: Any) -> dict[str, Any] | None:
    """The map that lies in another object, as services answer; none where it is a map itself."""
    if not isinstance(whole, dict) or whole.get("type") in _KINDS:
        return None
    found = [v for v in whole.values() if isinstance(v, dict) and v.get("type") == _KINDS[0]]
    return found[0] if len(found) == 1 and isinstance(found[0].get("features"), list) else None


def _collection(features: list[Any]) -> Parsed:
    """GeoJSON with a feature a line."""
    lines = ",\n".join(json.dumps(f, ensure_ascii=False) for f in features)
    return Parsed(f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}')


FORMAT = Format(
    name="map",
    label="maps, with add-map",
    parse=parse,
    limit=MAX_MAP,
    recorded="application/geo+json",
)
