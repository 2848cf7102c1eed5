"""Media types of the responses, and values as JSON."""

from __future__ import annotations

import json

JSON = "application/json"
PROBLEM_JSON = "application/problem+json"
GEOJSON = "application/geo+json"
HTML = "text/html; charset=utf-8"
SVG = "image/svg+xml"
CSS = "text/css"


def to_json(value: object) -> bytes:
    """A value as JSON; days and moments as ISO 8601."""
    return json.dumps(
        value, ensure_ascii=False, default=str, allow_nan=False, separators=(",", ":")
    ).encode()
