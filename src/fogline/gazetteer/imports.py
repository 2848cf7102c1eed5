"""Takes gazetteer files of users into the data folder, checked row by row."""

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
_GEONAMES_COLUMNS = 19
_GEONAMES_KINDS = {"P": "village", "A": "admin", "H": "river", "L": "region"}


class GazetteerError(FoglineError):
    """A gazetteer file that can't be taken in; the message names the row and the remedy."""


def home() -> Path:
    """The folder of the user's data: ``FOGLINE_HOME``, or the platform's place for it."""
    return Path(os.environ.get("FOGLINE_HOME") or platformdirs.user_data_dir("fogline"))


def imported(theatre: str) -> list[Path]:
    """Files imported for a theatre, in the order of their names."""
    return sorted((home() / "gazetteer" / theatre).glob("*.csv"))


def import_file(path: Path, theatre: str) -> int:
    """Add a gazetteer file to the theatre's data; returns how many places it holds.

    Takes a CSV with the columns ``id,name,name_LANG...,kind,region,lat,lon,spellings`` or GeoNames tables
    (``UA.txt``; ``alternateNamesV2.txt`` adds spellings to places imported before). Importing a file again replaces
    what it gave before.

    Raises:
        GazetteerError: unreadable file, missing columns, or a row with a wrong coordinate. Nothing is changed then.
    """
    try:
        rows = list(_read(path, theatre))
    except UnicodeDecodeError as error:
        raise GazetteerError(
            f"{path}: not UTF-8 at byte {error.start}: save the file as UTF-8 and import it again"
        ) from error
    except OSError as error:
        raise GazetteerError(f"{path}: {error.strerror or error}") from error
    if not rows:
        raise GazetteerError(
            f"{path}: no place in it: give a CSV with the columns id,name,kind,lat,lon or a GeoNames table"
        )
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
            raise GazetteerError(
                f"{path}: columns missing: {', '.join(sorted(missing))}; needed are {', '.join(sorted(_NEEDED))}"
            )
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
                raise GazetteerError(
                    f"{path}:{number}: {len(cells)} columns, a GeoNames table has {_GEONAMES_COLUMNS}"
                )
            kind = _GEONAMES_KINDS.get(cells[6])
            if kind is None:
                continue
            lat, lon = _point(path, number, cells[4], cells[5])
            weight = (
                f"{max(1.6, math.log10(int(cells[14] or 0) + 10)):.2f}" if kind == "village" else ""
            )
            yield (
                f"gn:{cells[0]}",
                cells[1],
                kind,
                "",
                lat,
                lon,
                weight,
                cells[3].replace(",", ";"),
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
        raise GazetteerError(
            f"{path}: import the country's GeoNames table (such as UA.txt) first; this file only adds spellings"
        )
    extra: dict[str, list[str]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if (
                len(cells) > 3
                and f"gn:{cells[1]}" in known
                and cells[2] not in {"link", "wkdt", "post", "iata", "icao"}
            ):
                extra.setdefault(f"gn:{cells[1]}", []).append(cells[3])
    for key, names in extra.items():
        yield (*known[key][:-1], ";".join(names))


def _point(path: Path, number: int, lat: str, lon: str) -> tuple[str, str]:
    try:
        if -90 <= float(lat) <= 90 and -180 <= float(lon) <= 180:
            return lat, lon
    except ValueError:
        pass
    raise GazetteerError(
        f"{path}:{number}: lat {lat!r}, lon {lon!r}: degrees are needed, -90..90 and -180..180"
    )
