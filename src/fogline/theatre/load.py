"""Reads theatres from TOML files."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import date
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from fogline.errors import FoglineError
from fogline.model import Place
from fogline.theatre.theatre import (
    Area,
    Baseline,
    Belligerent,
    Deictic,
    Feature,
    Publisher,
    River,
    Theatre,
    Voice,
)

_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_STATES = ("contested", "unclear")
_KINDS = ("state", "external", "armed group")


class TheatreError(FoglineError):
    """A theatre that can't be found or whose file is wrong; the message says what to do."""


def known() -> tuple[str, ...]:
    """Names of the theatres that come with fogline."""
    folder = resources.files("fogline.theatre") / "data"
    return tuple(
        sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml"))
    )


@lru_cache(maxsize=16)
def load(name: str, sources: str = "") -> Theatre:
    """The theatre of that name, or of a TOML file of the user's; ``sources`` is a file of more publishers.

    A file that says ``extends = "ukraine"`` has all that the packaged theatre has but what it says itself, such as a baseline.

    Raises:
        TheatreError: no such theatre, unreadable TOML, a missing key, or an unknown zone.
    """
    try:
        built = _build(_raw(name), name if name in known() else str(Path(name).resolve()))
        return (
            replace(built, publishers=(*_publishers(Path(sources)), *built.publishers))
            if sources
            else built
        )
    except tomllib.TOMLDecodeError as error:
        raise TheatreError(f"theatre {name!r}: not valid TOML: {error}") from error
    except KeyError as error:
        raise TheatreError(f"theatre {name!r}: the key {error} is missing") from error


def _raw(name: str) -> dict[str, Any]:
    """A theatre's tables; those of a file that extends another one stand in place of the other's."""
    if name in known():
        text = (resources.files("fogline.theatre") / "data" / f"{name}.toml").read_text(
            encoding="utf-8"
        )
    elif name.endswith(".toml") and Path(name).is_file():
        text = _text(Path(name))
    else:
        raise TheatreError(
            f"unknown theatre {name!r}: give one of {', '.join(known())}, or the path of a .toml file"
        )
    raw = tomllib.loads(text)
    other = raw.pop("extends", "")
    if not other:
        return raw
    if other not in known():
        raise TheatreError(
            f"theatre {name!r}: it extends {other!r}; give one of {', '.join(known())}"
        )
    return {**_raw(other), **raw}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (UnicodeDecodeError, OSError) as error:
        raise TheatreError(
            f"theatre {str(path)!r}: it can't be read as UTF-8 text ({error})"
        ) from error


def _build(raw: dict[str, Any], origin: str) -> Theatre:
    south, west, north, east = raw["box"]
    outline = raw.get("outline", {})
    if not isinstance(outline, dict):
        raise TheatreError(
            f"theatre {raw['name']!r}: give one [outline] with its rings, not [[outline]]"
        )
    labels = [b["label"] for b in raw["belligerent"]]
    if len(set(labels)) < len(labels):
        raise TheatreError(
            f"theatre {raw['name']!r}: labels {', '.join(labels)}; give each belligerent one of its own"
        )
    return Theatre(
        name=raw["name"],
        title=raw["title"],
        countries=tuple(raw["countries"]),
        nearby=tuple(raw.get("nearby", ())),
        languages=tuple(raw.get("languages", ("en",))),
        box=(south, west, north, east),
        belligerents=tuple(_belligerent(b) for b in raw["belligerent"]),
        deictics=tuple(
            Deictic(
                tuple(d["words"]),
                d.get("default"),
                tuple(d["by_speaker"].items()),
                bool(d.get("attributive", False)),
            )
            for d in raw.get("deictic", ())
        ),
        voices=tuple(
            Voice(tuple(s["names"]), s["kind"], s["group"], s.get("side"))
            for s in raw.get("speaker", ())
        ),
        features=tuple(
            f
            for key in ("region", "water", "facility")
            for r in raw.get(key, ())
            for f in _features(r, key, raw["name"])
        ),
        enemy_default=raw.get("enemy", {}).get("default"),
        publishers=tuple(_publisher(p) for p in raw.get("publisher", ())),
        baseline=_baseline(raw["baseline"], {b["label"] for b in raw["belligerent"]})
        if "baseline" in raw
        else None,
        rivers=tuple(
            River(tuple(r["names"]), _line(r["names"][0], r["line"], 2))
            for r in raw.get("river", ())
        ),
        outline=tuple(_line("outline", ring, 3) for ring in outline.get("rings", ())),
        outline_source=outline.get("source", ""),
        origin=origin,
    )


def _baseline(raw: dict[str, Any], labels: set[str]) -> Baseline:
    areas = tuple(
        Area(a["name"], a["holder"], _line(a["name"], a["ring"], 3), a.get("source", ""))
        for a in raw.get("area", ())
    )
    abroad = tuple(raw.get("abroad", {}).items())
    for holder in (raw["holder"], *(a.holder for a in areas), *(label for _, label in abroad)):
        if holder not in labels:
            raise TheatreError(
                f"baseline: unknown holder {holder!r}; give one of {', '.join(sorted(labels))}"
            )
    began = raw.get("began", raw["day"])
    for key, day in (("day", raw["day"]), ("began", began)):
        if type(day) is not date:
            raise TheatreError(
                f"baseline: {key} {day!r} is no date; write it without quotes, such as 2022-02-24"
            )
    if began > raw["day"]:
        raise TheatreError(
            f"baseline: began {began} is after day {raw['day']}; give the day on which the war began"
        )
    return Baseline(raw["day"], raw["holder"], areas, abroad, began)


def _line(name: str, points: list[Any], least: int) -> tuple[tuple[float, float], ...]:
    if not all(isinstance(p, list) and len(p) == 2 for p in points):
        raise TheatreError(f"{name}: give points as [lat, lon] in degrees, in a list")
    line = tuple((float(p[0]), float(p[1])) for p in points)
    if len(line) < least or any(not (-90 <= lat <= 90 and -180 <= lon <= 180) for lat, lon in line):
        raise TheatreError(f"{name}: give at least {least} points as [lat, lon] in degrees")
    return line


def _publishers(path: Path) -> tuple[Publisher, ...]:
    """The publishers of a sources file (TOML, ``[[publisher]]`` with name, domains, channels, zone)."""
    try:
        return tuple(
            _publisher(p)
            for p in tomllib.loads(path.read_text(encoding="utf-8")).get("publisher", ())
        )
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TheatreError(f"sources file {str(path)!r}: {error}") from error
    except KeyError as error:
        raise TheatreError(
            f"sources file {str(path)!r}: a publisher without the key {error}"
        ) from error


def _publisher(raw: dict[str, Any]) -> Publisher:
    zone = raw.get("zone", "")
    if zone and zone not in available_timezones():
        raise TheatreError(
            f"publisher {raw['name']!r}: unknown zone {zone!r}; give an IANA name such as Europe/Kyiv"
        )
    return Publisher(
        raw["name"],
        tuple(d.casefold() for d in raw.get("domains", ())),
        tuple(raw.get("channels", ())),
        zone,
    )


def _belligerent(raw: dict[str, Any]) -> Belligerent:
    lists = {
        k: tuple(raw.get(k, ())) for k in ("adjectives", "names", "capitals", "country", "native")
    }
    colour, kind = raw.get("colour", "#777777"), raw.get("kind", "armed group")
    if not _COLOUR.fullmatch(colour):
        raise TheatreError(
            f"belligerent {raw['label']!r}: colour {colour!r}; give it as #rrggbb, such as #1b6ca8"
        )
    if raw["label"] in _STATES:
        raise TheatreError(
            f"belligerent {raw['label']!r}: this is the name of a state of control; give another label"
        )
    if kind not in _KINDS:
        raise TheatreError(
            f"belligerent {raw['label']!r}: unknown kind {kind!r}; give one of {', '.join(_KINDS)}"
        )
    return Belligerent(label=raw["label"], name=raw["name"], colour=colour, kind=kind, **lists)


def _features(raw: dict[str, Any], key: str, theatre: str) -> list[Feature]:
    """With a point, the names are one feature's; without, each name is a feature of its own."""
    kind = raw.get("kind", {"region": "admin", "water": "river", "facility": "facility"}[key])
    groups = [raw["names"]] if "lat" in raw else [[n] for n in raw["names"]]
    return [
        Feature(
            tuple(names),
            Place(
                f"{theatre}:{names[0]}", names[0], kind, raw.get("lat"), raw.get("lon"), weight=6.0
            ),
            raw.get("geonames", ""),
        )
        for names in groups
    ]
