"""Imports gazetteer files into the user's data folder; every row is checked."""

from __future__ import annotations

import csv
import math
import os
from collections.abc import Iterator
from pathlib import Path

import platformdirs

from fogline.errors import FoglineError

_NEEDED = {"id", "name", "kind", "lat", "lon"}
_OUT = ("id", "name", "kind", "region", "lat", "lon", "weight", "spellings")
# The columns of a GeoNames table (readme.txt of its download): id, name, names, point, class,
# population; and of alternateNamesV2: the place's id, the language, the name.
_GEONAMES_COLUMNS = 19
_ID, _NAME, _NAMES, _LAT, _LON, _CLASS, _PEOPLE = 0, 1, 3, 4, 5, 6, 14
_ALT_PLACE, _ALT_LANGUAGE, _ALT_NAME = 1, 2, 3
# "Languages" of alternateNamesV2 whose names are codes and addresses.
_NO_LANGUAGE = frozenset({"link", "wkdt", "post", "iata", "icao"})
# A village without a known population weighs as much as a hamlet.
_LEAST_WEIGHT = 1.6
_GEONAMES_KINDS = {"P": "village", "A": "admin", "H": "river", "L": "region"}


class GazetteerError(FoglineError):
    """A gazetteer file that can't be imported; the message names the row and what to do."""


def home() -> Path:
    """The folder of the user's data: ``FOGLINE_HOME``, or the platform's place for it."""
    return Path(os.environ.get("FOGLINE_HOME") or platformdirs.user_data_dir("fogline"))


def imported(theatre: str) -> list[Path]:
    """Files imported for a theatre, in the order of their names."""
    return sorted((home() / "gazetteer" / theatre).glob("*.csv"))


def import_file(path: Path, theatre: str) -> int:
    """Add a gazetteer file to the theatre's data; returns how many places it holds.

    It takes a CSV with the columns ``id,name,name_LANG...,kind,region,lat,lon,spellings`` or
    GeoNames tables (``UA.txt``; ``alternateNamesV2.txt`` adds spellings to places imported before).
    Importing a file again replaces what it gave before.

    Raises:
        GazetteerError: unreadable file, missing columns, or a row with a wrong coordinate. Nothing
            is changed then.
    """
    try:
        rows = list(_read(path, theatre))
    except UnicodeDecodeError as error:
        what, advice = (
            f"not UTF-8 at byte {error.start}",
            "save the file as UTF-8 and import it again",
        )
        raise GazetteerError(what, advice, where=str(path)) from error
    except OSError as error:
        raise GazetteerError(str(error.strerror or error), where=str(path)) from error
    if not rows:
        advice = "give a CSV with the columns id,name,kind,lat,lon or a GeoNames table"
        raise GazetteerError("no place in it", advice, where=str(path))
    folder = home() / "gazetteer" / theatre
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{path.stem}.csv"
    part = target.with_suffix(".part")
    with part.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(_OUT)
        writer.writerows(rows)
    part.replace(target)
    for index in folder.glob("index-*.sqlite"):
        index.unlink()
    return len(rows)


def _read(path: Path, theatre: str) -> Iterator[tuple[str, ...]]:
    if path.suffix == ".txt":
        yield from (
            _alternates(path, theatre)
            if path.name.startswith("alternateNames")
            else _geonames(path)
        )
    else:
        yield from _csv(path)


def _csv(path: Path) -> Iterator[tuple[str, ...]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        columns = set(reader.fieldnames or ())
        if missing := _NEEDED - columns:
            needed = f"needed are {', '.join(sorted(_NEEDED))}"
            absent = ", ".join(sorted(missing))
            raise GazetteerError("columns missing", absent, needed, where=str(path))
        langs = sorted(c for c in columns if c.startswith("name_"))
        for number, row in enumerate(reader, 2):
            lat, lon = _point(path, number, row["lat"], row["lon"])
            names = [row[c] for c in langs] + (row.get("spellings") or "").split(";")
            spellings = ";".join(dict.fromkeys(n.strip() for n in names if n and n.strip()))
            yield (
                row["id"],
                row["name"],
                row["kind"] or "village",
                row.get("region") or "",
                lat,
                lon,
                "",
                spellings,
            )


def _geonames(path: Path) -> Iterator[tuple[str, ...]]:
    with path.open(encoding="utf-8", newline="") as lines:
        for number, line in enumerate(lines, 1):
            cells = line.rstrip("\n").split("\t")
            if len(cells) != _GEONAMES_COLUMNS:
                what = f"{len(cells)} columns, a GeoNames table has {_GEONAMES_COLUMNS}"
                raise GazetteerError(what, where=f"{path}:{number}")
            kind = _GEONAMES_KINDS.get(cells[_CLASS])
            if kind is None:
                continue
            lat, lon = _point(path, number, cells[_LAT], cells[_LON])
            size = max(_LEAST_WEIGHT, math.log10(int(cells[_PEOPLE] or 0) + 10))
            weight = f"{size:.2f}" if kind == "village" else ""
            yield (
                f"gn:{cells[_ID]}",
                cells[_NAME],
                kind,
                "",
                lat,
                lon,
                weight,
                cells[_NAMES].replace(",", ";"),
            )


def _alternates(path: Path, theatre: str) -> Iterator[tuple[str, ...]]:
    """Spellings for places of the theatre's imported GeoNames tables; other ids are passed over."""
    known: dict[str, list[str]] = {}
    for file in imported(theatre):
        with file.open(encoding="utf-8", newline="") as lines:
            known.update(
                {
                    r["id"]: [r[c] for c in _OUT]
                    for r in csv.DictReader(lines)
                    if r["id"].startswith("gn:")
                }
            )
    if not known:
        what = "import the country's GeoNames table (such as UA.txt) first"
        raise GazetteerError(what, advice="this file only adds spellings", where=str(path))
    extra: dict[str, list[str]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if (
                len(cells) > _ALT_NAME
                and f"gn:{cells[_ALT_PLACE]}" in known
                and cells[_ALT_LANGUAGE] not in _NO_LANGUAGE
            ):
                extra.setdefault(f"gn:{cells[_ALT_PLACE]}", []).append(cells[_ALT_NAME])
    for key, names in extra.items():
        yield (*known[key][:-1], ";".join(names))


def _point(path: Path, number: int, lat: str, lon: str) -> tuple[str, str]:
    try:
        if -90 <= float(lat) <= 90 and -180 <= float(lon) <= 180:
            return lat, lon
    except ValueError:
        pass
    needed = "degrees are needed, -90..90 and -180..180"
    raise GazetteerError(f"lat {lat!r}, lon {lon!r}", needed, where=f"{path}:{number}")
