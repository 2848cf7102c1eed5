"""A Frictionless data package: the layers as CSV and GeoJSON, with a description of every column, a
README and the credits.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import pyarrow as pa

from fogline.exports.exporter import ExportKind, ExportRequest
from fogline.exports.geo import feature_collection
from fogline.exports.layers import GEOMETRY, Layers
from fogline.exports.view import view_as
from fogline.model import EVENTS

_TABLES = ("claims", "places", "turns")
_SHAPES = ("areas", "lines", "doubt")
_ABOUT = {
    "claims": (
        "One row a claim: who says who did what, where and when, and how sure they are;"
        " denials and forecasts are rows too."
    ),
    "places": (
        "One row a settlement: the chance that each side holds it on the day, estimated from the"
        " claims."
    ),
    "turns": "Places that changed hands, with the ids of the claims behind it.",
    "areas": (
        "The ground of each side, of contested and of unclear places on the day, with its size,"
        " what of it is sure (km2_low) and what is possible (km2_high)."
    ),
    "lines": "The line between two sides.",
    "doubt": (
        "The band in which the likeliest holder's chance is below the limit that its label names."
    ),
}


def _package(layers: Layers) -> dict[str, bytes]:
    """The files of the package by name."""
    files: dict[str, bytes] = {}
    resources: list[dict[str, Any]] = []
    for name in (n for n in _TABLES if n in layers.tables):
        rows = layers.tables[name].drop_columns([GEOMETRY])
        files[f"{name}.csv"] = view_as("csv", rows)
        resources.append(_table_resource(name, rows.schema))
    for name in _SHAPES:
        files[f"{name}.geojson"] = feature_collection(layers.tables[name])
        resources.append({**_resource(name, "geojson"), "mediatype": "application/geo+json"})
    about = _descriptor(layers, resources)
    files["datapackage.json"] = (json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode()
    files["README.md"] = _readme(layers, resources).encode()
    return files


def _table_resource(name: str, schema: pa.Schema) -> dict[str, Any]:
    fields = [
        {"name": f.name, "type": _type(f.type), "description": _column(name, f.name)}
        for f in schema
    ]
    return {
        **_resource(name, "csv"),
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _descriptor(layers: Layers, resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": f"fogline-{layers.day}",
        "title": f"{layers.title}: claims and control on {layers.day}",
        "profile": "data-package",
        "description": (
            f"What published texts claim of the war, and control on {layers.day} estimated from"
            f" {layers.rests_on}. Not what is true."
        ),
        "licenses": [
            {
                "name": "other-various",
                "title": "See README.md: place data and quoted texts have licences of their own",
            }
        ],
        "sources": [{"title": line} for line in layers.credits],
        "resources": resources,
    }


def _column(table: str, name: str) -> str:
    """What a column holds (``data/columns.toml``)."""
    known = _columns()
    text = (
        known[table].get(name) or known["all"].get(name) or known["all"][name.split("_")[0] + "_*"]
    )
    return text.replace("{events}", f"{', '.join(EVENTS[:-1])} or {EVENTS[-1]}")


@cache
def _columns() -> Mapping[str, Mapping[str, str]]:
    file = resources.files("fogline.exports") / "data" / "columns.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _resource(name: str, form: str) -> dict[str, str]:
    return {"name": name, "path": f"{name}.{form}", "format": form, "description": _ABOUT[name]}


def _type(kind: pa.DataType) -> str:
    if pa.types.is_floating(kind):
        return "number"
    if pa.types.is_integer(kind):
        return "integer"
    return (
        "date"
        if pa.types.is_date(kind)
        else "datetime"
        if pa.types.is_timestamp(kind)
        else "string"
    )


def _since(layers: Layers) -> str:
    return f"Places that changed hands are counted from {layers.since}. " if layers.since else ""


def _readme(layers: Layers, resources: list[dict[str, Any]]) -> str:
    files = "\n".join(f"- `{r['path']}`: {r['description']}" for r in resources)
    credit = "\n".join(f"- {line}" for line in layers.credits)
    return (
        f"# {layers.title}: {layers.day}\n\nMade with fogline, estimated from {layers.rests_on}."
        f" {_since(layers)}A row of claims is what a text says, bound to its sentence; control is"
        " an estimate by settlement, not a map of positions. Coordinates are degrees, WGS"
        f" 84.\n\n## Files\n{files}\n\n## Licences and credits\nPlace data keeps its licence;"
        " sentences are quoted from texts that belong to their publishers: check before you"
        f" publish them. Name these:\n\n{credit}\n"
    )


def _write(asked: ExportRequest) -> dict[str, bytes]:
    return _package(asked.layers)


EXPORTER = ExportKind(
    name="package",
    summary=(
        "a folder: CSV and GeoJSON, `datapackage.json` (Frictionless) that describes each column, a"
        " README with licences and credits"
    ),
    opens_in="frictionless, spreadsheets",
    ending="",
    write=_write,
    folder=True,
    text=False,
)
