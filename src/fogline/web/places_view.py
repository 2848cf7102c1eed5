"""The settlements that the map names, and those that a search finds."""

from __future__ import annotations

import math
from typing import TypedDict

from fogline.control import Control
from fogline.gazetteer import Match
from fogline.web import place_names
from fogline.web.ledger_snapshot import LedgerSnapshot
from fogline.web.place_names import CITY, PART

# Digits of degrees: ten metres, far below what a settlement's cell means.
_DIGITS = 4
# What e times as many claims add to a place's weight, which is the power of ten of its people.
_WEIGHT_OF_CLAIMS = 0.35
# Places that a search gives.
_FOUND = 12


class PlacesRecord(TypedDict):
    """All settlements, by column, in the order in which the map writes their names.

    Cities come first, parts of towns last, and between them the weightiest: large ones, and those
    that claims name. ``position`` is where a settlement stands in the records that have all of them
    in the estimate's order, which claims do not change.
    ``label`` is the name on the map in the language asked for, ``former`` the one before it, and
    ``size`` its class of print: 1 for cities to 4 for villages, 5 for parts of a town.
    """

    id: list[str]
    position: list[int]
    name: list[str]
    label: list[str]
    former: list[str]
    size: list[int]
    region: list[str]
    lat: list[float]
    lon: list[float]
    weight: list[float]
    claims: list[int]


class FoundPlaceRecord(TypedDict):
    """A settlement that a name may mean, with the spelling that matched."""

    id: str
    name: str
    region: str
    lat: float | None
    lon: float | None
    spelling: str
    claims: int


class SearchRecord(TypedDict):
    """The settlements that a name may mean, the likeliest first."""

    asked: str
    places: list[FoundPlaceRecord]


def places(snapshot: LedgerSnapshot, control: Control, language: str = "en") -> PlacesRecord:
    """All settlements, with their names in a language."""
    counts, gazetteer, every = snapshot.claim_counts, snapshot.gazetteer, control.places
    sizes = place_names.sizes(gazetteer, every)
    labels, former = place_names.labels(gazetteer, every, language)
    weight = [p.weight + _WEIGHT_OF_CLAIMS * math.log1p(counts.get(p.id, 0)) for p in every]
    order = sorted(
        range(len(every)),
        key=lambda k: (sizes[k] == PART, sizes[k] != CITY, -weight[k], every[k].id),
    )
    found = [every[k] for k in order]
    return {
        "id": [p.id for p in found],
        "position": order,
        "name": [p.name for p in found],
        "label": [labels[k] for k in order],
        "former": [former[k] for k in order],
        "size": [sizes[k] for k in order],
        "region": [p.region for p in found],
        "lat": [round(p.lat or 0.0, _DIGITS) for p in found],
        "lon": [round(p.lon or 0.0, _DIGITS) for p in found],
        "weight": [round(p.weight, 2) for p in found],
        "claims": [counts.get(p.id, 0) for p in found],
    }


def meant(snapshot: LedgerSnapshot, words: str) -> list[Match]:
    """The places of the gazetteer that a name may mean, the likeliest first; of equal ones, those
    with most claims.
    """
    counts = snapshot.claim_counts
    return sorted(
        snapshot.gazetteer.find(words),
        key=lambda m: (-round(m.likeness, 1), -counts.get(m.place.id, 0), -m.place.weight),
    )


def search(snapshot: LedgerSnapshot, control: Control, words: str) -> SearchRecord:
    """Settlements that a name may mean: of equal ones, those with most claims first."""
    position, counts = control.position, snapshot.claim_counts
    found: dict[int, FoundPlaceRecord] = {}
    for match in meant(snapshot, words):
        if match.place.id not in position:
            continue
        at = position[match.place.id]
        p = control.places[at]
        record: FoundPlaceRecord = {
            "id": p.id,
            "name": p.name,
            "region": p.region,
            "lat": p.lat,
            "lon": p.lon,
            "spelling": match.spelling,
            "claims": counts.get(p.id, 0),
        }
        found.setdefault(at, record)
    return {"asked": words, "places": list(found.values())[:_FOUND]}
